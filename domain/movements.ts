import { Account } from "../schemas/account.ts"
import type { EntryId, PlayerId } from "../schemas/ids.ts"
import type { IntentOf } from "../schemas/intent.ts"
import type { PayoutStructure, Terms } from "../schemas/terms.ts"
import { type Cents, cents, type Sequence } from "../schemas/units.ts"
import { assert } from "./assert.ts"
import type { Movement, MovementKind, TournamentLedger } from "./ledger.ts"
import { payouts } from "./payouts.ts"
import { amountAt } from "./postings.ts"
import { seatPrizes } from "./satellites.ts"
import { sum } from "./share-out.ts"

/** A tournament's ledger before anything was paid. */
export function newTournamentLedger(openedAt: Sequence, terms: Terms): TournamentLedger {
  const balances = Object.fromEntries(Account.options.map((account) => [account, cents(0)]))
  return {
    openedAt,
    terms,
    registration: { isClosed: false, changedAt: null },
    payouts: null,
    deal: null,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made from the list of accounts
    balances: balances as TournamentLedger["balances"],
    paidFromPoolCents: cents(0),
    entries: new Map(),
    movements: new Map(),
    standing: { byKind: new Map(), byEntry: new Map(), byPlayer: new Map() },
  }
}

/** Adds a movement that stands from now on. */
export function record(ledger: TournamentLedger, movement: Movement): void {
  const { intent, sequence } = movement
  ledger.movements.set(sequence, movement)
  index(ledger, movement, (lines, key) => add(lines, key, sequence))
  switch (intent.kind) {
    case "buy-in":
    case "re-entry": {
      const { entryId, playerId, kind } = intent
      ledger.entries.set(entryId, { entryId, playerId, kind, sequence })
      return
    }
    case "payout":
      return payFromPool(ledger, amountAt(movement.postings, "prizePool"))
    case "agree-deal":
      ledger.deal = { shares: intent.shares, sequence }
      return
    case "rebuy":
    case "add-on":
    case "top-up":
    case "bounty":
    case "correct":
  }
}

/** Marks a movement as taken back by a line, which has the reverse postings. */
export function takeBack(ledger: TournamentLedger, at: Sequence, by: Sequence): void {
  const movement = ledger.movements.get(at)
  assert(movement?.voidedBy === null, `line ${by} takes back line ${at}, which stands`)
  movement.voidedBy = by
  index(ledger, movement, (lines, key) => remove(lines, key, at))
  if (movement.intent.kind === "payout")
    payFromPool(ledger, 0 - amountAt(movement.postings, "prizePool"))
  if (movement.intent.kind === "agree-deal") ledger.deal = null
}

/** The movements that still count, of the given kinds, of one entry or of all. */
export function standing(
  { standing: lines, movements }: TournamentLedger,
  kinds: readonly MovementKind[],
  entryId?: EntryId,
): Movement[] {
  const sequences =
    entryId === undefined
      ? kinds.flatMap((kind) => lines.byKind.get(kind) ?? [])
      : (lines.byEntry.get(entryId) ?? [])
  return sequences
    .flatMap((at) => movements.get(at) ?? [])
    .filter(({ intent }) => kinds.includes(intent.kind))
    .toSorted((a, b) => a.sequence - b.sequence)
}

/** The entries of a player that still count, by the lines that recorded them. */
export const entriesOfPlayer = (
  { standing: { byPlayer } }: TournamentLedger,
  player: PlayerId,
): Sequence[] => [...(byPlayer.get(player) ?? [])]

/** The place that a payout takes up: in a tie, each of the tied has one of its own. */
export const placeTaken = ({ place, tie }: IntentOf<"payout">): number =>
  place + (tie?.position ?? 1) - 1

/** What has been taken in for the pool, paid out or not. */
export const poolCents = (ledger: TournamentLedger): Cents =>
  cents(ledger.paidFromPoolCents - ledger.balances.prizePool)

/**
 * The exact prize of every paid place, best first; sums to the pool. Where there is a deal, its
 * shares stand in for the prizes of its places. Empty until payouts are set.
 */
export function prizesCents(ledger: TournamentLedger): Cents[] {
  if (!ledger.payouts) return []
  const prizes = calculatedCents(ledger, ledger.payouts.structure, poolCents(ledger))
  const agreed = ledger.deal?.shares.map(({ amountCents }) => cents(amountCents)) ?? []
  return [...agreed, ...prizes.slice(agreed.length)]
}

/** What a structure makes of a pool, best place first: shares of it, or seats and the rest. */
export function calculatedCents(
  { standing: { byPlayer } }: TournamentLedger,
  { shares, unitCents, seatCents }: PayoutStructure,
  pool: Cents,
): Cents[] {
  if (seatCents === undefined) return payouts({ pool, shares, unit: unitCents })
  const players = [...byPlayer.values()].filter(({ length }) => length > 0).length
  return seatPrizes({ poolCents: pool, seatPriceCents: seatCents, players })
}

/** What the prizes of the first places come to. */
export const sumOfPrizes = (ledger: TournamentLedger, places: number): number =>
  sum(prizesCents(ledger).slice(0, places))

function payFromPool(ledger: TournamentLedger, amount: number): void {
  ledger.paidFromPoolCents = cents(ledger.paidFromPoolCents + amount)
}

function index(
  { standing: { byKind, byEntry, byPlayer } }: TournamentLedger,
  { intent }: Movement,
  change: <Key>(lines: Map<Key, Sequence[]>, key: Key) => void,
): void {
  change(byKind, intent.kind)
  if ("entryId" in intent) change(byEntry, intent.entryId)
  if ("playerId" in intent) change(byPlayer, intent.playerId)
}

/** Lines come in order, so the last one goes to the end. */
function add<Key>(lines: Map<Key, Sequence[]>, key: Key, sequence: Sequence): void {
  const known = lines.get(key)
  // Most have one line for ever: a list that is made with it takes no room for more.
  if (known) known.push(sequence)
  else lines.set(key, [sequence])
}

function remove<Key>(lines: Map<Key, Sequence[]>, key: Key, sequence: Sequence): void {
  const known = lines.get(key) ?? []
  const place = known.indexOf(sequence)
  assert(place >= 0, `line ${sequence} stands`)
  known.splice(place, 1)
}
