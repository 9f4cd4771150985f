import type { TournamentState } from "../../../domain/tournament.ts"
import type { EntryId } from "../../../schemas/ids.ts"

/** A player who was moved, and from where, as people say it. */
export type Moved = { entryId: EntryId; from: { table: number; seat: number } }

/** Who would move from these seats. To be asked before they do. */
export function movedFrom(
  { entries, tables }: TournamentState,
  moves: readonly { from: { table: string; seat: number } }[],
): Moved[] {
  return moves.flatMap(({ from }) => {
    const table = tables.find(({ tableId }) => tableId === from.table)?.number
    const entry = entries.find(
      ({ seat, out }) => !out && seat?.table === from.table && seat.seat === from.seat,
    )
    return entry && table !== undefined
      ? [{ entryId: entry.entryId, from: { table, seat: from.seat } }]
      : []
  })
}
