import type { Tournament } from "../schemas/documents/tournament.ts"
import type { EventPart, FlightMode } from "../schemas/documents/venue.ts"
import type { EntryId, PlayerId, TournamentId } from "../schemas/ids.ts"
import { type Chips, chips, type Millis } from "../schemas/units.ts"
import type { TournamentAccount } from "./account.ts"
import { clockAt } from "./clock.ts"
import { demand } from "./invalid.ts"
import { type Bag, mayEnterFlight, mergeFlights, type Merge } from "./flights.ts"
import { createTournament, enter, isInPlay, type Writes } from "./floor.ts"
import type { FloorEntry, TournamentState } from "./tournament.ts"

/**
 * An event of several flights and a second day: each is a floor of its own, and all of them share
 * one account in the ledger, that of the event's first flight.
 */
export type Stage<Part extends EventPart = EventPart> = {
  id: TournamentId
  part: Part
  state: TournamentState
}
export type Flight = Stage<Extract<EventPart, { kind: "flight" }>>
export type Day = Stage<Extract<EventPart, { kind: "day" }>>

/** Under which id a tournament's money is in the ledger. */
export const ledgerIdOf = (id: TournamentId, part: EventPart | undefined): TournamentId =>
  part?.event ?? id

export const isFlight = (stage: Stage): stage is Flight => stage.part.kind === "flight"
export const isDay = (stage: Stage): stage is Day => stage.part.kind === "day"

/** The name for the next flight: the letter after the last one of `1A`, `1B` and so on. */
export function nextFlightName(names: readonly string[]): string {
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCodePoint(65 + index))
  const free = letters.find((letter) => !names.includes(`1${letter}`))
  return free === undefined ? `1${names.length + 1}` : `1${free}`
}

/** The sealed bags of the flights. */
export const bagsOf = (flights: readonly Flight[]): Bag[] =>
  flights.flatMap(({ part, state }) =>
    state.entries.flatMap(({ entryId, playerId, out, bag }) =>
      bag && !out && bag.count > 0
        ? [{ entryId, playerId, flight: part.flight, stack: bag.count }]
        : [],
    ),
  )

/** The players who have a bag in more than one flight. */
export function doublyBagged(flights: readonly Flight[]): PlayerId[] {
  const players = flights.flatMap(({ state }) =>
    state.entries.flatMap(({ playerId, out, bag }) =>
      bag && !out && bag.count > 0 ? playerId : [],
    ),
  )
  return [...new Set(players.filter((player, index) => players.indexOf(player) !== index))]
}

/** Who plays on and has no sealed bag yet. */
export const unbagged = ({ entries }: TournamentState): FloorEntry[] =>
  entries.filter(({ out, bag }) => !out && !(bag && bag.count > 0))

/**
 * The chips that the entries of one flight or day brought into play; on a day the bags are the
 * chips, and who entered there has bought theirs.
 * @param account of the whole event; without one only first stacks are known
 */
export function chipsOnFloor(
  state: TournamentState,
  account: TournamentAccount | null,
  part: EventPart,
): Chips {
  const structure = state.tournament?.structure
  if (!structure) return chips(0)
  const brought = state.entries.map(({ entryId, bag }) => {
    if (part.kind === "day" && bag) return bag.count
    const paid = account?.entries.get(entryId)
    return (
      structure.startingStack +
      (paid?.rebuys ?? 0) * structure.rebuyStack +
      (paid?.addOns ?? 0) * structure.addOnStack
    )
  })
  return chips(brought.reduce((sum, each) => sum + each, 0))
}

/** Why a player cannot come into a flight, and which other one it is about. */
export type FlightRefusal = { why: "qualified" | "bagged" | "playing"; flight: string }

/**
 * Whether a player may enter a flight (domain.md 4.6): nobody plays two at once, and who has a bag
 * follows the event's rule.
 * @returns `null` where they may
 */
export function refusesEntry(input: {
  playerId: PlayerId
  into: Flight
  flights: readonly Flight[]
  mode: FlightMode
}): FlightRefusal | null {
  const { playerId, into, flights, mode } = input
  const others = flights.filter(({ id }) => id !== into.id)
  const playing = others.find(({ state }) =>
    unbagged(state).some((entry) => entry.playerId === playerId),
  )
  if (playing) return { why: "playing", flight: playing.part.flight }
  const bags = bagsOf(flights)
  const { flight } = into.part
  if (mayEnterFlight({ playerId, flight, bags, mode }).allowed) return null
  return mode === "firstStackForward"
    ? { why: "qualified", flight: bags.find((bag) => bag.playerId === playerId)?.flight ?? flight }
    : { why: "bagged", flight }
}

/**
 * What the second day would begin with; nothing is done yet.
 * @throws InvalidInput as `mergeFlights` does: two devices may, apart, have let a player into two
 *   flights with `firstStackForward`
 */
export const planDayTwo = (flights: readonly Flight[], mode: FlightMode): Merge =>
  mergeFlights({
    bags: bagsOf(flights),
    mode,
    flights: flights.map(({ part }) => part.flight),
  })

/**
 * Brings the bags that count to the second day, as entries without a seat yet. Entries that came
 * with an earlier merge and whose bag does not count any more leave it again.
 * @param day the second day as it is, where it was made before
 * @param made what a second day is made of, where it was not
 * @throws InvalidInput where seats have been drawn: stacks at a table are not exchanged for bags
 */
export function dayTwo(
  merge: Merge,
  day: TournamentState,
  { made, flights, at }: { made: Tournament; flights: readonly Flight[]; at: Millis },
): Writes {
  const isBegun = day.entries.some(({ seat, out }) => seat !== null || out !== null)
  demand(!isBegun, "day", "the bags are merged before the seats of the second day are drawn")
  const counted = new Set<string>(merge.dayTwo.map(({ entryId }) => entryId))
  const gone = day.entries.filter(({ entryId, bag }) => bag && !counted.has(entryId))
  const entries = flights.flatMap(({ state }) => state.entries)
  return [
    ...(day.tournament ? [] : [...createTournament(made), clockWrite(flights, at)]),
    ...gone.flatMap(({ entryId }) =>
      ["player", "bag", "chips"].map((field) => [`entry/${entryId}/${field}`, null] as const),
    ),
    ...merge.dayTwo.flatMap(({ entryId, stack }) => {
      const entry = entries.find((each) => each.entryId === entryId)
      const count = { count: stack, at }
      return entry
        ? [
            ...enter(entry),
            [`entry/${entry.entryId}/bag`, count] as const,
            [`entry/${entry.entryId}/chips`, count] as const,
          ]
        : []
    }),
  ]
}

/** The second day goes on with the level after the last one that a flight has played. */
function clockWrite(flights: readonly Flight[], at: Millis): Writes[number] {
  const levels = flights.map(({ state }) => {
    const all = state.tournament?.structure.levels
    return all ? clockAt(all, state.clock, at).levelIndex : 0
  })
  const last = flights[0]?.state.tournament?.structure.levels.length ?? 1
  const hasPlayed = flights.some(
    ({ state: { clock } }) => clock.levelIndex > 0 || clock.elapsedMs > 0,
  )
  const levelIndex = Math.min(last - 1, Math.max(0, ...levels) + (hasPlayed ? 1 : 0))
  return ["clock", { status: "paused", levelIndex, elapsedMs: 0 }]
}

/** Seals a bag, or opens it again with `null`. Nothing where the entry is not in play. */
export const sealBag = (
  state: TournamentState,
  entryId: EntryId,
  bag: { count: number; at: Millis } | null,
): Writes => (isInPlay(state, entryId) ? [[`entry/${entryId}/bag`, bag]] : [])

/**
 * Whoever an event's places are decided among: the floor of its last day, or nobody before that, for
 * who goes out in a flight ranks below everybody who is bagged (domain.md 4.6).
 */
export const entriesForPlaces = (
  shown: TournamentState,
  part: EventPart | undefined,
  days: readonly Day[],
): FloorEntry[] => {
  if (!part) return shown.entries
  const [last] = days.toSorted((a, b) => b.part.day - a.part.day)
  return last?.state.entries ?? []
}
