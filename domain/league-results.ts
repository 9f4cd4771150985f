import type { EventPart } from "../schemas/documents/venue.ts"
import type { EntryId, PlayerId } from "../schemas/ids.ts"
import type { Price } from "../schemas/terms.ts"
import { places } from "./entries.ts"
import type { Movement, TournamentLedger } from "./ledger.ts"
import { prizesCents, poolCents, standing } from "./movements.ts"
import type { LeagueResult } from "./points.ts"
import { amountAt, saleLegs } from "./postings.ts"
import { shareOut, sum } from "./share-out.ts"
import type { TournamentState } from "./tournament.ts"

/** One tournament, or a part of an event. */
export type PlayedStage = { part: EventPart | undefined; state: TournamentState }

/**
 * What everybody did in a tournament or an event that is over: one result a player, the best of their
 * entries. It is over when one player is left; or when it was put away and whoever is left has a place
 * by what was paid or agreed. Of an event the last day decides; who went out in a flight comes after
 * all who were on the first day, and shares that place with the others, for flights are not one field.
 * @param ledger the tournament's, or its event's; `null` where nothing was ever paid
 * @returns `null` where it is not over
 */
export function resultsOf(input: {
  stages: readonly PlayedStage[]
  ledger: TournamentLedger | null
  isPutAway: boolean
}): LeagueResult[] | null {
  const { stages, ledger, isPutAway } = input
  const found = placesIn(stages, ledger, isPutAway)
  if (!found) return null
  const best = new Map<PlayerId, number>()
  for (const { entryId, playerId } of stages.flatMap(({ state }) => state.entries)) {
    const at = found.get(entryId)
    if (at !== undefined) best.set(playerId, Math.min(at, best.get(playerId) ?? at))
  }
  const sales = ledger ? standing(ledger, ["buy-in", "re-entry"]).length : 0
  const entries = Math.max(found.size, sales)
  const tiedAt = (at: number) => [...found.values()].filter((other) => other === at).length
  const prizes = ledger ? prizesCents(ledger) : []
  const money = moneyOf(ledger)
  const common = {
    entries,
    buyInCents: ledger ? netCents(ledger.terms.buyIn) : 0,
    paidPlaces: Math.min(prizes.length, entries),
    poolCents: ledger ? Math.max(0, poolCents(ledger)) : 0,
  }
  return [...best].map(([playerId, at]) => ({
    playerId,
    place: at,
    ...common,
    expenseCents: money.expense.get(playerId) ?? 0,
    prizeCents: money.prize.get(playerId) ?? prizeAt(prizes, at, tiedAt(at)),
    knockouts: money.knockouts.get(playerId)?.size ?? 0,
  }))
}

/** The place of every entry of all stages; `null` while somebody plays for one. */
function placesIn(
  stages: readonly PlayedStage[],
  ledger: TournamentLedger | null,
  isPutAway: boolean,
): Map<EntryId, number> | null {
  const [last, ...earlier] = byDay(stages)
  if (!last || last.part?.kind === "flight") return null
  const deciding = last.state.entries
  const found = new Map<EntryId, number>(places(deciding))
  const left = deciding.filter(({ entryId }) => !found.has(entryId))
  if (deciding.length < 2) return null
  if (left.length > 0) {
    const settled = isPutAway && ledger ? settledPlaces(ledger) : new Map<EntryId, number>()
    for (const { entryId } of left) {
      const at = settled.get(entryId)
      if (at === undefined) return null
      found.set(entryId, at)
    }
  }
  const first = earlier.findLast(({ part }) => part?.kind === "day") ?? last
  for (const { part, state } of earlier) {
    const onDay = part?.kind === "day" ? places(state.entries) : null
    for (const { entryId } of state.entries)
      if (!found.has(entryId))
        found.set(entryId, onDay?.get(entryId) ?? first.state.entries.length + 1)
  }
  return found
}

/** The last day first, the flights at the end. */
const byDay = (stages: readonly PlayedStage[]): PlayedStage[] =>
  stages.toSorted((a, b) => dayOf(b) - dayOf(a))
const dayOf = ({ part }: PlayedStage): number => (part?.kind === "day" ? part.day : 1)

/** Who ended the play together has the place that was paid to them, else the one of their deal. */
function settledPlaces(ledger: TournamentLedger): Map<EntryId, number> {
  const agreed = ledger.deal?.shares.map(({ entryId }, index) => [entryId, index + 1] as const)
  const paid = standing(ledger, ["payout"]).flatMap(({ intent }) =>
    intent.kind === "payout" ? [[intent.entryId, intent.place] as const] : [],
  )
  return new Map<EntryId, number>([...(agreed ?? []), ...paid])
}

/** What of a price is played for: all but fees and staff. */
const netCents = (price: Price): number => playedFor(saleLegs(price, {}))
const playedFor = (postings: Movement["postings"]): number =>
  Math.max(0, 0 - amountAt(postings, "prizePool") - amountAt(postings, "bountyPool"))

/** What everybody paid and was paid by the ledger, and whom they knocked out as far as bounties tell. */
function moneyOf(ledger: TournamentLedger | null) {
  const expense = new Map<PlayerId, number>()
  const prize = new Map<PlayerId, number>()
  const knockouts = new Map<PlayerId, Set<EntryId>>()
  const kinds = ["buy-in", "re-entry", "rebuy", "add-on", "payout", "bounty"] as const
  for (const { intent, postings } of ledger ? standing(ledger, kinds) : []) {
    const playerId = "entryId" in intent ? ledger?.entries.get(intent.entryId)?.playerId : undefined
    if (playerId === undefined) continue
    if (intent.kind === "payout")
      prize.set(playerId, (prize.get(playerId) ?? 0) + intent.amountCents)
    else if (intent.kind !== "bounty")
      expense.set(playerId, (expense.get(playerId) ?? 0) + playedFor(postings))
    // The winner's own bounty is no knockout.
    else if (intent.loserEntryId !== intent.entryId)
      knockouts.set(playerId, (knockouts.get(playerId) ?? new Set()).add(intent.loserEntryId))
  }
  return { expense, prize, knockouts }
}

/** The prize of a place that was not paid out yet; those who tie share the prizes of their places. */
function prizeAt(prizes: readonly number[], at: number, tied: number): number {
  const ones = Array.from({ length: tied }, () => 1)
  return shareOut(sum(prizes.slice(at - 1, at - 1 + tied)), ones).at(-1) ?? 0
}
