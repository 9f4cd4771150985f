import * as v from "valibot"
import { type FlightMode, SatelliteTerms } from "../../../schemas/documents/venue.ts"
import { Millis } from "../../../schemas/units.ts"
import type { Beginning } from "../../data/list-acts.ts"
import { readStack } from "../event/bag-rows.ts"
import { readAmount } from "../money/amount.ts"

/** What a person typed about what a new tournament is, besides its name and its prices. */
export type KindForm = {
  kind: "alone" | "event" | "satellite"
  /** As the browser's field gives it, local time; empty for now. */
  startsAt: string
  /** Empty: the next free ones. */
  tablesFrom: string
  mode: FlightMode
  /** Empty: a tournament elsewhere. */
  target: string
  seatPrice: string
  mark: string
}

export const defaultKind: KindForm = {
  kind: "alone",
  startsAt: "",
  tablesFrom: "",
  mode: "bestStackForward",
  target: "",
  seatPrice: "",
  mark: "",
}

export type KindField = "startsAt" | "tablesFrom" | "seatPrice" | "mark"

/** What the form means, or the fields that are not understood. */
export function readKind(form: KindForm): { beginning: Beginning } | { wrong: KindField[] } {
  const wrong: KindField[] = []
  const begins = form.startsAt === "" ? null : v.safeParse(Millis, Date.parse(form.startsAt))
  if (begins && !begins.success) wrong.push("startsAt")
  const tablesFrom = form.tablesFrom.trim() === "" ? undefined : readStack(form.tablesFrom)
  if (tablesFrom === null || (tablesFrom ?? 1) > 999) wrong.push("tablesFrom")
  const satellite = form.kind === "satellite" ? readSatellite(form, wrong) : undefined
  if (wrong.length > 0) return { wrong }
  return {
    beginning: {
      ...(begins?.success && { startsAt: begins.output }),
      ...(satellite && { satellite }),
      ...(form.kind === "event" && { event: { mode: form.mode, flight: "1A" } }),
      ...(tablesFrom !== undefined && tablesFrom !== null && { tablesFrom }),
    },
  }
}

function readSatellite(form: KindForm, wrong: KindField[]): SatelliteTerms | undefined {
  const seatCents = readAmount(form.seatPrice)
  const mark = form.mark.trim() === "" ? undefined : readStack(form.mark)
  if (!seatCents) wrong.push("seatPrice")
  if (mark === null) wrong.push("mark")
  const read = v.safeParse(SatelliteTerms, {
    seatCents,
    ...(form.target !== "" && { target: form.target }),
    ...(mark !== undefined && mark !== null && { markChips: mark }),
  })
  return read.success ? read.output : undefined
}
