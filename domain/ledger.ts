import type { Account } from "../schemas/account.ts"
import type { Entry, Outcome, Posting } from "../schemas/entry.ts"
import type { EntryId, IntentId, PlayerId, StaffId, TillId, TournamentId } from "../schemas/ids.ts"
import { HOUSE, type Intent, type IntentOf } from "../schemas/intent.ts"
import type { Conflict } from "../schemas/refusal.ts"
import type { PayoutStructure, Terms } from "../schemas/terms.ts"
import { type Cents, cents, sequence, type Sequence } from "../schemas/units.ts"
import { assert } from "./assert.ts"
import { newTournamentLedger, record, takeBack } from "./movements.ts"
import { amountAt, sumOf } from "./postings.ts"

/** Everything that the ledger's lines add up to. Owned by one holder, who folds lines in with `apply`. */
export type LedgerState = {
  lastSequence: Sequence
  headHash: string
  /** What became of every intent, so that the same id always gets the same answer. */
  answers: Map<IntentId, { sequence: Sequence; outcome: Outcome }>
  tournaments: Map<TournamentId, TournamentLedger>
  /** By the line that raised each. */
  conflicts: Map<Sequence, RaisedConflict>
  tills: Map<TillId, Till>
}

/** One tournament's part of the ledger. */
export type TournamentLedger = {
  openedAt: Sequence
  terms: Terms
  /** When entries were closed, and when that last changed; `null` where it never did. */
  registration: { isClosed: boolean; changedAt: Sequence | null }
  payouts: { structure: PayoutStructure; sequence: Sequence } | null
  deal: { shares: IntentOf<"agree-deal">["shares"]; sequence: Sequence } | null
  balances: Record<Account, Cents>
  /** Taken out of the pool by payouts that stand. */
  paidFromPoolCents: Cents
  entries: Map<EntryId, PaidEntry>
  /** Accepted lines that a void can take back, by sequence. */
  movements: Map<Sequence, Movement>
  /** Those that stand, in order, by kind, by entry and by player: mostly one line each, so no sets. */
  standing: {
    byKind: Map<MovementKind, Sequence[]>
    byEntry: Map<EntryId, Sequence[]>
    byPlayer: Map<PlayerId, Sequence[]>
  }
}

/** An entry of a player, as the ledger knows it. */
export type PaidEntry = {
  entryId: EntryId
  playerId: PlayerId
  kind: "buy-in" | "re-entry"
  sequence: Sequence
}

export type MovementKind =
  | "buy-in"
  | "re-entry"
  | "rebuy"
  | "add-on"
  | "top-up"
  | "bounty"
  | "payout"
  | "agree-deal"
  | "correct"
export type Movement = {
  intent: IntentOf<MovementKind>
  sequence: Sequence
  postings: readonly Posting[]
  /** The sequence of the line that took it back. */
  voidedBy: Sequence | null
}

/** A conflict, and how a person closed it. */
export type RaisedConflict = {
  sequence: Sequence
  intent: Intent
  reason: Conflict
  against: readonly Sequence[]
  closed: { sequence: Sequence; intent: IntentOf<"resolve"> } | null
}

/** A cashier's till of one shift. */
export type Till = {
  till: TillId
  openedAt: Sequence
  staffId: StaffId
  floatCents: Cents
  /** What should be in it: the float, and all cash that went through it. */
  expectedCents: Cents
  counts: { sequence: Sequence; countedCents: Cents }[]
  /** The difference is above 0 where more was counted than expected. */
  closed: { sequence: Sequence; countedCents: Cents; differenceCents: Cents } | null
}

/** The hash before the first line. */
export const GENESIS_HASH = "0".repeat(64)

export const newLedger = (): LedgerState => ({
  lastSequence: sequence(0),
  headHash: GENESIS_HASH,
  answers: new Map(),
  tournaments: new Map(),
  conflicts: new Map(),
  tills: new Map(),
})

/**
 * Folds one recorded line into the state, in place.
 * @throws where the line does not follow the last one, or its postings do not sum to zero.
 */
export function apply(state: LedgerState, entry: Entry): void {
  const { sequence: at, intent, outcome } = entry
  assert(at === state.lastSequence + 1, `line ${at} out of order`)
  assert(entry.previousHash === state.headHash, `line ${at} is not chained to the last`)
  state.lastSequence = at
  state.headHash = entry.hash
  state.answers.set(intent.id, { sequence: at, outcome })
  switch (outcome.kind) {
    case "rejected":
      return
    case "conflict": {
      const { reason, against } = outcome
      state.conflicts.set(at, { sequence: at, intent, reason, against, closed: null })
      return
    }
    case "accepted":
      assert(sumOf(outcome.postings) === 0, `the postings of line ${at} do not sum to zero`)
      applyAccepted(state, at, intent, outcome.postings)
  }
}

/**
 * The intent that counts where a conflict is closed: what was asked for, or what happened instead.
 * @returns `null` where it does not count
 */
export function resolvedIntent(
  { intent: asked }: RaisedConflict,
  { id, resolution, observedSequence }: IntentOf<"resolve">,
): Intent | null {
  switch (resolution.kind) {
    case "accept":
      return { ...asked, observedSequence }
    case "drop":
      return null
    case "instead": {
      if (!("amountCents" in asked)) return null
      const { tournamentId, staffId, deviceId, lamport, at, amountCents } = asked
      const who = { id, tournamentId, staffId, deviceId, lamport, observedSequence, at }
      const how = {
        ...("method" in asked && asked.method !== undefined && { method: asked.method }),
        ...("till" in asked && asked.till !== undefined && { till: asked.till }),
        ...("floor" in asked && asked.floor !== undefined && { floor: asked.floor }),
      }
      return amountCents > 0 ? { ...resolution.replacement, ...who, ...how, amountCents } : null
    }
  }
}

function applyAccepted(
  state: LedgerState,
  at: Sequence,
  intent: Intent,
  postings: readonly Posting[],
): void {
  for (const { till, account, amountCents } of postings)
    if (till !== undefined && account === "cash:drawer") throughTill(state, till, amountCents, at)
  if (intent.kind === "resolve") {
    const conflict = state.conflicts.get(intent.conflict)
    assert(conflict, `line ${at} closes line ${intent.conflict}, which is no conflict`)
    conflict.closed = { sequence: at, intent }
    const counts = resolvedIntent(conflict, intent)
    if (counts) applyIntent(state, at, counts, postings)
    return
  }
  applyIntent(state, at, intent, postings)
}

function applyIntent(
  state: LedgerState,
  at: Sequence,
  intent: Intent,
  postings: readonly Posting[],
): void {
  assert(intent.kind !== "resolve", `line ${at} closes a conflict about closing a conflict`)
  if (intent.kind === "open-tournament") {
    state.tournaments.set(intent.tournamentId, newTournamentLedger(at, intent.terms))
    return
  }
  if (intent.kind === "open-till" || intent.kind === "count-till" || intent.kind === "close-till")
    return applyToTill(state, at, intent, postings)
  const ledger = state.tournaments.get(intent.tournamentId)
  assert(ledger, `line ${at} belongs to a tournament that was never opened`)
  for (const { account, amountCents } of postings)
    ledger.balances[account] = cents(ledger.balances[account] + amountCents)
  switch (intent.kind) {
    case "close-registration":
    case "reopen-registration":
      ledger.registration = { isClosed: intent.kind === "close-registration", changedAt: at }
      return
    case "set-payouts":
      ledger.payouts = { structure: intent.payouts, sequence: at }
      return
    case "void":
    case "refund":
      return takeBack(ledger, intent.sequence, at)
    case "buy-in":
    case "re-entry":
    case "rebuy":
    case "add-on":
    case "top-up":
    case "bounty":
    case "payout":
    case "agree-deal":
    case "correct":
      return record(ledger, { intent, sequence: at, postings, voidedBy: null })
  }
}

function applyToTill(
  state: LedgerState,
  at: Sequence,
  intent: IntentOf<"open-till" | "count-till" | "close-till">,
  postings: readonly Posting[],
): void {
  if (intent.kind === "open-till") {
    const { till, staffId } = intent
    const [floatCents, counts]: [Cents, Till["counts"]] = [cents(intent.floatCents), []]
    const expectedCents = floatCents
    const opened = { till, openedAt: at, staffId, floatCents, expectedCents, counts, closed: null }
    state.tills.set(till, opened)
    return
  }
  const till = state.tills.get(intent.till)
  assert(till, `line ${at} is about till ${intent.till}, which was never opened`)
  const count = { sequence: at, countedCents: cents(intent.countedCents) }
  till.counts.push(count)
  if (intent.kind === "count-till") return
  const differenceCents = cents(0 - amountAt(postings, "house:difference"))
  till.closed = { ...count, differenceCents }
}

/** A till's own lines move its float in and out; the till's state tells those apart already. */
function throughTill(state: LedgerState, id: TillId, amountCents: Cents, at: Sequence): void {
  const till = state.tills.get(id)
  // The line that opens a till puts its float in before there is a till.
  if (!till) return
  assert(!till.closed, `line ${at} moves cash through till ${id}, which is closed`)
  till.expectedCents = cents(till.expectedCents + amountCents)
}

/** The conflicts that no person has closed yet, of one tournament or of the house and all. */
export const openConflicts = (
  { conflicts }: LedgerState,
  tournament: TournamentId | null = null,
): RaisedConflict[] =>
  [...conflicts.values()].filter(
    ({ closed, intent }) =>
      closed === null && (tournament === null || intent.tournamentId === tournament),
  )

export const isOfTheHouse = ({ tournamentId }: Intent): boolean => tournamentId === HOUSE
