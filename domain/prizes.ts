import { type Cents, cents } from "../schemas/units.ts"
import { assert } from "./assert.ts"
import { demand, demandDistinct, demandWhole } from "./invalid.ts"
import { byText } from "./order.ts"
import { payouts } from "./payouts.ts"
import { type Rounding, shareOut, sum } from "./share-out.ts"

/** Money out of the pool. */
export type CashPrize = { kind: "cash"; amountCents: number }
/** A seat or a voucher that the pool pays for. */
export type PaidTicket = { kind: "ticket"; name: string; fromPool: true; valueCents: number }
/** What somebody gives; its value, where anybody knows it, is never the pool's. */
export type SponsoredPrize = {
  kind: "ticket" | "goods"
  name: string
  fromPool: false
  valueCents: number | null
}
export type NonCashPrize = PaidTicket | SponsoredPrize
export type Prize = CashPrize | NonCashPrize

/** All that one place gets; every paid place is there once, the best first. */
export type PlacePrizes = { place: number; prizes: Prize[] }

/** Entries that finish alike, from `place` on; one alone is a tie of one. */
export type Tie = { place: number; entryIds: readonly string[] }

/** Where the money goes: what comes in is what goes out, to the last cent. */
export type PrizeChecks = {
  poolCents: number
  /** What the house adds, so that the pool is as guaranteed. */
  overlayCents: number
  /** What is saved for the season's final. */
  seasonCents: number
  /** What players who made a deal left to play for. */
  toPlayForCents: number
  cashCents: number
  /** Tickets that the pool pays for. */
  ticketCents: number
}

export type PrizePlan = {
  table: PlacePrizes[]
  checks: PrizeChecks
  /** What a person should look at; nothing is refused for it. */
  warnings: { place: number; rule: string; reason: string }[]
}

/**
 * What the house adds where fewer came than the guarantee needs (domain.md 4.3).
 * @param pool what the entries brought, in minor units
 * @param guarantee the promised pool, in minor units; 0 where nothing is promised
 * @throws InvalidInput where either is not whole or below 0
 */
export function overlayCents({ pool, guarantee }: { pool: number; guarantee: number }): Cents {
  demandWhole(pool, "pool", "the pool is whole, 0 or more")
  demandWhole(guarantee, "guarantee", "the guarantee is whole, 0 or more")
  return cents(Math.max(0, guarantee - pool))
}

/** The pool with what the house adds to it; arguments and errors as for `overlayCents`. */
export const guaranteedPool = (input: { pool: number; guarantee: number }): Cents =>
  cents(input.pool + overlayCents(input))

/**
 * How many places are paid in a field of this size: the part of the entries, rounded up, one at
 * least (domain.md 4.3).
 * @param entries 1 or more
 * @param basisPoints 1,000 to 1,500: between a tenth and three twentieths of the field
 * @throws InvalidInput where a number is not whole or outside of its bounds
 */
export function placesPaid(input: { entries: number; basisPoints: number }): number {
  const { entries, basisPoints } = input
  demandWhole(entries, "entries", "the entries are whole, 1 or more", 1)
  const isUsual = Number.isInteger(basisPoints) && basisPoints >= 1_000 && basisPoints <= 1_500
  demand(isUsual, "basisPoints", "from 1,000 to 1,500 basis points of the field are paid")
  return partRoundedUp(entries, basisPoints)
}

/** A part of a number of entries, in basis points, rounded up; both are whole, 0 or more. */
export const partRoundedUp = (entries: number, basisPoints: number): number =>
  Number((BigInt(entries) * BigInt(basisPoints) + 9_999n) / 10_000n)

/**
 * Plans what every place gets (domain.md 4.5). From the pool come first the season's part, then
 * what the house adds to reach the guarantee (which is for this tournament's prizes alone), then
 * what is left to play for, fixed cash and tickets; the rest is shared out. A place with a fixed
 * prize from the pool takes no share; a sponsored prize comes on top of whatever the place gets.
 * @param pool what the entries brought, in minor units
 * @param shares in basis points, 10,000 in all, best place first, for the places without a fixed
 *   prize from the pool; empty where the fixed prizes are the whole
 * @param unit the step of prizes, in minor units
 * @param guarantee the promised pool, in minor units
 * @param seasonBasisPoints the part of the entries' pool that is saved for the season's final,
 *   rounded to the cent, an exact half in favour of the prizes
 * @param toPlayForCents what is kept back, in minor units, as in a deal that leaves some open
 * @returns what is paid, checked: cash, tickets, season and what is open are pool and overlay
 * @throws InvalidInput where a number is no whole amount, a name is empty, the shares are not the
 *   whole, a place is not a paid one, or more is fixed than is there
 */
export function planPrizes(input: {
  pool: number
  shares: readonly number[]
  unit: number
  mode?: Rounding
  guarantee?: number
  fixed?: readonly { place: number; prize: Prize }[]
  seasonBasisPoints?: number
  toPlayForCents?: number
}): PrizePlan {
  const { pool, shares, fixed = [], guarantee = 0, toPlayForCents = 0 } = input
  const { seasonBasisPoints = 0 } = input
  demandWhole(pool, "pool", "the pool is whole, 0 or more")
  demandWhole(toPlayForCents, "toPlayForCents", "what is left to play for is whole, 0 or more")
  const seasonCents = seasonPart(pool, seasonBasisPoints)
  const overlay = overlayCents({ pool: pool - seasonCents, guarantee })
  demandFixed(fixed, shares.length)
  const open = pool - seasonCents + overlay - toPlayForCents
  demand(open >= 0, "toPlayForCents", "what is left to play for is no more than the pool")
  const table = tableOf(fixed, poolByPlace(input, open))
  const checks = {
    poolCents: pool,
    overlayCents: overlay,
    seasonCents,
    toPlayForCents,
    cashCents: sum(table.flatMap(({ prizes }) => prizes.map(cashOf))),
    ticketCents: sum(table.flatMap(({ prizes }) => prizes.map(ticketOf))),
  }
  const paidCents = checks.cashCents + checks.ticketCents
  assert(
    paidCents + seasonCents + toPlayForCents === pool + overlay,
    "the prizes are the pool and the overlay",
  )
  return { table, checks, warnings: risingPrizes(table) }
}

/**
 * Splits the prizes of tied places: they are summed and shared alike, the odd cents one each in the
 * order of the entries' ids (domain.md 3.8 and 4.5, SIM-2 to SIM-6).
 * @param prizes in minor units by place, the best first; places beyond them get nothing
 * @param ties all who get a place, one alone as a tie of one; in any order
 * @returns minor units by entry id, in the order of places; they sum to the prizes of those places
 * @throws InvalidInput where a prize or a place is not whole, a tie is empty, an entry is there
 *   twice, or two ties use one place
 */
export function splitTies(input: {
  prizes: readonly number[]
  ties: readonly Tie[]
}): Map<string, Cents> {
  const { prizes, ties } = input
  for (const [index, prize] of prizes.entries())
    demandWhole(prize, `prizes[${index}]`, "a prize is whole, 0 or more")
  demand(Number.isSafeInteger(sum(prizes)), "prizes", "the prizes are an exact amount together")
  demandTies(ties)
  return new Map(
    ties
      .toSorted((a, b) => a.place - b.place)
      .flatMap(({ place, entryIds }) => {
        const shared = sum(prizes.slice(place - 1, place - 1 + entryIds.length))
        const ones = entryIds.map(() => 1)
        const parts = shareOut(shared, ones)
        return entryIds
          .toSorted(byText)
          .map((entryId, index): [string, Cents] => [entryId, cents(parts[index] ?? 0)])
      }),
  )
}

/** What each entry gets, and what a person has to decide first. */
export type Awards = {
  entries: { entryId: string; place: number; isTie: boolean; prizes: Prize[] }[]
  /** Things that tied entries would have to share; they are in nobody's prizes yet. */
  decide: {
    place: number
    entryIds: string[]
    prizes: NonCashPrize[]
    rule: string
    reason: string
  }[]
}

/**
 * Gives the planned prizes to those who finished. Cash of tied places is split as in `splitTies`.
 * Other prizes cannot be split: each of the tied gets them where all of those places have the same,
 * and a person decides where they differ (domain.md 4.5).
 * @param table what every place gets, as in a plan
 * @param ties all who get a place, one alone as a tie of one; in any order
 * @throws InvalidInput where a place is there twice in the table, and as `splitTies` does
 */
export function awardPrizes(input: {
  table: readonly PlacePrizes[]
  ties: readonly Tie[]
}): Awards {
  const { table, ties } = input
  demandTable(table)
  const last = Math.max(0, ...table.map(({ place }) => place))
  const byPlace = new Map(table.map(({ place, prizes }) => [place, prizes]))
  const cash = Array.from({ length: last }, (_, index) =>
    sum((byPlace.get(index + 1) ?? []).map(cashOf)),
  )
  const amounts = splitTies({ prizes: cash, ties })
  const awards: Awards = { entries: [], decide: [] }
  for (const { place, entryIds } of ties.toSorted((a, b) => a.place - b.place)) {
    const things = entryIds.map((_, index) => (byPlace.get(place + index) ?? []).filter(isNonCash))
    const [first = []] = things
    const isAlike = things.every((each) => sameThings(each, first))
    const ordered = entryIds.toSorted(byText)
    for (const entryId of ordered) {
      const amountCents = amounts.get(entryId) ?? 0
      const money: Prize[] = amountCents > 0 ? [{ kind: "cash", amountCents }] : []
      const prizes = isAlike ? [...money, ...first] : money
      awards.entries.push({ entryId, place, isTie: entryIds.length > 1, prizes })
    }
    if (!isAlike)
      awards.decide.push({
        place,
        entryIds: ordered,
        prizes: things.flat(),
        rule: "domain.md 4.5",
        reason: `${things
          .flat()
          .map(({ name }) => name)
          .join(", ")} cannot be split among ${entryIds.length} who tie: a person decides.`,
      })
  }
  return awards
}

const isNonCash = (prize: Prize): prize is NonCashPrize => prize.kind !== "cash"
const isFromPool = (prize: Prize): boolean => prize.kind === "cash" || prize.fromPool
const cashOf = (prize: Prize): number => (prize.kind === "cash" ? prize.amountCents : 0)
const ticketOf = (prize: Prize): number =>
  prize.kind !== "cash" && prize.fromPool ? prize.valueCents : 0
const valueOf = (prize: Prize): number | null =>
  prize.kind === "cash" ? prize.amountCents : prize.valueCents

/** The cent that is halved goes to the prizes, as they are named first. */
function seasonPart(pool: number, basisPoints: number): number {
  demandWhole(basisPoints, "seasonBasisPoints", "the season's part is whole basis points")
  demand(basisPoints <= 10_000, "seasonBasisPoints", "the season's part is 10,000 at most")
  const [, season = 0] = shareOut(pool, [10_000 - basisPoints, basisPoints])
  return season
}

type Fixed = readonly { place: number; prize: Prize }[]

/** What the places get from the pool, in minor units; none where all of them have fixed prizes. */
function poolByPlace(input: Parameters<typeof planPrizes>[0], open: number): number[] {
  const { shares, unit, mode = "largestRemainder", fixed = [] } = input
  const amounts = new Map<number, number>()
  for (const { place, prize } of fixed)
    if (isFromPool(prize)) amounts.set(place, (amounts.get(place) ?? 0) + (valueOf(prize) ?? 0))
  const first = [...amounts].map(([place, amount]) => ({ place, amount }))
  if (shares.length > 0) return payouts({ pool: open, shares, unit, mode, fixed: first })
  const taken = sum(first.map(({ amount }) => amount))
  demand(taken === open, "shares", "where no place has a share, the fixed prizes are the whole")
  return []
}

function tableOf(fixed: Fixed, amounts: readonly number[]): PlacePrizes[] {
  const last = Math.max(amounts.length, ...fixed.map(({ place }) => place))
  return Array.from({ length: last }, (_, index) => {
    const place = index + 1
    const prizes = fixed
      .filter((each) => each.place === place)
      .map(({ prize }) => prize)
      .toSorted((a, b) => byText(prizeKey(a), prizeKey(b)))
    const amountCents = amounts[index]
    const isShared = amountCents !== undefined && !prizes.some(isFromPool)
    return {
      place,
      prizes: isShared ? [{ kind: "cash" as const, amountCents }, ...prizes] : prizes,
    }
  })
}

/** Tells prizes apart, whatever order a person named them in; cash comes first. */
const prizeKey = (prize: Prize): string =>
  prize.kind === "cash"
    ? `cash ${prize.amountCents}`
    : `thing ${JSON.stringify([prize.kind, prize.name, prize.fromPool, prize.valueCents])}`

const sameThings = (some: readonly Prize[], others: readonly Prize[]): boolean =>
  some.map(prizeKey).toSorted(byText).join() === others.map(prizeKey).toSorted(byText).join()

/** Where a place gets less than the next worse one whose prizes all have a known value. */
function risingPrizes(table: readonly PlacePrizes[]): PrizePlan["warnings"] {
  const known = table.flatMap(({ place, prizes }) => {
    const values = prizes.map(valueOf)
    const amounts = values.filter((value) => value !== null)
    return amounts.length === values.length ? [{ place, value: sum(amounts) }] : []
  })
  return known.flatMap(({ place, value }, index) => {
    const worse = known[index + 1]
    if (!worse || worse.value <= value) return []
    const reason = `Prizes rise: place ${place} gets less than place ${worse.place}.`
    return [{ place, rule: "domain.md 4.5", reason }]
  })
}

/** Far above any field, so that a slip of the finger does not ask for a table of all places. */
const LAST_PLACE = 100_000

function demandPlace(place: number, field: string): void {
  demandWhole(place, field, "a place is whole, 1 or more", 1)
  demand(place <= LAST_PLACE, field, "a place is 100,000 at most")
}

function demandPrize(prize: Prize, field: string): void {
  if (prize.kind === "cash")
    return demandWhole(prize.amountCents, `${field}.amountCents`, "cash is whole, 0 or more")
  demand(prize.name.trim() !== "", `${field}.name`, "a prize that is not cash has a name")
  if (prize.valueCents !== null)
    demandWhole(prize.valueCents, `${field}.valueCents`, "a value is whole, 0 or more")
}

function demandFixed(fixed: Fixed, shares: number): void {
  for (const [index, { place, prize }] of fixed.entries()) {
    demandPlace(place, `fixed[${index}].place`)
    demandPrize(prize, `fixed[${index}].prize`)
  }
  const paid = new Set(fixed.filter(({ prize }) => isFromPool(prize)).map(({ place }) => place))
  for (const [index, { place, prize }] of fixed.entries())
    if (isFromPool(prize))
      demand(
        place <= shares + paid.size,
        `fixed[${index}].place`,
        `place ${place} is one of the paid places`,
      )
  demandDistinct(
    fixed.filter(({ prize }) => prize.kind === "cash").map(({ place }) => place),
    "fixed",
    "a place has one amount of cash at most",
  )
}

function demandTies(ties: readonly Tie[]): void {
  for (const [index, { place, entryIds }] of ties.entries()) {
    demandPlace(place, `ties[${index}].place`)
    demand(entryIds.length > 0, `ties[${index}].entryIds`, "somebody has the place")
  }
  demandDistinct(
    ties.flatMap(({ entryIds }) => entryIds),
    "ties",
    "every entry has one place",
  )
  demandDistinct(
    ties.flatMap(({ place, entryIds }) => entryIds.map((_, index) => place + index)),
    "ties",
    "every place is used once: a tie of two at 5th uses 5 and 6",
  )
}

function demandTable(table: readonly PlacePrizes[]): void {
  for (const [index, { place, prizes }] of table.entries()) {
    demandPlace(place, `table[${index}].place`)
    for (const [at, prize] of prizes.entries()) demandPrize(prize, `table[${index}].prizes[${at}]`)
  }
  demandDistinct(
    table.map(({ place }) => place),
    "table",
    "every place is there once",
  )
}
