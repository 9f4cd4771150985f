import { createRequire } from "node:module"
import { readFile } from "node:fs/promises"
import * as v from "valibot"
import { builtInStructures } from "../../domain/structure.ts"
import { fieldsOf } from "../../domain/library-items.ts"
import {
  type ItemDocument,
  newDocument,
  type Signature,
  startAutomerge,
  write,
} from "../../library/document.ts"
import { DeviceId, StaffId } from "../../schemas/ids.ts"
import type { ChangeAct, LibraryValue } from "../../schemas/library.ts"
import { basisPoints, cents, millis } from "../../schemas/units.ts"

await startAutomerge(() =>
  readFile(createRequire(import.meta.url).resolve("@automerge/automerge/automerge.wasm")),
)

/** Rows of a test are r1, r2 and so on. */
export const counter = (): (() => string) => {
  let count = 0
  return () => `r${++count}`
}

const [regular] = builtInStructures
if (!regular) throw new Error("There is no built-in structure.")

/** A structure of 29 levels. */
export const STRUCTURE: LibraryValue = { kind: "structure", name: "Regular", structure: regular }
export const TOP_THREE: LibraryValue = {
  kind: "payout-table",
  name: "Top 3",
  payouts: {
    shares: [5_000, 3_000, 2_000].map(basisPoints),
    unitCents: cents(100),
  },
}

/** Who made a change: minutes after noon. */
export const signed = (by: string, minute: number, act: ChangeAct = "edit"): Signature => ({
  by: v.parse(StaffId, by),
  on: v.parse(DeviceId, `tablet-${by}`),
  act,
  at: millis(Date.UTC(2026, 10, 26, 12, minute)),
})

/** A new document with that value, made by Anna at noon. */
export const documentOf = (value: LibraryValue): ItemDocument =>
  write(newDocument(), fieldsOf(value, counter()), signed("anna", 0, "make"))
