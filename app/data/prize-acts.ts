import { decide } from "../../domain/decide.ts"
import type { Method } from "../../schemas/account.ts"
import type { EntryId, TournamentId } from "../../schemas/ids.ts"
import type { Intent, IntentOf } from "../../schemas/intent.ts"
import type { Refusal } from "../../schemas/refusal.ts"
import type { Chips, Sequence } from "../../schemas/units.ts"
import type { Desk } from "./desk.ts"
import { floorActs, type Undo } from "./floor-acts.ts"
import type { Correction, Prize } from "./intents.ts"
import { leafNow } from "./leaf-time.ts"

/** What was asked of the ledger, or why it is known here already that it would refuse. */
type Asked = { undo: Undo | null } | { refusal: Refusal }

/** The end of the night: prizes, deals, money that goes back or was put to the wrong account. */
export function prizeActs(
  desk: Desk,
  tournament: () => TournamentId,
  withdraw: (intent: Intent) => Promise<void>,
) {
  const { intents, outbox } = desk
  const floor = floorActs(desk)

  async function ask(intent: Intent): Promise<Asked> {
    const outcome = decide(desk.ledger.state(), intent)
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

    /** Notes a stack as it was counted now, for every device. */
    noteStack: (entryId: EntryId, count: Chips): Undo =>
      floor.write([[`entry/${entryId}/chips`, { count, at: leafNow() }]]),

    correct: (move: Correction) => ask(intents.correct(tournament(), move)),

    /** Gives the money of a line back by a method of now; an entry leaves the floor with it. */
    async refund(
      line: Sequence,
      how: { method: Method; reason: IntentOf<"refund">["reason"] },
    ): Promise<Refusal | null> {
      const asked = await ask(intents.refund(tournament(), line, how))
      if ("refusal" in asked) return asked.refusal
      const sold = desk.ledger.lines().find(({ sequence }) => sequence === line)?.intent
      if (sold?.kind === "buy-in" || sold?.kind === "re-entry") floor.remove(sold.entryId)
      return null
    },

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
