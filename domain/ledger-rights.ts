import type { IntentKind } from "../schemas/intent.ts"
import type { Role } from "../schemas/wire.ts"

/** What of an intent its right depends on. */
export type Asked = { kind: IntentKind; override?: unknown }

/**
 * Whether a member of staff may ask the ledger for this. Selling, paying and taking back is
 * everybody's work; what overrules the tournament's terms, or moves money that no rule moves, is the
 * director's. The app offers by this, the Leaf refuses by it.
 */
export function mayAsk(role: Role, asked: Asked): boolean {
  const isDirector = role === "administrator" || role === "director"
  switch (asked.kind) {
    case "open-tournament":
    case "reopen-registration":
    case "top-up":
    case "agree-deal":
    case "correct":
    case "resolve":
      return isDirector
    case "buy-in":
    case "re-entry":
    case "rebuy":
    case "add-on":
      return asked.override === undefined || isDirector
    case "close-registration":
    case "set-payouts":
    case "bounty":
    case "payout":
    case "void":
    case "refund":
    case "open-till":
    case "count-till":
    case "close-till":
      return true
  }
}
