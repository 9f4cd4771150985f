import type { Account, Entry, Outcome, Posting } from "../schemas/entry.ts"
import type { EntryId, IntentId, PlayerId, TournamentId } from "../schemas/ids.ts"
import type { Intent, IntentOf } from "../schemas/intent.ts"
import type { PayoutStructure, Terms } from "../schemas/terms.ts"
import { type Cents, cents, sequence, type Sequence } from "../schemas/units.ts"
import { assert } from "./assert.ts"
import { payouts } from "./payouts.ts"

/** Everything that the ledger's lines add up to. Owned by one holder, who folds lines in with `apply`. */
export type LedgerState = {
  lastSequence: Sequence
  headHash: string
  /** What became of every intent, so that the same id always gets the same answer. */
  answers: Map<IntentId, { sequence: Sequence; outcome: Outcome }>
  tournaments: Map<TournamentId, TournamentLedger>
}

/** One tournament's part of the ledger. */
export type TournamentLedger = {
  openedAt: Sequence
  terms: Terms
  payouts: { structure: PayoutStructure; sequence: Sequence } | null
  balances: Record<Account, Cents>
  entries: Map<EntryId, PaidEntry>
  /** Accepted lines that moved money, by sequence: what a void can take back. */
  movements: Map<Sequence, Movement>
}

/** An entry of a player, as the ledger knows it. */
export type PaidEntry = {
  entryId: EntryId
  playerId: PlayerId
  kind: "buy-in" | "re-entry"
  sequence: Sequence
}

export type MoneyKind = "buy-in" | "re-entry" | "rebuy" | "add-on" | "payout"
export type Movement = {
  intent: IntentOf<MoneyKind>
  sequence: Sequence
  postings: readonly Posting[]
  /** The sequence of the void that took it back. */
  voidedBy: Sequence | null
}

/** The hash before the first line. */
export const GENESIS_HASH = "0".repeat(64)

export const newLedger = (): LedgerState => ({
  lastSequence: sequence(0),
  headHash: GENESIS_HASH,
  answers: new Map(),
  tournaments: new Map(),
})

/**
 * Folds one recorded line into the state, in place.
 * @throws where the line does not follow the last one, or its postings do not sum to zero.
 */
export function apply(state: LedgerState, entry: Entry): void {
  assert(entry.sequence === state.lastSequence + 1, `line ${entry.sequence} out of order`)
  assert(entry.previousHash === state.headHash, `line ${entry.sequence} is not chained to the last`)
  state.lastSequence = entry.sequence
  state.headHash = entry.hash
  state.answers.set(entry.intent.id, { sequence: entry.sequence, outcome: entry.outcome })
  if (entry.outcome.kind !== "accepted") return
  const { postings } = entry.outcome
  assert(sumOf(postings) === 0, `the postings of line ${entry.sequence} do not sum to zero`)
  applyAccepted(state, entry.sequence, entry.intent, postings)
}

function applyAccepted(
  state: LedgerState,
  at: Sequence,
  intent: Intent,
  postings: readonly Posting[],
): void {
  if (intent.kind === "open-tournament") {
    state.tournaments.set(intent.tournamentId, openLedger(at, intent.terms))
    return
  }
  const ledger = state.tournaments.get(intent.tournamentId)
  assert(ledger, `line ${at} belongs to a tournament that was never opened`)
  for (const { account, amountCents } of postings)
    ledger.balances[account] = cents(ledger.balances[account] + amountCents)
  switch (intent.kind) {
    case "set-payouts":
      ledger.payouts = { structure: intent.payouts, sequence: at }
      return
    case "void": {
      const voided = ledger.movements.get(intent.sequence)
      assert(voided, `line ${at} voids line ${intent.sequence}, which moved no money`)
      voided.voidedBy = at
      return
    }
    case "buy-in":
    case "re-entry": {
      const { entryId, playerId, kind } = intent
      ledger.entries.set(entryId, { entryId, playerId, kind, sequence: at })
      ledger.movements.set(at, { intent, sequence: at, postings, voidedBy: null })
      return
    }
    case "rebuy":
    case "add-on":
    case "payout":
      ledger.movements.set(at, { intent, sequence: at, postings, voidedBy: null })
  }
}

const openLedger = (openedAt: Sequence, terms: Terms): TournamentLedger => ({
  openedAt,
  terms,
  payouts: null,
  balances: { "cash:drawer": cents(0), prizePool: cents(0), "house:fee": cents(0) },
  entries: new Map(),
  movements: new Map(),
})

/** The movements that still count, of the given kinds, of one entry or of all. */
export const standing = (
  ledger: TournamentLedger,
  kinds: readonly MoneyKind[],
  entryId?: EntryId,
): Movement[] =>
  [...ledger.movements.values()].filter(
    ({ intent, voidedBy }) =>
      voidedBy === null &&
      kinds.includes(intent.kind) &&
      (entryId === undefined || intent.entryId === entryId),
  )

/** What has been taken in for the pool, paid out or not. */
export const poolCents = (ledger: TournamentLedger): Cents =>
  cents(paidCents(ledger) - ledger.balances.prizePool)

/** What has been paid out of the pool. */
export const paidCents = (ledger: TournamentLedger): Cents =>
  cents(standing(ledger, ["payout"]).reduce((sum, { intent }) => sum + intent.amountCents, 0))

/** The exact prize of every paid place, best first; sums to the pool. Empty until payouts are set. */
export function prizesCents(ledger: TournamentLedger): Cents[] {
  if (!ledger.payouts) return []
  const { shares, unitCents } = ledger.payouts.structure
  return payouts({ pool: poolCents(ledger), shares, unit: unitCents })
}

export const sumOf = (postings: readonly Posting[]): number =>
  postings.reduce((sum, { amountCents }) => sum + amountCents, 0)
