import type { WidgetKind } from "../schemas/documents/layouts.ts"
import type { Seat } from "../schemas/documents/tournament.ts"
import type {
  PeopleShown,
  PlacedPlayer,
  RankedStack,
  SeatedTable,
  SeatMove,
  TableSeat,
} from "../schemas/display.ts"
import type { EntryId, PlayerId } from "../schemas/ids.ts"
import type { Cents, Millis } from "../schemas/units.ts"
import { places } from "./entries.ts"
import { leagueOnScreen, type SeasonNow } from "./league-tables.ts"
import { pseudonymOf } from "./pseudonym.ts"
import type { FloorEntry, TournamentState } from "./tournament.ts"

/** What a screen may call somebody; `null` where it may not, or nobody knows. */
export type NameOf = (playerId: PlayerId) => string | null

const MOST_RANKED = 20
const MOST_PLACED = 20
const MOST_WAITING = 20
const MOST_MOVES = 12
/** A move is news so long. */
const MOVE_SHOWN_MS = 10 * 60_000

/**
 * The name of a person on a screen: the nickname that the player chose, else the first name and the
 * initial of the last one, so that the room knows whom it means and a photograph does not.
 */
export function screenName(
  { playerId, name }: { playerId: PlayerId; name: string },
  nickname: string | null,
): string {
  const chosen = nickname?.trim() ?? ""
  if (chosen !== "") return chosen
  // Who has been erased has no last name to shorten.
  if (name === pseudonymOf(playerId)) return name
  const words = name.trim().split(/\s+/)
  const [first = ""] = words
  const last = words.length > 1 ? Array.from(words.at(-1) ?? "")[0] : undefined
  return last === undefined ? first : `${first} ${last}.`
}

/** What of the people a screen shows, as far as any of its widgets does. */
export function peopleShown(input: {
  state: TournamentState
  prizesCents: readonly Cents[]
  kinds: ReadonlySet<WidgetKind>
  nameOf: NameOf
  moves: readonly EntryMove[]
  /** The season in which the tournament counts; `null` where in none. */
  league?: SeasonNow | null
  now: Millis
}): PeopleShown {
  const { state, prizesCents, kinds, nameOf, moves, league = null, now } = input
  // Who is in a list without a seat beside it has to be told from the others.
  const called = (playerId: PlayerId) => nameOf(playerId) ?? pseudonymOf(playerId)
  return {
    ...(kinds.has("seating") && { tables: seatedTables(state, called) }),
    ...(kinds.has("ranking") && { ranking: rankedStacks(state, nameOf) }),
    ...(kinds.has("results") && { results: placedPlayers(state, prizesCents, called) }),
    ...((kinds.has("moves") || kinds.has("news")) && {
      moves: recentMoves(state, moves, nameOf, now),
    }),
    ...(kinds.has("waiting") && {
      waiting: state.waiting.slice(0, MOST_WAITING).map(({ playerId }) => called(playerId)),
    }),
    ...(kinds.has("league") && { league: league && leagueOnScreen(league, nameOf) }),
  }
}

function seatedTables(state: TournamentState, nameOf: NameOf): SeatedTable[] {
  const at = new Map<string, FloorEntry[]>()
  for (const entry of state.entries)
    if (entry.seat && !entry.out)
      at.set(entry.seat.table, [...(at.get(entry.seat.table) ?? []), entry])
  return state.tables
    .filter(({ status, tableId }) => status === "open" && at.has(tableId))
    .map(({ tableId, number, seats }) => ({
      number,
      seats,
      players: (at.get(tableId) ?? [])
        .flatMap(({ seat, playerId, chips }) =>
          seat ? [{ seat: seat.seat, name: nameOf(playerId), chips: chips?.count ?? null }] : [],
        )
        .toSorted((a, b) => a.seat - b.seat),
    }))
}

function rankedStacks(state: TournamentState, nameOf: NameOf): RankedStack[] {
  return state.entries
    .flatMap(({ playerId, seat, out, chips }) =>
      out === null && chips && chips.count > 0
        ? [{ name: nameOf(playerId), at: tableSeat(state, seat), chips: chips.count }]
        : [],
    )
    .toSorted((a, b) => b.chips - a.chips)
    .slice(0, MOST_RANKED)
}

function placedPlayers(
  { entries }: TournamentState,
  prizesCents: readonly Cents[],
  nameOf: NameOf,
): PlacedPlayer[] {
  const found = places(entries)
  return entries
    .flatMap(({ entryId, playerId }) => {
      const place = found.get(entryId)
      return place === undefined
        ? []
        : [{ place, name: nameOf(playerId), prizeCents: prizesCents[place - 1] ?? null }]
    })
    .toSorted((a, b) => a.place - b.place)
    .slice(0, MOST_PLACED)
}

/** A change of an entry's seat, as it was seen. */
export type EntryMove = { entryId: EntryId; from: Seat; to: Seat; at: Millis }

/**
 * Who was moved between two looks at the floor, put before the moves that were known: of one entry
 * the latest, and none that is too old to be news.
 */
export function movesSince(
  before: TournamentState | null,
  after: TournamentState,
  known: readonly EntryMove[],
  now: Millis,
): EntryMove[] {
  const seats = new Map(before?.entries.map(({ entryId, seat }) => [entryId, seat]))
  const fresh = after.entries.flatMap(({ entryId, seat, out }): EntryMove[] => {
    const from = seats.get(entryId)
    const isMoved =
      from && seat && out === null && (from.table !== seat.table || from.seat !== seat.seat)
    return isMoved ? [{ entryId, from, to: seat, at: now }] : []
  })
  const moved = new Set(fresh.map(({ entryId }) => entryId))
  return [...fresh, ...known.filter(({ entryId }) => !moved.has(entryId))]
    .filter(({ at }) => now - at < MOVE_SHOWN_MS)
    .slice(0, MOST_MOVES)
}

function recentMoves(
  state: TournamentState,
  moves: readonly EntryMove[],
  nameOf: NameOf,
  now: Millis,
): SeatMove[] {
  return moves.flatMap(({ entryId, from, to, at }) => {
    const entry = state.entries.find((each) => each.entryId === entryId)
    const [left, taken] = [tableSeat(state, from), tableSeat(state, to)]
    const isNews = entry?.out === null && left && taken && now - at < MOVE_SHOWN_MS
    return isNews ? [{ name: nameOf(entry.playerId), from: left, to: taken, at }] : []
  })
}

function tableSeat({ tables }: TournamentState, seat: Seat | null): TableSeat | null {
  const table = seat && tables.find(({ tableId }) => tableId === seat.table)
  return table ? { table: table.number, seat: seat.seat } : null
}
