import type { TournamentId } from "../../schemas/ids.ts"
import type { Intent, IntentOf } from "../../schemas/intent.ts"
import type { Refusal } from "../../schemas/refusal.ts"
import { decideHere } from "./decided.ts"
import type { Desk } from "./desk.ts"
import type { Correction, Prize } from "./intents.ts"
import type { Undo } from "./undoable.ts"

/** What was asked of the ledger, or why it is known here already that it would refuse. */
type Asked = { undo: Undo | null } | { refusal: Refusal }

/** The end of the night: prizes, deals, money that goes back or was put to the wrong account. */
export function prizeActs(
  desk: Desk,
  tournament: () => TournamentId,
  withdraw: (intent: Intent) => Promise<void>,
) {
  const { intents, outbox } = desk

  async function ask(intent: Intent): Promise<Asked> {
    const outcome = await decideHere(desk, intent)
    if (outcome.kind === "rejected") return { refusal: outcome.reason }
    return { undo: (await outbox.add(intent)) ? () => void withdraw(intent) : null }
  }

  return {
    async payPrize(prize: Prize): Promise<Undo | null> {
      const intent = intents.payout(tournament(), prize)
      return (await outbox.add(intent)) ? () => void withdraw(intent) : null
    },

    /** Records what everybody who is left has agreed to. */
    agreeDeal: (deal: Pick<IntentOf<"agree-deal">, "method" | "shares">) =>
      ask(intents.deal(tournament(), deal)),

    correct: (move: Correction) => ask(intents.correct(tournament(), move)),

    /** Takes entries again, or no more; each is taken back by the other. */
    async setRegistration(isOpen: boolean): Promise<Undo | null> {
      const id = tournament()
      const [wanted, other] = isOpen
        ? (["reopen-registration", "close-registration"] as const)
        : (["close-registration", "reopen-registration"] as const)
      if (!(await outbox.add(intents.registration(wanted, id)))) return null
      return () => void outbox.add(intents.registration(other, id))
    },
  }
}
