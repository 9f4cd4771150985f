import type { PlayerId, TournamentId } from "../schemas/ids.ts"
import type { OwnData } from "../schemas/phone.ts"
import { cents } from "../schemas/units.ts"
import type { LedgerState, TournamentLedger } from "./ledger.ts"

/** Every line of the ledger that stands or stood for a player, by tournament and in their order. */
export function linesOfPlayer({ tournaments }: LedgerState, playerId: PlayerId): OwnData["ledger"] {
  return [...tournaments].flatMap(([tournamentId, ledger]) =>
    linesIn(ledger, tournamentId, playerId),
  )
}

function linesIn(
  { entries, movements }: TournamentLedger,
  tournamentId: TournamentId,
  playerId: PlayerId,
): OwnData["ledger"] {
  return [...movements.values()].flatMap(({ intent, sequence, voidedBy }) => {
    const isOwn =
      "playerId" in intent
        ? intent.playerId === playerId
        : "entryId" in intent && entries.get(intent.entryId)?.playerId === playerId
    const amountCents = "amountCents" in intent ? cents(intent.amountCents) : null
    const { at, kind } = intent
    return isOwn
      ? [{ sequence, at, tournamentId, kind, amountCents, isTakenBack: voidedBy !== null }]
      : []
  })
}
