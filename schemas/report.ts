import * as v from "valibot"
import { Cents, Count } from "./units.ts"

/** What the money that changed hands can be summed up by. */
export const ReportBy = v.picklist(["night", "cashier", "player", "kind", "method"])
export type ReportBy = v.InferOutput<typeof ReportBy>

/** What came in and went out of one of them. */
export const ReportRow = v.strictObject({
  /** The night's, cashier's or player's id, the kind, or the method; `null` for nobody's. */
  of: v.nullable(v.string()),
  lines: Count,
  inCents: Cents,
  outCents: Cents,
})
export type ReportRow = v.InferOutput<typeof ReportRow>

/** `GET /api/reports/<by>` */
export const Report = v.strictObject({ rows: v.array(ReportRow) })
