import { isFor } from "../../../domain/registration.ts"
import type { Wish } from "../../../schemas/documents/registration.ts"
import type { PlayerId, TournamentId } from "../../../schemas/ids.ts"
import type { Desk } from "../../data/desk.ts"
import { isRefused } from "../../data/outbox-queue.ts"

/** A wish that nobody has answered, as far as this device knows. */
export type OpenWish = { tournamentId: TournamentId; playerId: PlayerId; wish: Wish }

/** All open wishes of the tournaments that are on, the oldest first. */
export function openWishes(desk: Desk): OpenWish[] {
  const sold = (id: string): boolean =>
    desk.outbox.items().some((item) => !isRefused(item) && isFor(item.intent, id)) ||
    isRecorded(desk, id)
  return desk.registrations
    .all()
    .flatMap(({ tournamentId, playerId, wish }) =>
      wish && !sold(wish.id) ? [{ tournamentId, playerId, wish }] : [],
    )
    .toSorted((a, b) => a.wish.at - b.wish.at)
}

/** Whether a line of the ledger fulfils a wish and stands, or is a conflict about it. */
function isRecorded(desk: Desk, wish: string): boolean {
  const { tournaments, conflicts } = desk.ledger.state()
  for (const { movements } of tournaments.values())
    for (const { intent, voidedBy } of movements.values())
      if (voidedBy === null && isFor(intent, wish)) return true
  return [...conflicts.values()].some(({ closed, intent }) => !closed && isFor(intent, wish))
}
