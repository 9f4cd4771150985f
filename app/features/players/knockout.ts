import type { FloorEntry, TournamentState } from "../../../domain/tournament.ts"
import type { EntryId } from "../../../schemas/ids.ts"
import type { Millis } from "../../../schemas/units.ts"

/** So long a bust may have been in the same hand as one that is told now: somebody had to walk. */
const SAME_HAND_WITHIN_MS = 10 * 60_000
/** Whoever was out before these is not asked about: the hand is long over. */
const MOST = 2

/** Who may have knocked an entry out: those in play at its table; all where it has no seat. */
export function mayHaveWon({ entries }: TournamentState, loser: EntryId): FloorEntry[] {
  const table = entries.find(({ entryId }) => entryId === loser)?.seat?.table
  const inPlay = entries.filter(({ entryId, out }) => !out && entryId !== loser)
  const atTable = inPlay.filter(({ seat }) => table !== undefined && seat?.table === table)
  return (atTable.length > 0 ? atTable : inPlay).toSorted(
    (a, b) => (a.seat?.seat ?? 0) - (b.seat?.seat ?? 0),
  )
}

/** The latest busts that may have been in the same hand or hand-for-hand round, the own table first. */
export function recentBusts(
  { entries }: TournamentState,
  entryId: EntryId,
  now: Millis,
): FloorEntry[] {
  const table = entries.find((each) => each.entryId === entryId)?.seat?.table
  const isHere = (each: FloorEntry) => each.seat?.table === table
  const recent = entries
    .filter(({ out }) => out && now - out.at < SAME_HAND_WITHIN_MS)
    .toSorted(
      (a, b) => Number(isHere(b)) - Number(isHere(a)) || (b.out?.order ?? 0) - (a.out?.order ?? 0),
    )
  // Those of one hand are one bust to choose.
  const hands = new Set<string>()
  return recent
    .filter((each) => {
      const hand = each.out?.hand?.of ?? each.entryId
      return !hands.has(hand) && hands.add(hand)
    })
    .slice(0, MOST)
}
