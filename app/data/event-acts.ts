import * as v from "valibot"
import { createTournament, type Writes } from "../../domain/floor.ts"
import type { Merge } from "../../domain/flights.ts"
import {
  dayTwo,
  type Flight,
  isDay,
  isFlight,
  nextFlightName,
  planDayTwo,
  sealBag,
  type Stage,
  unbagged,
} from "../../domain/stages.ts"
import { readTournament } from "../../domain/tournament.ts"
import type { EventPart, FlightMode } from "../../schemas/documents/venue.ts"
import { type EntryId, TournamentId } from "../../schemas/ids.ts"
import type { Desk } from "./desk.ts"
import { newId } from "./device.ts"
import { floorActs } from "./floor-acts.ts"
import type { Undo } from "./undoable.ts"
import { leafNow } from "./leaf-time.ts"
import { listActs, tablesInUse } from "./list-acts.ts"
import { freeTablesFrom, type Listed, listingOf, partName } from "./tournaments.ts"

/** An event's flights and days: nothing here moves money, all of it has the event's one account. */
export const eventActs = (desk: Desk) => ({ ...flightActs(desk), ...dayActs(desk) })

const DOUBLE_TAP_MS = 1_500

const flightsOf = (desk: Desk): Flight[] => desk.stages().filter(isFlight)

/** What an event begins with, and what it is called: its first flight. */
function firstOf(desk: Desk) {
  const [first] = flightsOf(desk)
  const listed = desk.listed(first?.part.event ?? null)
  const tournament = first?.state.tournament
  return first && listed && tournament ? { first, listed, tournament } : null
}

/** Lists a further part of an event, makes its floor and shows it. */
function beginPart(desk: Desk, of: Listed, part: EventPart, writes: Writes): Undo {
  const back = desk.selected()
  const id = v.parse(TournamentId, newId())
  desk.hall.registers.set(`tournament/${id}`, { name: of.name, createdAt: leafNow(), part })
  desk.select(id)
  desk.floors.of(id)?.room.registers.setAll(writes)
  return () => {
    if (back !== null) desk.select(back)
    const open = desk.floors.of(id)
    // What somebody has begun there since is theirs, and stays.
    const isBegun = open?.floor().entries.some(({ seat, out, bag }) => seat || out || !bag)
    if (!open || isBegun) return
    const keys = [...open.room.registers.all().keys()]
    open.room.registers.setAll(keys.map((key) => [key, null] as const))
    desk.hall.registers.set(`tournament/${id}`, null)
  }
}

/** How an event comes to have flights. */
function flightActs(desk: Desk) {
  return {
    /** Makes a tournament the first flight of an event. */
    makeEvent(mode: FlightMode): Undo | null {
      const listed = desk.listed(desk.selected())
      if (!listed || listed.part) return null
      const [key, listing] = listingOf(listed)
      const part: EventPart = { kind: "flight", event: listed.id, flight: "1A", mode }
      desk.hall.registers.set(key, { ...listing, part })
      return () => desk.hall.registers.set(key, listing)
    },

    /** Says for the whole event whose stack goes on. */
    setMode(mode: FlightMode): Undo | null {
      const listed = desk.listed(desk.shown()?.ledgerId ?? null)
      if (listed?.part?.kind !== "flight" || listed.part.mode === mode) return null
      const [key, listing] = listingOf(listed)
      desk.hall.registers.set(key, { ...listing, part: { ...listed.part, mode } })
      return () => desk.hall.registers.set(key, listing)
    },

    /** Adds the next flight, with the structure of the first, and shows it. */
    addFlight(): { flight: string; undo: Undo } | null {
      const found = firstOf(desk)
      if (!found) return null
      const { first, listed, tournament } = found
      const last = Math.max(...desk.parts().map(({ createdAt }) => createdAt))
      // The second tap of a hurried finger.
      if (desk.parts().length > 1 && leafNow() - last < DOUBLE_TAP_MS) return null
      const { mode, event } = first.part
      const flight = nextFlightName(flightsOf(desk).map(({ part }) => part.flight))
      const tablesFrom = freeTablesFrom(tablesInUse(desk))
      const name = partName(listed.name, flight)
      const made = createTournament({ ...tournament, name, seed: newId(), tablesFrom })
      const undo = beginPart(desk, listed, { kind: "flight", event, flight, mode }, made)
      return { flight, undo }
    },
  }
}

/** How a flight ends, and the second day begins. */
function dayActs(desk: Desk) {
  return {
    /** Seals what an entry has over the night; `null` opens the bag again. */
    bag: (entryId: EntryId, count: number | null): Undo =>
      floorActs(desk).write(
        sealBag(desk.floor(), entryId, count === null ? null : { count, at: leafNow() }),
      ),

    /** What the second day would begin with. @throws InvalidInput where the bags contradict a rule */
    planMerge: (mode: FlightMode): Merge => planDayTwo(flightsOf(desk), mode),

    /**
     * Carries a merge out, into the second day that is there or a new one, and shows it. Flights of
     * which every stack is bagged are put away: their tables are free.
     * @returns `null` where the seats of the second day have been drawn already
     */
    merge(merge: Merge): Undo | null {
      const found = firstOf(desk)
      if (!found) return null
      const { first, listed, tournament } = found
      const day = desk.stages().find(isDay)
      if (day?.state.entries.some(({ seat, out }) => seat !== null || out !== null)) return null
      const name = partName(listed.name, "2")
      const made = { structure: tournament.structure, name, seed: newId(), tablesFrom: 1 }
      const how = { made, flights: flightsOf(desk), at: leafNow() }
      const undoEnds = endFlights(desk)
      const undoDay = day
        ? mergeAgain(desk, day, dayTwo(merge, day.state, how))
        : beginPart(
            desk,
            listed,
            { kind: "day", event: first.part.event, day: 2 },
            dayTwo(merge, readTournament(new Map()), how),
          )
      return () => {
        undoDay()
        undoEnds()
      }
    },
  }
}

/** Brings what a later flight has bagged to a second day that is there already. */
function mergeAgain(desk: Desk, { id }: Stage, writes: Writes): Undo {
  const back = desk.selected()
  const open = desk.floors.of(id)
  const undo = floorActs(desk, () => open).write(writes)
  desk.select(id)
  return () => {
    undo()
    if (back !== null) desk.select(back)
  }
}

function endFlights(desk: Desk): Undo {
  const { finish } = listActs(desk)
  const done = flightsOf(desk).filter(
    ({ state }) => state.entries.length > 0 && unbagged(state).length === 0,
  )
  const undos = done.flatMap(({ id }) =>
    desk.listed(id)?.endedAt === undefined ? (finish(id) ?? []) : [],
  )
  return () => undos.forEach((undo) => undo())
}
