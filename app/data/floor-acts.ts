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
import { countStack } from "../../domain/stack-counts.ts"
import { readTournament, type TournamentState } from "../../domain/tournament.ts"
import { putOnList, takeOffList } from "../../domain/waiting.ts"
import type { Seat } from "../../schemas/documents/tournament.ts"
import {
  DisplayId,
  type EntryId,
  type PlayerId,
  type TableId,
  type TournamentId,
} from "../../schemas/ids.ts"
import type { Chips } from "../../schemas/units.ts"
import type { Desk } from "./desk.ts"
import { newId } from "./device.ts"
import { leafNow } from "./leaf-time.ts"
import { type Undo, writeUndoable } from "./undoable.ts"

export const MAIN_DISPLAY = v.parse(DisplayId, "main")

/** Seats, tables, the clock, the screens: no money in any of it. */
export function floorActs(desk: Desk) {
  /** Writes to the selected tournament's floor; what was there before comes back with the undo. */
  function write(writes: Writes): Undo {
    const registers = desk.room()?.registers
    return registers && writes.length > 0 ? writeUndoable(registers, writes) : () => {}
  }

  /** Gives an entry the next open seat, once the draw has been made. */
  function seatLate(entryId: EntryId): Undo {
    const registers = desk.room()?.registers
    const state = registers && readTournament(registers.all())
    const hasSeat = state?.entries.some((each) => each.entryId === entryId && each.seat)
    if (!state || hasSeat || state.tables.length === 0) return () => {}
    return write(lateSeat(state, entryId, `${state.tournament?.seed}/late/${entryId}`))
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
    count: (entryId: EntryId, count: Chips) =>
      write(countStack(desk.floor(), entryId, count, leafNow())),
    putOnList: (playerId: PlayerId) => write(putOnList(desk.floor(), playerId, leafNow())),
    takeOffList: (playerId: PlayerId) => write(takeOffList(desk.floor(), playerId)),
    draw: () => write(seatDraw(desk.floor(), desk.floor().tournament?.seed ?? "")),
    /** What breaking a table would do; nothing is moved until its `writes` are written. */
    planBreak: () => breakTable(desk.floor(), `${desk.floor().tournament?.seed}/break/${newId()}`),
    ...seatActs(desk, write),
    /** Takes an entry off the floor altogether: for one that was never meant. */
    remove: (entryId: EntryId) =>
      write(["player", "seat", "out", "chips"].map((field) => [`entry/${entryId}/${field}`, null])),
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
