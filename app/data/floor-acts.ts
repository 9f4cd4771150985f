import * as v from "valibot"
import { breakTable, bust, lateSeat, seatDraw, undoBust, type Writes } from "../../domain/floor.ts"
import { countStack } from "../../domain/stack-counts.ts"
import { readTournament, type TournamentState } from "../../domain/tournament.ts"
import { putOnList, takeOffList } from "../../domain/waiting.ts"
import { DisplayId, type EntryId, type PlayerId, type TournamentId } from "../../schemas/ids.ts"
import type { Chips } from "../../schemas/units.ts"
import type { Desk } from "./desk.ts"
import { newId } from "./device.ts"
import type { OpenFloor } from "./floors.ts"
import { leafNow } from "./leaf-time.ts"
import { type Undo, writeUndoable } from "./undoable.ts"

export const MAIN_DISPLAY = v.parse(DisplayId, "main")

/**
 * Seats, tables, the clock, the screens: no money in any of it. Moves, hands and the final table are in
 * `seat-acts.ts`.
 * @param here the floor to act on: the one that is shown, or the one that was when an act began
 */
export function floorActs(desk: Desk, here: () => OpenFloor | null = desk.shown) {
  const now = (): TournamentState => here()?.floor() ?? readTournament(new Map())
  /** Writes to that floor; what was there before comes back with the undo, wherever one is by then. */
  function write(writes: Writes): Undo {
    const registers = here()?.room.registers
    return registers && writes.length > 0 ? writeUndoable(registers, writes) : () => {}
  }
  const elsewhere = () => tablesElsewhere(desk, here())

  /** Gives an entry the next open seat, once the draw has been made. */
  function seatLate(entryId: EntryId): Undo {
    const registers = here()?.room.registers
    const state = registers && readTournament(registers.all())
    const hasSeat = state?.entries.some((each) => each.entryId === entryId && each.seat)
    if (!state || hasSeat || state.tables.length === 0) return () => {}
    const seed = `${state.tournament?.seed}/late/${entryId}`
    const writes = lateSeat(state, entryId, seed, elsewhere())
    // All tables are full, and another is not a cashier's to open: the entry waits for the floor.
    if (!writes.every(([key]) => desk.may.writeFloor(key))) return () => {}
    return write(writes)
  }

  /** Brings an entry back in; to a new seat where the old one is gone. */
  function bringBack(entryId: EntryId): Undo {
    const undo = write(undoBust(now(), entryId))
    const undoSeat = seatLate(entryId)
    return () => {
      undoSeat()
      undo()
    }
  }

  return {
    write,
    seatLate,
    bringBack,
    bust: (entryId: EntryId) => write(bust(now(), entryId, leafNow())),
    count: (entryId: EntryId, count: Chips) => write(countStack(now(), entryId, count, leafNow())),
    putOnList: (playerId: PlayerId) => write(putOnList(now(), playerId, leafNow())),
    takeOffList: (playerId: PlayerId) => write(takeOffList(now(), playerId)),
    draw: () => write(seatDraw(now(), now().tournament?.seed ?? "", elsewhere())),
    /** What breaking a table would do; nothing is moved until its `writes` are written. */
    planBreak: () => breakTable(now(), `${now().tournament?.seed}/break/${newId()}`, leafNow()),
    /** Takes an entry off the floor altogether: for one that was never meant. */
    remove: (entryId: EntryId) =>
      write(
        ["player", "seat", "out", "chips"]
          .map((field) => `entry/${entryId}/${field}`)
          // What is not there needs no removing, which not everybody may.
          .filter((key) => here()?.room.registers.get(key) !== undefined)
          .map((key) => [key, null] as const),
      ),
    showOnScreen: (id: TournamentId) =>
      desk.hall.registers.set(`display/${MAIN_DISPLAY}`, { tournamentId: id }),
  }
}

/** The numbers of the tables that the venue's other tournaments play at, as far as this device knows. */
export const tablesElsewhere = (desk: Desk, here: OpenFloor | null): ReadonlySet<number> =>
  new Set(
    desk.floors
      .all()
      .filter(({ id }) => id !== here?.id && desk.listed(id)?.endedAt === undefined)
      .flatMap(({ facts }) => facts().tables),
  )
