import * as v from "valibot"
import type { FinalTable } from "../../domain/final-table.ts"
import {
  dealNextHand,
  drawFinalTable,
  moveEntry,
  sayButton,
  seatElsewhere,
  separate,
  suggest,
} from "../../domain/floor-moves.ts"
import { breakTable, bust, lateSeat, seatDraw, undoBust, type Writes } from "../../domain/floor.ts"
import { readTournament, type TournamentState } from "../../domain/tournament.ts"
import type { Seat } from "../../schemas/documents/tournament.ts"
import { DisplayId, type EntryId, type TableId, type TournamentId } from "../../schemas/ids.ts"
import type { Desk } from "./desk.ts"
import { newId } from "./device.ts"
import type { OpenFloor } from "./floors.ts"
import { leafNow } from "./leaf-time.ts"

export const MAIN_DISPLAY = v.parse(DisplayId, "main")

/** Takes an act back. */
export type Undo = () => void

/**
 * Seats, tables, the clock, the screens: no money in any of it.
 * @param here the floor to act on: the one that is shown, or the one that was when an act began
 */
export function floorActs(desk: Desk, here: () => OpenFloor | null = desk.shown) {
  const now = (): TournamentState => here()?.floor() ?? readTournament(new Map())
  /** Writes to that floor; what was there before comes back with the undo, wherever one is by then. */
  function write(writes: Writes): Undo {
    const registers = here()?.room.registers
    if (!registers || writes.length === 0) return () => {}
    const before = writes.map(([key]) => [key, registers.get(key) ?? null] as const)
    registers.setAll(writes)
    const written = new Map(writes.map(([key, value]) => [key, JSON.stringify(value)]))
    // What somebody else has changed since is theirs, and stays.
    const isOurs = (key: string) => JSON.stringify(registers.get(key) ?? null) === written.get(key)
    return () => registers.setAll(before.filter(([key]) => isOurs(key)))
  }
  const elsewhere = () => tablesElsewhere(desk, here())

  /** Gives an entry the next open seat, once the draw has been made. */
  function seatLate(entryId: EntryId): Undo {
    const registers = here()?.room.registers
    const state = registers && readTournament(registers.all())
    const hasSeat = state?.entries.some((each) => each.entryId === entryId && each.seat)
    if (!state || hasSeat || state.tables.length === 0) return () => {}
    const seed = `${state.tournament?.seed}/late/${entryId}`
    return write(lateSeat(state, entryId, seed, elsewhere()))
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
    draw: () => write(seatDraw(now(), now().tournament?.seed ?? "", elsewhere())),
    /** What breaking a table would do; nothing is moved until its `writes` are written. */
    planBreak: () => breakTable(now(), `${now().tournament?.seed}/break/${newId()}`),
    ...seatActs(now, write, elsewhere),
    /** Takes an entry off the floor altogether: for one that was never meant. */
    remove: (entryId: EntryId) =>
      write(["player", "seat", "out"].map((field) => [`entry/${entryId}/${field}`, null])),
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

/** Who sits where, and where the button is. */
function seatActs(
  now: () => TournamentState,
  write: (writes: Writes) => Undo,
  elsewhere: () => ReadonlySet<number>,
) {
  /** The seed of what is drawn for a purpose: the same on every device, and never used twice. */
  const seedFor = (purpose: string) => `${now().tournament?.seed}/${purpose}`
  return {
    move: (entryId: EntryId, to: Seat) => write(moveEntry(now(), entryId, to)),
    /** Where an entry would go that may sit anywhere else. */
    seatFor: (entryId: EntryId) => seatElsewhere(now(), entryId, seedFor(`move/${entryId}`)),
    separate: (entryId: EntryId) =>
      write(separate(now(), entryId, seedFor(`clash/${entryId}`), elsewhere())),
    sayButton: (tableId: TableId, seat: number) =>
      write(sayButton(now(), tableId, { seat, at: leafNow() })),
    dealNextHand: (tableId: TableId) => write(dealNextHand(now(), tableId, leafNow())),
    /** What should be done about the tables; nothing is moved until somebody does it. */
    suggestion: (state: TournamentState) => suggest(state, seedFor("tables")),
    seatFinalTable: (plan: FinalTable) => write(drawFinalTable(now(), plan, leafNow())),
  }
}
