import { keysOfDisplay } from "../../domain/screens.ts"
import type { DisplayId, TournamentId } from "../../schemas/ids.ts"
import type { Desk } from "./desk.ts"
import { type Undo, writeUndoable } from "./undoable.ts"

/** The screens of the venue: their names, and what each shows. */
export function screenActs(desk: Desk) {
  const write = (writes: Parameters<typeof writeUndoable>[1]): Undo =>
    writeUndoable(desk.hall.registers, writes)
  return {
    /** @param tournamentId `null` shows none yet */
    addScreen: (id: DisplayId, name: string, tournamentId: TournamentId | null): Undo =>
      write([
        [`display/${id}/name`, name],
        [`display/${id}`, tournamentId && { tournamentId }],
      ]),
    renameScreen: (id: DisplayId, name: string): Undo => write([[`display/${id}/name`, name]]),
    pointScreen: (id: DisplayId, tournamentId: TournamentId | null): Undo =>
      write([[`display/${id}`, tournamentId && { tournamentId }]]),
    /** The screen's token ends with it: it shows a code from then on, for somebody to add it again. */
    removeScreen: (id: DisplayId): Undo =>
      write(keysOfDisplay(desk.hall.registers.all(), id).map((key) => [key, null])),
  }
}
