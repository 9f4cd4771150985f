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
import { leafNow } from "./leaf-time.ts"

export const MAIN_DISPLAY = v.parse(DisplayId, "main")

/** Takes an act back. */
export type Undo = () => void

/** Seats, tables, the clock, the screens: no money in any of it. */
export function floorActs(desk: Desk) {
  /** Writes to the selected tournament's floor; what was there before comes back with the undo. */
  function write(writes: Writes): Undo {
    const registers = desk.room()?.registers
    if (!registers || writes.length === 0) return () => {}
    const before = writes.map(([key]) => [key, registers.get(key) ?? null] as const)
    registers.setAll(writes)
    const written = new Map(writes.map(([key, value]) => [key, JSON.stringify(value)]))
    // What somebody else has changed since is theirs, and stays.
    const isOurs = (key: string) => JSON.stringify(registers.get(key) ?? null) === written.get(key)
    return () => registers.setAll(before.filter(([key]) => isOurs(key)))
  }

  /** Gives an entry the next open seat, once the draw has been made. */
  function seatLate(entryId: EntryId): Undo {
    const registers = desk.room()?.registers
    const state = registers && readTournament(registers.all())
    const hasSeat = state?.entries.some((each) => each.entryId === entryId && each.seat)
    if (!state || hasSeat || state.tables.length === 0) return () => {}
    const writes = lateSeat(state, entryId, `${state.tournament?.seed}/late/${entryId}`)
    // All tables are full, and another is not a cashier's to open: the entry waits for the floor.
    if (!writes.every(([key]) => desk.may.writeFloor(key))) return () => {}
    return write(writes)
  }

  /** Brings an entry back in; to a new seat where the old one is gone. */
  function bringBack(entryId: EntryId): Undo {
    const undo = write(undoBust(desk.floor(), entryId))
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
    bust: (entryId: EntryId) => write(bust(desk.floor(), entryId, leafNow())),
    draw: () => write(seatDraw(desk.floor(), desk.floor().tournament?.seed ?? "")),
    /** What breaking a table would do; nothing is moved until its `writes` are written. */
    planBreak: () => breakTable(desk.floor(), `${desk.floor().tournament?.seed}/break/${newId()}`),
    ...seatActs(desk, write),
    /** Takes an entry off the floor altogether: for one that was never meant. */
    remove: (entryId: EntryId) =>
      write(
        ["player", "seat", "out"]
          .map((field) => `entry/${entryId}/${field}`)
          // What is not there needs no removing, which not everybody may.
          .filter((key) => desk.room()?.registers.get(key) !== undefined)
          .map((key) => [key, null] as const),
      ),
    showOnScreen: (id: TournamentId) =>
      desk.hall.registers.set(`display/${MAIN_DISPLAY}`, { tournamentId: id }),
  }
}

/** Who sits where, and where the button is. */
function seatActs(desk: Desk, write: (writes: Writes) => Undo) {
  /** The seed of what is drawn for a purpose: the same on every device, and never used twice. */
  const seedFor = (purpose: string) => `${desk.floor().tournament?.seed}/${purpose}`
  return {
    move: (entryId: EntryId, to: Seat) => write(moveEntry(desk.floor(), entryId, to)),
    /** Where an entry would go that may sit anywhere else. */
    seatFor: (entryId: EntryId) => seatElsewhere(desk.floor(), entryId, seedFor(`move/${entryId}`)),
    separate: (entryId: EntryId) =>
      write(separate(desk.floor(), entryId, seedFor(`clash/${entryId}`))),
    sayButton: (tableId: TableId, seat: number) =>
      write(sayButton(desk.floor(), tableId, { seat, at: leafNow() })),
    dealNextHand: (tableId: TableId) => write(dealNextHand(desk.floor(), tableId, leafNow())),
    /** What should be done about the tables; nothing is moved until somebody does it. */
    suggestion: (state: TournamentState) => suggest(state, seedFor("tables")),
    seatFinalTable: (plan: FinalTable) => write(drawFinalTable(desk.floor(), plan, leafNow())),
  }
}
