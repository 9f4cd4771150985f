import { assert } from "./assert.ts"
import { demand, demandDistinct, demandWhole } from "./invalid.ts"
import { byText } from "./order.ts"

/** How busts at different tables in one hand-for-hand round rank (domain.md 3.8). */
export type CrossTable = "tie" | "byStack"

/** An entry that lost its last chip, with the chips it had at the start of that hand. */
export type Bust = { entryId: string; table: string; stack: number }

/** Entries that finish alike, from `place` on; in the order of their ids. */
export type BustGroup = { place: number; entryIds: string[]; isTie: boolean }

/** How the busts of one hand or one hand-for-hand round rank, best place first. */
export type Ranking = {
  groups: BustGroup[]
  /** Where the rules do not settle the order: why the director must confirm what is proposed. */
  confirm: null | { reason: string }
  rule: string
  reason: string
}

/**
 * Ranks those who bust in one hand, or in one hand-for-hand round (domain.md 3.8, TDA-2024 RP-8).
 * At one table the larger stack at the start of the hand finishes higher, and equal stacks tie. At
 * different tables all tie, or with `byStack` rank as if they were at one table.
 *
 * Where a table has two stacks and another table busts somebody too, "tie" contradicts itself: A
 * finishes before B and C ties with both. Proposed is then that every table's larger stack stays
 * before its smaller one, and that the largest stacks of the tables tie, then the second largest,
 * and so on: nobody gets a worse place than their own table gives them, and the director confirms.
 * @param playersLeft those in before the hand or round, the busting ones among them
 * @param busts with stacks in chips, 1 or more each; at one table unless hand-for-hand
 * @throws InvalidInput where nobody busts, nobody can be left who won the hand, an entry busts
 *   twice, a number is not whole or below its least, or the tables differ though it is not
 *   hand-for-hand
 */
export function rankBusts(input: {
  playersLeft: number
  busts: readonly Bust[]
  handForHand: boolean
  crossTable?: CrossTable
}): Ranking {
  demandBusts(input)
  const { playersLeft, busts, crossTable = "tie" } = input
  const tables = new Set(busts.map(({ table }) => table)).size
  const isByStack = crossTable === "byStack"
  const tiers = tiersOf(busts, isByStack ? () => "" : ({ table }) => table)
  const groups = numberFrom(playersLeft - busts.length + 1, tiers)
  const isSplit = tables > 1 && !isByStack && groups.length > 1
  const settled = { groups, confirm: isSplit ? { reason: CONFIRM } : null }
  if (tables === 1) return { ...settled, rule: "domain.md 3.8", reason: ONE_TABLE }
  if (isByStack) return { ...settled, rule: "domain.md 3.8", reason: BY_STACK }
  return { ...settled, rule: "TDA-2024 RP-8", reason: isSplit ? TIERS : TIE }
}

const ONE_TABLE =
  "In one hand the larger stack at the start of it finishes higher, and equal stacks tie."
const BY_STACK =
  "Hand-for-hand the larger stack at the start of the hand finishes higher, at any table."
const TIE = "All who bust at different tables in one hand-for-hand round tie."
const TIERS =
  "A table's larger stack finishes before its smaller one, and the tables tie stack by stack."
const CONFIRM =
  "Stacks decide at one table, different tables tie, and both cannot hold: the director confirms."

/** A place as it is written on every screen: `T-50` where it is shared, else `50`. */
export const placeLabel = (place: number, isTie: boolean): string =>
  isTie ? `T-${place}` : `${place}`

/** One hand's busts as they were decided, best group first. */
export type BustEvent = {
  id: string
  groups: readonly { entryIds: readonly string[] }[]
}

/** The busts of a tournament in the order in which they happened, the first one first. */
export type BustLog = readonly BustEvent[]

export type BustPlace = { place: number; isTie: boolean }

/**
 * The places of all entries that are out. They are counted anew from the log each time, so that
 * whatever bust is taken back, in whatever order, the others stand as if it had never been told. A
 * re-entry is an entry of its own. When one entry is left of several, it is first (domain.md 3.8).
 * @param entries the ids of all entries, those that are out as well
 * @returns places from 1, with no gaps but those that ties leave
 * @throws InvalidInput where an entry is unknown or out twice, an id is there twice, a group is
 *   empty, or nobody is left
 */
export function placesOf(entries: readonly string[], log: BustLog): Map<string, BustPlace> {
  const outs = demandLog(entries, log)
  const left = entries.length - outs.size
  const ranked = log.toReversed().flatMap(({ groups }) => groups)
  const groups = numberFrom(
    left + 1,
    ranked.map(({ entryIds }) => entryIds),
  )
  const found = new Map(
    groups.flatMap(({ place, isTie, entryIds }) =>
      entryIds.map((entryId): [string, BustPlace] => [entryId, { place, isTie }]),
    ),
  )
  const winner = entries.find((entryId) => !outs.has(entryId))
  if (left === 1 && outs.size > 0 && winner !== undefined)
    found.set(winner, { place: 1, isTie: false })
  assert(found.size >= outs.size, "whoever is out has a place")
  return found
}

/**
 * The log with one bust taken back; the others stay as they were decided.
 * @throws InvalidInput where no bust of the log has the id
 */
export function withoutBust(log: BustLog, id: string): BustEvent[] {
  demand(
    log.some((event) => event.id === id),
    "id",
    "the bust that is taken back is one of the log",
  )
  return log.filter((event) => event.id !== id)
}

/**
 * Each player's place among the entries: the best of their entries. Who is still in with a later
 * entry has no place yet (domain.md 3.2).
 * @param entries all entries with the player of each
 * @param places the places of the entries, as `placesOf` gives them
 * @returns places by player id; they skip the places of entries that a later entry bettered
 * @throws InvalidInput where an entry is there twice, or a place belongs to none of the entries
 */
export function bestPlaces(
  entries: readonly { entryId: string; playerId: string }[],
  places: ReadonlyMap<string, BustPlace>,
): Map<string, BustPlace> {
  const ids = entries.map(({ entryId }) => entryId)
  demandDistinct(ids, "entries", "every entry is there once")
  const known = new Set(ids)
  for (const entryId of places.keys())
    demand(known.has(entryId), "places", `${entryId} is one of the entries`)
  const stillIn = new Set(
    entries.filter(({ entryId }) => !places.has(entryId)).map(({ playerId }) => playerId),
  )
  const best = new Map<string, BustPlace>()
  for (const { entryId, playerId } of entries) {
    const place = places.get(entryId)
    const sofar = best.get(playerId)
    if (place && !stillIn.has(playerId) && (!sofar || place.place < sofar.place))
      best.set(playerId, place)
  }
  return best
}

/** The largest stacks of all tables first, then the second largest, and so on. */
function tiersOf(busts: readonly Bust[], tableOf: (bust: Bust) => string): string[][] {
  const tiers = new Map<number, string[]>()
  for (const bust of busts) {
    const larger = busts.filter(
      (other) => tableOf(other) === tableOf(bust) && other.stack > bust.stack,
    )
    const tier = new Set(larger.map(({ stack }) => stack)).size
    tiers.set(tier, [...(tiers.get(tier) ?? []), bust.entryId])
  }
  return [...tiers].toSorted(([a], [b]) => a - b).map(([, entryIds]) => entryIds)
}

/** Gives groups their places, the best first; a tie uses up as many places as it has entries. */
function numberFrom(first: number, tiers: readonly (readonly string[])[]): BustGroup[] {
  let place = first
  return tiers.map((entryIds) => {
    const group = { place, entryIds: entryIds.toSorted(byText), isTie: entryIds.length > 1 }
    place += entryIds.length
    return group
  })
}

function demandBusts(input: Parameters<typeof rankBusts>[0]): void {
  const { playersLeft, busts, handForHand } = input
  demandWhole(playersLeft, "playersLeft", "the players left are whole, 2 or more", 2)
  demand(busts.length > 0, "busts", "at least one player busts")
  for (const [index, { entryId, table, stack }] of busts.entries()) {
    demand(entryId !== "", `busts[${index}].entryId`, "an entry has an id")
    demand(table !== "", `busts[${index}].table`, "a bust is at a table")
    demandWhole(stack, `busts[${index}].stack`, "a stack is whole chips, 1 or more", 1)
    demand(
      handForHand || table === busts[0]?.table,
      `busts[${index}].table`,
      "players bust in one hand only at one table, unless it is hand-for-hand",
    )
  }
  demandDistinct(
    busts.map(({ entryId }) => entryId),
    "busts",
    "every entry busts once",
  )
  const tables = new Set(busts.map(({ table }) => table))
  demand(
    busts.length + tables.size <= playersLeft,
    "busts",
    "somebody wins the hand at every table and stays in: a winner is required",
  )
}

/** Looks at a log before anything is counted; returns the entries that are out. */
function demandLog(entries: readonly string[], log: BustLog): Set<string> {
  demandDistinct(entries, "entries", "every entry is there once")
  demandDistinct(
    log.map(({ id }) => id),
    "log",
    "every bust has an id of its own",
  )
  const known = new Set(entries)
  const outs = new Set<string>()
  for (const [index, { groups }] of log.entries())
    for (const [at, { entryIds }] of groups.entries()) {
      const field = `log[${index}].groups[${at}]`
      demand(entryIds.length > 0, field, "a group has at least one entry")
      for (const entryId of entryIds) {
        demand(known.has(entryId), field, `${entryId} is one of the entries`)
        demand(!outs.has(entryId), field, `${entryId} is out once`)
        outs.add(entryId)
      }
    }
  demand(
    outs.size === 0 || outs.size < entries.length,
    "log",
    "not all entries can be out: a winner is required",
  )
  return outs
}
