import type { Outcome, Posting } from "../schemas/entry.ts"
import type { TillId } from "../schemas/ids.ts"
import type { Intent, IntentOf } from "../schemas/intent.ts"
import { cents } from "../schemas/units.ts"
import type { LedgerState } from "./ledger.ts"
import { accepted, refuse, rejected } from "./verdict.ts"

/**
 * Opens, counts and closes a cashier's till. The float comes from the house's safe; at the end what
 * was counted goes back there, and what is more or less than expected to an account of its own.
 */
export function decideTill(
  state: LedgerState,
  intent: IntentOf<"open-till" | "count-till" | "close-till">,
): Outcome {
  const { till: id } = intent
  const till = state.tills.get(id)
  if (intent.kind === "open-till") {
    if (!till) return accepted(legs(id, { drawer: intent.floatCents, safe: 0 - intent.floatCents }))
    return refuse(intent, [till.openedAt], {
      unseen: "till_opened_meanwhile",
      seen: "till_exists",
      detail: `Till ${id} was opened in line ${till.openedAt}.`,
    })
  }
  const gone = tillIsGone(state, intent, id)
  if (gone || !till) return gone ?? unknownTill(id)
  if (intent.kind === "count-till") return accepted([])
  const { countedCents } = intent
  return accepted(
    legs(id, {
      drawer: 0 - till.expectedCents,
      safe: countedCents,
      difference: till.expectedCents - countedCents,
    }),
  )
}

/** Whether a till is unknown or closed. */
export function tillIsGone(state: LedgerState, intent: Intent, id: TillId): Outcome | null {
  const till = state.tills.get(id)
  if (!till) return unknownTill(id)
  if (!till.closed) return null
  return refuse(intent, [till.closed.sequence], {
    unseen: "till_closed_meanwhile",
    seen: "till_is_closed",
    detail: `Till ${id} was closed in line ${till.closed.sequence}.`,
  })
}

const unknownTill = (id: TillId): Outcome =>
  rejected("unknown_till", `There is no till ${id}: open it first.`)

function legs(
  till: TillId,
  { drawer, safe, difference = 0 }: { drawer: number; safe: number; difference?: number },
): Posting[] {
  const all: Posting[] = [
    { account: "cash:drawer", amountCents: cents(drawer), till },
    { account: "house:safe", amountCents: cents(safe) },
    { account: "house:difference", amountCents: cents(difference) },
  ]
  return all.filter(({ amountCents }) => amountCents !== 0)
}
