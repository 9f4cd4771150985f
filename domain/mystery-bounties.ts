import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import type { EntryId } from "../schemas/ids.ts"
import { assert } from "./assert.ts"
import type { Knockout } from "./bounties.ts"
import { demand, demandDistinct, demandWhole } from "./invalid.ts"
import { seededRandom, shuffle } from "./random.ts"
import { shareOut, sum } from "./share-out.ts"

/**
 * Envelopes in the order in which they will be opened. All of it is secret until play is over, but
 * for the commitment, which is published with the list of amounts before the first one is opened.
 * @property commitment lower-case hexadecimal SHA-256 of `felt-mystery:<seed>`
 * @property envelopes in minor units, the first to be opened first
 */
export type SealedEnvelopes = {
  readonly commitment: string
  readonly poolCents: number
  readonly envelopes: readonly number[]
}

const MOST_ENVELOPES = 100_000

/**
 * Puts the envelopes in their order (domain.md 4.8): the amounts from the smallest up are shuffled
 * with the seed, so that whoever is told the seed afterwards can do it again.
 * @param seed secret until play is over, drawn by chance for this alone: 16 to 200 printable ASCII
 *   characters. A seed that is guessed, or published with a seat draw, gives every envelope away
 * @param envelopes the amounts in minor units, 1 or more each, in any order
 * @throws InvalidInput where the envelopes are none or do not sum to the pool, or the seed is short
 */
export function sealEnvelopes(input: {
  seed: string
  envelopes: readonly number[]
  poolCents: number
}): SealedEnvelopes {
  const { seed, envelopes, poolCents } = input
  const isSecret = /^[\u0021-\u007e]{16,200}$/.test(seed)
  demand(isSecret, "seed", "the seed is 16 to 200 printable ASCII characters")
  demandWhole(poolCents, "poolCents", "the pool is whole cents, 1 or more", 1)
  demandAmounts(envelopes)
  demand(sum(envelopes) === poolCents, "envelopes", `the envelopes sum to the pool, ${poolCents}`)
  return { commitment: commitmentOf(seed), poolCents, envelopes: drawOrder(envelopes, seed) }
}

/**
 * What is in an envelope.
 * @param envelope from 1, in the order of opening
 * @returns minor units
 * @throws InvalidInput where there is no such envelope
 */
export function openEnvelope({ envelopes }: SealedEnvelopes, envelope: number): number {
  const amount = Number.isSafeInteger(envelope) ? envelopes[envelope - 1] : undefined
  demand(amount !== undefined, "envelope", `an envelope is one of 1 to ${envelopes.length}`)
  return amount
}

/** Some envelopes of about the same amount, and what they are of the pool all together. */
export type EnvelopeTier = { count: number; shareBasisPoints: number }

/**
 * Makes the amounts of a pool of envelopes, one for every player left, the first tier first. All
 * envelopes of a tier hold the same, in steps of the unit; what cannot be divided so goes to the
 * first tier, a unit each, and what is less than a unit to the very first envelope.
 * @param unit the step of amounts, in minor units
 * @throws InvalidInput where the tiers are not the whole pool, have not as many envelopes as there
 *   are players, or one of them has less than a unit for each of its envelopes
 */
export function planEnvelopes(input: {
  poolCents: number
  players: number
  tiers: readonly EnvelopeTier[]
  unit: number
}): number[] {
  const { poolCents, players, tiers, unit } = input
  demandPlan(input)
  const shares = tiers.map(({ shareBasisPoints }) => shareBasisPoints)
  const tierPools = shareOut(poolCents, shares, { unit })
  const lower = tiers.slice(1).flatMap(({ count }, index) => {
    // The last of the even parts is the one that has nothing of what is left over.
    const least = shareOut(tierPools[index + 1] ?? 0, ones(count), { unit }).at(-1) ?? 0
    demandAnyUnit(least, unit, index + 1)
    return ones(count).map(() => least)
  })
  const top = shareOut(poolCents - sum(lower), ones(tiers[0]?.count ?? 0), { unit })
  demandAnyUnit(top.at(-1) ?? 0, unit, 0)
  const envelopes = [...top, ...lower]
  assert(sum(envelopes) === poolCents, "the envelopes sum to the pool")
  assert(envelopes.length === players, "there is an envelope for everyone")
  return envelopes
}

/** An envelope that was opened, by its number from 1, and what was in it, in minor units. */
export type OpenedEnvelope = { readonly envelope: number; readonly amountCents: number }

/**
 * Tells whether a draw was the one that was promised; anybody can ask once the seed is told.
 * @param commitment as it was published before the first envelope was opened
 * @param envelopes the amounts as they were published, in any order
 * @param opened what was opened, all of it or a part
 * @throws InvalidInput where the amounts are none
 */
export function verifyDraw(input: {
  commitment: string
  seed: string
  envelopes: readonly number[]
  opened: readonly OpenedEnvelope[]
}): { holds: boolean; reason: string } {
  const { commitment, seed, envelopes, opened } = input
  demandAmounts(envelopes)
  const no = (reason: string) => ({ holds: false, reason })
  if (commitmentOf(seed) !== commitment) return no("The seed is not the one of the commitment.")
  const numbers = new Set(opened.map(({ envelope }) => envelope))
  if (numbers.size < opened.length) return no("An envelope was opened twice.")
  const drawn = drawOrder(envelopes, seed)
  for (const { envelope, amountCents } of opened) {
    const amount = drawn[envelope - 1]
    if (amount === undefined) return no(`There is no envelope ${envelope}.`)
    if (amount !== amountCents)
      return no(`Envelope ${envelope} holds ${amount}, but ${amountCents} was opened.`)
  }
  return { holds: true, reason: "The seed gives the commitment and every envelope opened." }
}

/**
 * What happened, in order. The stage starts with everyone who is left, and nobody enters later.
 * - knockout: opens the next envelope; several winners are equal hands and share it.
 * - settle: play is over, and who is left opens an envelope too; after a deal there are several.
 * - undo: a knockout or settling, by its id, never was. The log keeps both, so everyone sees it.
 */
export type MysteryEvent =
  | { kind: "start"; left: readonly EntryId[] }
  | Knockout
  | { kind: "settle"; id: string; winner: EntryId }
  | { kind: "undo"; id: string }

/** An envelope that stays open, with the knockout or settling that opened it. */
export type Opening = OpenedEnvelope & {
  readonly id: string
  readonly shares: readonly { readonly winner: EntryId; readonly cents: number }[]
}

/**
 * Where all the mystery money is, in minor units; opened and sealed are the pool at every moment.
 * @property left who is neither out nor settled; as many as there are sealed envelopes
 * @property openings by envelope
 */
export type MysteryState = {
  readonly left: ReadonlySet<EntryId>
  readonly cash: ReadonlyMap<EntryId, number>
  readonly openings: readonly Opening[]
  readonly openedCents: number
  readonly sealedCents: number
}

/**
 * Tells who has won what, and which envelopes are sealed (domain.md 4.8). The n-th knockout since
 * the stage began opens the n-th envelope; there is one for every player left at the start, so the
 * last player opens the last. An undo seals the envelope again, and the next knockout opens the
 * first that is sealed: that same one. Others that were opened since stay as they are, as they are
 * paid. Nobody can fish for a better envelope so: the order is never drawn anew, and everyone sees
 * in the log what was taken back, by whom, and what the next knockout is worth.
 * @throws InvalidInput where there are not as many envelopes as players, or an event names who is
 *   not known or not in play, has a winner twice or the loser among them, has an id that was used,
 *   comes before the start or once play is over, or takes back what is not there
 */
export function mysteryState(
  sealed: SealedEnvelopes,
  events: readonly MysteryEvent[],
): MysteryState {
  demandAmounts(sealed.envelopes)
  const isWhole = sum(sealed.envelopes) === sealed.poolCents
  demand(isWhole, "sealed.envelopes", "the envelopes sum to the pool")
  const play: Play = {
    players: new Set(),
    left: new Set(),
    used: new Set(),
    turns: new Map(),
    sealed: sealed.envelopes.map((_, index) => index + 1),
  }
  for (const [index, event] of events.entries()) {
    enter(play, event, `events[${index}]`)
    const isOneEach = play.players.size === 0 || play.left.size === play.sealed.length
    assert(isOneEach, "there is a sealed envelope for everyone left")
  }
  return stateOf(play, sealed)
}

/** A knockout or settling that stands, and the envelope that it opened. */
type Turn = {
  envelope: number
  gone: EntryId
  winners: readonly EntryId[]
  isSettling: boolean
}

/** The stage while it is reckoned: `turns` by their ids, `sealed` the numbers still sealed. */
type Play = {
  players: Set<EntryId>
  left: Set<EntryId>
  used: Set<string>
  turns: Map<string, Turn>
  sealed: number[]
}

function enter(play: Play, event: MysteryEvent, field: string): void {
  if (event.kind === "start") return startStage(play, event.left, field)
  demand(play.players.size > 0, field, "the stage starts before anything else")
  switch (event.kind) {
    case "knockout": {
      const { id, loser, winners } = event
      demand(!isOver(play), field, "once envelopes are settled, play is over")
      demandLeft(play, loser, `${field}.loser`)
      demand(winners.length > 0, `${field}.winners`, "somebody has won the hand")
      demandDistinct(winners, `${field}.winners`, "a winner is named once")
      for (const [index, winner] of winners.entries()) {
        demand(winner !== loser, `${field}.winners[${index}]`, "nobody knocks out oneself")
        demandLeft(play, winner, `${field}.winners[${index}]`)
      }
      return open(play, id, { gone: loser, winners, isSettling: false }, field)
    }
    case "settle": {
      const { id, winner } = event
      demandLeft(play, winner, `${field}.winner`)
      return open(play, id, { gone: winner, winners: [winner], isSettling: true }, field)
    }
    case "undo":
      return takeBack(play, event.id, `${field}.id`)
  }
}

function startStage(play: Play, left: readonly EntryId[], field: string): void {
  demand(play.players.size === 0, field, "the stage starts once")
  demandDistinct(left, `${field}.left`, "everyone who is left is named once")
  const count = play.sealed.length
  demand(left.length === count, `${field}.left`, `there are as many players as envelopes, ${count}`)
  play.players = new Set(left)
  play.left = new Set(left)
}

function open(play: Play, id: string, turn: Omit<Turn, "envelope">, field: string): void {
  demand(!play.used.has(id), `${field}.id`, "an id is there once, also if it was taken back")
  play.used.add(id)
  const envelope = play.sealed.shift()
  assert(envelope !== undefined, "there is a sealed envelope for everyone left")
  play.turns.set(id, { ...turn, envelope })
  play.left.delete(turn.gone)
}

function takeBack(play: Play, id: string, field: string): void {
  const turn = play.turns.get(id)
  demand(turn, field, `there is a knockout or settling "${id}" to take back`)
  const isFree = turn.isSettling || !isOver(play)
  demand(isFree, field, "the settling of envelopes depends on it and is taken back first")
  play.turns.delete(id)
  play.left.add(turn.gone)
  play.sealed = [...play.sealed, turn.envelope].toSorted((a, b) => a - b)
}

const isOver = ({ turns }: Play): boolean =>
  [...turns.values()].some(({ isSettling }) => isSettling)

function stateOf(play: Play, envelopes: SealedEnvelopes): MysteryState {
  const { players, left, turns, sealed } = play
  const openings = [...turns]
    .toSorted(([, a], [, b]) => a.envelope - b.envelope)
    .map(([id, { envelope, winners }]) => {
      const amountCents = openEnvelope(envelopes, envelope)
      const parts = shareOut(amountCents, ones(winners.length))
      const shares = winners.map((winner, index) => ({ winner, cents: parts[index] ?? 0 }))
      return { id, envelope, amountCents, shares }
    })
  const cash = new Map([...players].map((entryId) => [entryId, 0]))
  for (const { winner, cents } of openings.flatMap(({ shares }) => shares))
    cash.set(winner, (cash.get(winner) ?? 0) + cents)
  const openedCents = sum([...cash.values()])
  const sealedCents = sum(sealed.map((envelope) => openEnvelope(envelopes, envelope)))
  assert(openedCents + sealedCents === envelopes.poolCents, "opened and sealed are the pool")
  return { left, cash, openings, openedCents, sealedCents }
}

function demandAmounts(envelopes: readonly number[]): void {
  const count = envelopes.length
  const isCount = count >= 1 && count <= MOST_ENVELOPES
  demand(isCount, "envelopes", "there are 1 to 100,000 envelopes")
  for (const [index, amount] of envelopes.entries())
    demandWhole(amount, `envelopes[${index}]`, "an envelope holds whole cents, 1 or more", 1)
}

function demandPlan({ poolCents, players, tiers, unit }: Parameters<typeof planEnvelopes>[0]) {
  demandWhole(poolCents, "poolCents", "the pool is whole cents, 1 or more", 1)
  demandWhole(unit, "unit", "the rounding unit is whole cents, 1 or more", 1)
  demandWhole(players, "players", "players are 1 or more", 1)
  demand(players <= MOST_ENVELOPES, "players", "there are at most 100,000 players")
  for (const [index, { count, shareBasisPoints }] of tiers.entries()) {
    demandWhole(count, `tiers[${index}].count`, "a tier has one envelope or more", 1)
    const rule = "the share of a tier is whole basis points, 1 or more"
    demandWhole(shareBasisPoints, `tiers[${index}].shareBasisPoints`, rule, 1)
  }
  const count = sum(tiers.map((tier) => tier.count))
  demand(count === players, "tiers", `the tiers have an envelope for each of ${players} players`)
  const share = sum(tiers.map(({ shareBasisPoints }) => shareBasisPoints))
  demand(share === 10_000, "tiers", "the shares of the tiers sum to 10,000 basis points")
}

const demandAnyUnit = (amount: number, unit: number, tier: number): void =>
  demand(amount >= unit, `tiers[${tier}]`, "a tier has a unit or more for each envelope")

function demandLeft({ players, left }: Play, entryId: EntryId, field: string): void {
  demand(players.has(entryId), field, `the entry "${entryId}" was left when the stage began`)
  demand(left.has(entryId), field, `the entry "${entryId}" is still in`)
}

const commitmentOf = (seed: string): string =>
  bytesToHex(sha256(utf8ToBytes(`felt-mystery:${seed}`)))

const drawOrder = (envelopes: readonly number[], seed: string): number[] =>
  shuffle(
    envelopes.toSorted((a, b) => a - b),
    seededRandom(seed),
  )

const ones = (count: number): number[] => Array<number>(count).fill(1)
