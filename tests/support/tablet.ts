import * as assert from "uvu/assert"
import * as v from "valibot"
import * as Y from "yjs"
import { places } from "../../domain/entries.ts"
import * as floor from "../../domain/floor.ts"
import { builtInStructures } from "../../domain/structure.ts"
import { readTournament, type TournamentState } from "../../domain/tournament.ts"
import { Registers } from "../../schemas/documents/registers.ts"
import { EntryId, PlayerId } from "../../schemas/ids.ts"

/** One tablet: a document of its own and what its buttons do. */
export class Tablet {
  readonly registers: Registers

  /** @param number tells tablets apart; of two writes at one time the later number's holds */
  constructor(number: number) {
    const doc = new Y.Doc()
    doc.clientID = number
    this.registers = new Registers(doc)
  }

  read = (): TournamentState => readTournament(this.registers.all())
  press = (act: (state: TournamentState) => floor.Writes) => this.registers.setAll(act(this.read()))

  /** Both tablets learn what the other has done. */
  meet(other: Tablet): void {
    const [mine, theirs] = [this.registers.doc, other.registers.doc].map((doc) =>
      Y.encodeStateAsUpdate(doc),
    )
    if (mine) Y.applyUpdate(other.registers.doc, mine)
    if (theirs) Y.applyUpdate(this.registers.doc, theirs)
  }
}

export const id = (number: number) => v.parse(EntryId, `e${String(number).padStart(3, "0")}`)
export const enter = (number: number) =>
  floor.enter({ entryId: id(number), playerId: v.parse(PlayerId, `p${number}`) })

/** Tablet 1 with a tournament of entries 1 to `count`, all of them seated. */
export function tournamentOf(count: number, seatsPerTable = 9): Tablet {
  const tablet = new Tablet(1)
  const [regular] = builtInStructures
  if (!regular) throw new Error("There is no built-in structure.")
  const structure = { ...regular, seatsPerTable }
  tablet.press(() => floor.createTournament({ name: "Friday", structure, seed: "s" }))
  for (let number = 1; number <= count; number++) tablet.press(() => enter(number))
  tablet.press((state) => floor.seatDraw(state, "s"))
  return tablet
}

/** How many play at each open table. */
export const sizes = (state: TournamentState) =>
  state.tables
    .filter(({ status }) => status === "open")
    .map(
      ({ tableId }) =>
        state.entries.filter(({ seat, out }) => !out && seat?.table === tableId).length,
    )

export const placesOf = (tablet: Tablet) => Object.fromEntries(places(tablet.read().entries))

export function everybodySits(state: TournamentState): void {
  const seats = state.entries
    .filter(({ out }) => !out)
    .map(({ seat }) => `${seat?.table}/${seat?.seat}`)
  assert.is(new Set(seats).size, seats.length, "nobody shares a seat")
  const open = state.tables
    .filter(({ status }) => status === "open")
    .map(({ tableId }): string => tableId)
  for (const seat of seats)
    assert.ok(open.includes(seat.split("/")[0] ?? ""), `${seat} is at an open table`)
}
