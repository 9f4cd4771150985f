import type { PlayerId } from "../schemas/ids.ts"
import { evaluate, type Formula, parseFormula } from "./formula.ts"
import { demand, demandWhole, InvalidInput } from "./invalid.ts"
import { byText } from "./order.ts"

/** What may stand in a formula for points, and what it is of the player's result. */
export const pointVariables = [
  { name: "n", meaning: "How many entries the tournament had, re-entries counted." },
  { name: "b", meaning: "The buy-in without the fee, in whole currency, such as 20 or 27.5." },
  {
    name: "e",
    meaning: "What the player paid in all, with re-entries and add-ons, as the buy-in.",
  },
  { name: "f", meaning: "The player's finishing place; 1 is the winner, tied players share one." },
  { name: "k", meaning: "The finishing place too, as PokerStars writes it." },
  { name: "r", meaning: "The finishing place too (rank), as Winamax writes it." },
  { name: "paid", meaning: "How many places were paid." },
  { name: "prize", meaning: "What the player won, in whole currency, as the buy-in." },
  { name: "pool", meaning: "The prize pool, in whole currency, as the buy-in." },
  { name: "knockouts", meaning: "How many players the player knocked out." },
] as const

/**
 * How points are reckoned.
 * @property formula in the variables above
 * @property among `all`, as where it is not said: the points are the formula's value. `paidPlaces`:
 *   the value is a weight; the paid places share n·b points by their weights, others have none
 */
export type PointRules = { formula: string; among?: "all" | "paidPlaces" }

/**
 * The points for each place, the winner's first, as a formula: `10*(f=1)+5*(f=2)`. Places below
 * have none.
 * @param points whole, 0 or more
 * @throws InvalidInput where there are none, or they are not whole
 */
export function pointsByPlace(points: readonly number[]): string {
  demand(points.length > 0, "points", "one place has points or more")
  for (const [index, each] of points.entries())
    demandWhole(each, `points[${index}]`, "the points of a place are whole, 0 or more")
  return points.map((each, index) => `${each}*(f=${index + 1})`).join("+")
}

/**
 * The formulas that a league starts with, by name, to be used, copied and changed (domain.md 4.9).
 * - In Winamax's `sqrt(n/r^(e^(10/n)))` the e is Euler's number, not the expense: a club that uses
 *   it writes exp(10/n), and gives 7.94 to the winner of 63 and 1.33 to the 21st. The points are
 *   n·b, shared among the paid places by these weights.
 * - Card Player multiplies the factors of place, buy-in (from 300 on) and field (from 60 entries
 *   on), here as of 2009; the points of second and third tables in large events are left out.
 */
export const builtInPoints: readonly ({ name: string } & PointRules)[] = [
  { name: "Dr. Neau", formula: "sqrt(n*b^2/e)/(f+1)" },
  {
    name: "PokerStars leader board",
    formula: "10*sqrt(n)/sqrt(k)*(1+log10(b+0.25))",
  },
  { name: "Winamax", formula: "sqrt(n/r^exp(10/n))", among: "paidPlaces" },
  {
    name: "Card Player",
    formula:
      "(f<=paid) * if(f<=4, 140-20*f, if(f<=9, 100-10*f, 0))" +
      " * ((b>=300)+(b>=1000)+(b>=2500)+(b>=10000)+(b>=25000))" +
      " * (if(n<60, 0, min(4, round(n/10)/10))+(n>=2000)+(n>=4000))",
  },
  {
    name: "Ten places",
    formula: pointsByPlace([25, 18, 15, 12, 10, 8, 6, 4, 2, 1]),
  },
]

/** How a player did in one tournament; money in minor units. */
export type LeagueResult = {
  playerId: PlayerId
  place: number
  entries: number
  buyInCents: number
  expenseCents: number
  paidPlaces: number
  prizeCents: number
  poolCents: number
  knockouts: number
}

/** Points in whole hundredths: 1,234 are 12.34 points. */
export type PlayerPoints = { playerId: PlayerId; hundredths: number }

/**
 * The points of each result, to the nearest hundredth, halves up; in the order given.
 * @throws InvalidInput where the formula cannot be read or has no value for a result, or a result
 *   is none: amounts and counts are whole, and a place is one of the entries
 */
export function leaguePoints(
  input: PointRules & { results: readonly LeagueResult[] },
): PlayerPoints[] {
  const { among = "all", results } = input
  const names = pointVariables.map(({ name }) => name)
  const formula = parseFormula(input.formula, names)
  return results.map((result, index) => {
    const field = `results[${index}]`
    demandResult(result, field)
    const value = valueAt(field, () => pointsOf(formula, among, result))
    // Points are no money: the nearest hundredth will do. The sum turns -0 into 0.
    const hundredths = Math.round(100 * value) + 0
    demand(Number.isSafeInteger(hundredths), field, "the points are a number that is exact")
    return { playerId: result.playerId, hundredths }
  })
}

/**
 * A player in a league's table.
 * @property place shared by all who have the same points; the next place is as many further down
 * @property hundredths the points that count, summed, in hundredths
 * @property counted the results that count, best first, in hundredths
 * @property played how many results there are, whether they count or not
 */
export type Standing = {
  place: number
  playerId: PlayerId
  hundredths: number
  counted: number[]
  played: number
}

/**
 * The table of a league: everyone's best results summed, most points first (domain.md 4.9). Who
 * shares a place is listed in the order of ids.
 * @param results in hundredths of points, of all tournaments, in any order
 * @param countBest how many results of each count, 1 or more; all where it is not said
 * @throws InvalidInput where points are not whole hundredths
 */
export function standings(input: {
  results: readonly PlayerPoints[]
  countBest?: number
}): Standing[] {
  const { results, countBest } = input
  if (countBest !== undefined)
    demandWhole(countBest, "countBest", "one result counts or more, as a whole number", 1)
  const byPlayer = new Map<PlayerId, number[]>()
  for (const [index, { playerId, hundredths }] of results.entries()) {
    const isWhole = Number.isSafeInteger(hundredths)
    demand(isWhole, `results[${index}].hundredths`, "points are whole hundredths")
    const others = byPlayer.get(playerId)
    if (others) others.push(hundredths)
    else byPlayer.set(playerId, [hundredths])
  }
  const totals = [...byPlayer].map(([playerId, all]) => {
    const counted = all.toSorted((a, b) => b - a).slice(0, countBest)
    const hundredths = counted.reduce((total, each) => total + each, 0)
    demand(Number.isSafeInteger(hundredths), "results", "the points of all are exact")
    return { playerId, hundredths, counted, played: all.length }
  })
  const ordered = totals.toSorted(
    (a, b) => b.hundredths - a.hundredths || byText(a.playerId, b.playerId),
  )
  const firstWith = new Map<number, number>()
  return ordered.map((each, index) => {
    const place = firstWith.get(each.hundredths) ?? index + 1
    firstWith.set(each.hundredths, place)
    return { place, ...each }
  })
}

type Values = Record<(typeof pointVariables)[number]["name"], number>

function pointsOf(formula: Formula, among: "all" | "paidPlaces", result: LeagueResult): number {
  const { place, paidPlaces } = result
  const weightAt = (at: number) => evaluate(formula, valuesOf({ ...result, place: at }))
  switch (among) {
    case "all":
      return weightAt(place)
    case "paidPlaces": {
      if (place > paidPlaces) return 0
      const weights = Array.from({ length: paidPlaces }, (_, index) => weightAt(index + 1))
      const all = weights.reduce((total, each) => total + each, 0)
      const areWeights = all > 0 && weights.every((each) => each >= 0)
      demand(areWeights, "formula", "the weights of the paid places are 0 or more, and not all 0")
      const { n, b } = valuesOf(result)
      return (weightAt(place) / all) * b * n
    }
  }
}

/** Formulas reckon in whole currency; what comes of it are points and never money again. */
function valuesOf(result: LeagueResult): Values {
  return {
    n: result.entries,
    b: result.buyInCents / 100,
    e: result.expenseCents / 100,
    f: result.place,
    k: result.place,
    r: result.place,
    paid: result.paidPlaces,
    prize: result.prizeCents / 100,
    pool: result.poolCents / 100,
    knockouts: result.knockouts,
  }
}

/** Says of which result it is that a formula has no value. */
function valueAt(field: string, reckon: () => number): number {
  try {
    return reckon()
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    throw new InvalidInput(field, `the formula has no value, ${error.rule}`)
  }
}

function demandResult(result: LeagueResult, field: string): void {
  const { place, entries, paidPlaces } = result
  demandWhole(entries, `${field}.entries`, "a tournament has one entry or more", 1)
  demandWhole(place, `${field}.place`, "a place is one of the entries, from 1", 1)
  demand(place <= entries, `${field}.place`, "a place is one of the entries, from 1")
  demandWhole(paidPlaces, `${field}.paidPlaces`, "paid places are whole, 0 or more")
  demand(paidPlaces <= entries, `${field}.paidPlaces`, "there are no more paid places than entries")
  const { buyInCents, expenseCents, prizeCents, poolCents, knockouts } = result
  const amounts = { buyInCents, expenseCents, prizeCents, poolCents }
  for (const [name, amount] of Object.entries(amounts))
    demandWhole(amount, `${field}.${name}`, "an amount is whole cents, 0 or more")
  demandWhole(knockouts, `${field}.knockouts`, "knockouts are whole, 0 or more")
}
