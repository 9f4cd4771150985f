import type { Clock } from "../schemas/documents/tournament.ts"
import type { IntentOf, Profile } from "../schemas/intent.ts"
import type { Level } from "../schemas/structure.ts"
import type { Price, Terms } from "../schemas/terms.ts"
import type { Millis } from "../schemas/units.ts"
import { clockAt } from "./clock.ts"

export type Sale = IntentOf<"buy-in" | "re-entry" | "rebuy" | "add-on">

/** What a sale costs by the terms; `null` where it is not offered. */
export function priceOf(
  terms: Terms,
  sale: { kind: Sale["kind"]; profile?: Profile | undefined },
): Price | null {
  switch (sale.kind) {
    case "buy-in":
      if (sale.profile === "early") return terms.earlyBuyIn ?? terms.buyIn
      return sale.profile === "late" ? (terms.lateBuyIn ?? terms.buyIn) : terms.buyIn
    case "re-entry":
      return terms.reEntry === undefined ? terms.buyIn : terms.reEntry
    case "rebuy":
      return terms.rebuy
    case "add-on":
      return terms.addOn
  }
}

/**
 * At what price an entry comes in by the clock: early before it was first started, on time in the
 * first level, late after it.
 */
export function profileAt(levels: readonly Level[], clock: Clock, now: Millis): Profile {
  const { levelIndex, elapsedMs } = clockAt(levels, clock, now)
  if (levelIndex > 0) return "late"
  return clock.status === "paused" && elapsedMs === 0 ? "early" : "on_time"
}
