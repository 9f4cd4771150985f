import type { Entry } from "../schemas/entry.ts"
import type { EntryId, PlayerId, StaffId } from "../schemas/ids.ts"
import type { IntentKind, IntentOf } from "../schemas/intent.ts"
import type { Conflict } from "../schemas/refusal.ts"
import {
  type BasisPoints,
  basisPoints,
  type Cents,
  cents,
  type Millis,
  type Place,
  place,
  type Sequence,
} from "../schemas/units.ts"
import { type AccountsLine, countedIntent, personOf } from "./accounts-lines.ts"
import { assert } from "./assert.ts"
import type { LedgerState, Movement, TournamentLedger } from "./ledger.ts"
import { calculatedCents, placeTaken, prizesCents, standing } from "./movements.ts"
import { amountAt } from "./postings.ts"
import { sum } from "./share-out.ts"

/** How the pool was shared, place by place, and what was paid. */
export type ReportedPrizes = {
  /** Taken in for the pool, the house's overlay included, and paid out of it. */
  poolCents: Cents
  paidCents: Cents
  /** The step of prizes, and the line that set shares and step; `null` until they are set. */
  unitCents: Cents | null
  setBy: { sequence: Sequence; recordedAt: Millis; staffId: StaffId } | null
  /** Best place first. */
  places: ReportedPlace[]
  deal: ReportedDeal | null
  ties: ReportedTie[]
  /** Paid at a place that is not one of these any more, or paid a second time. */
  others: PaidPrize[]
}

export type ReportedPlace = {
  place: Place
  /** 0 where only a deal pays the place. */
  shareBasisPoints: BasisPoints
  /** By the shares, and after a deal. */
  calculatedCents: Cents
  prizeCents: Cents
  paid: PaidPrize | null
}

export type PaidPrize = {
  sequence: Sequence
  recordedAt: Millis
  entryId: EntryId
  playerId: PlayerId
  amountCents: Cents
  /** What of it the pool owed; the rest stands at `unallocated`. */
  fromPoolCents: Cents
}

export type ReportedDeal = {
  sequence: Sequence
  method: IntentOf<"agree-deal">["method"]
  shares: { place: Place; entryId: EntryId; playerId: PlayerId; amountCents: Cents }[]
}

/** Places that were shared: what they pay together, and who got which part. */
export type ReportedTie = {
  place: Place
  entries: number
  sharedCents: Cents
  parts: (PaidPrize & { position: number })[]
}

/** A bounty that was paid and stands: to whom, and for whose head. */
export type PaidBounty = {
  sequence: Sequence
  recordedAt: Millis
  entryId: EntryId
  playerId: PlayerId
  loserEntryId: EntryId
  amountCents: Cents
}

/** A conflict: what was asked, what stood in its way, and how a person closed it. */
export type ReportedConflict = {
  sequence: Sequence
  recordedAt: Millis
  kind: IntentKind
  playerId: PlayerId | null
  entryId: EntryId | null
  /** What was asked for; nothing of it counted until the conflict was closed. */
  amountCents: Cents | null
  reason: Conflict
  against: readonly Sequence[]
  closed: {
    sequence: Sequence
    recordedAt: Millis
    staffId: StaffId
    resolution: IntentOf<"resolve">["resolution"]["kind"]
    reason: IntentOf<"resolve">["reason"]
    /** As what it counts; `null` where it was dropped. */
    countsAs: IntentKind | null
  } | null
}

/**
 * The prizes of a tournament and how they were reckoned.
 * @param lines its lines that moved money
 * @param own all its lines
 */
export function reportedPrizes(
  ledger: TournamentLedger,
  lines: readonly AccountsLine[],
  own: readonly Entry[],
): ReportedPrizes {
  const isPayout = ({ kind, takesBack }: AccountsLine) => (takesBack?.kind ?? kind) === "payout"
  const fromPool = (some: readonly AccountsLine[]) =>
    sum(some.map(({ postings }) => amountAt(postings, "prizePool")))
  const pool = cents(0 - fromPool(lines.filter((line) => !isPayout(line))))
  const paid = standing(ledger, ["payout"]).map((movement) => paidPrize(ledger, movement, own))
  const places = placesOf(ledger, pool, paid)
  const { payouts: set } = ledger
  return {
    poolCents: pool,
    paidCents: cents(fromPool(lines.filter(isPayout))),
    unitCents: set ? cents(set.structure.unitCents) : null,
    setBy: set ? setterOf(set.sequence, own) : null,
    places,
    deal: dealOf(ledger),
    ties: tiesOf(ledger, paid),
    others: paid.flatMap(({ prize, intent }) =>
      intent.tie || places.some((each) => each.paid === prize) ? [] : prize,
    ),
  }
}

type Paid = { prize: PaidPrize; intent: IntentOf<"payout"> }

function paidPrize(
  ledger: TournamentLedger,
  { intent, sequence, postings }: Movement,
  own: readonly Entry[],
): Paid {
  assert(intent.kind === "payout", `line ${sequence} is a payout`)
  const { entryId } = intent
  const prize = {
    sequence,
    recordedAt: lineAt(own, sequence).recordedAt,
    entryId,
    playerId: playerOf(ledger, entryId),
    amountCents: cents(intent.amountCents),
    fromPoolCents: cents(amountAt(postings, "prizePool")),
  }
  return { prize, intent }
}

function placesOf(ledger: TournamentLedger, pool: Cents, paid: readonly Paid[]): ReportedPlace[] {
  if (!ledger.payouts) return []
  const { structure } = ledger.payouts
  const calculated = calculatedCents(ledger, structure, pool)
  const shares = structure.seatCents === undefined ? structure.shares : []
  // A deal may be between more players than there are paid places.
  return prizesCents(ledger).map((prizeCents, index) => {
    // Of two prizes at one place the first is the place's; a later one had to be accepted by hand.
    const prize = paid.find(({ intent }) => placeTaken(intent) === index + 1)
    return {
      place: place(index + 1),
      shareBasisPoints: shares[index] ?? basisPoints(0),
      calculatedCents: calculated[index] ?? cents(0),
      prizeCents,
      paid: prize?.prize ?? null,
    }
  })
}

function dealOf(ledger: TournamentLedger): ReportedDeal | null {
  if (!ledger.deal) return null
  const { sequence, shares } = ledger.deal
  const movement = ledger.movements.get(sequence)
  assert(movement?.intent.kind === "agree-deal", `line ${sequence} is a deal`)
  return {
    sequence,
    method: movement.intent.method,
    shares: shares.map(({ entryId, amountCents }, index) => ({
      place: place(index + 1),
      entryId,
      playerId: playerOf(ledger, entryId),
      amountCents: cents(amountCents),
    })),
  }
}

function tiesOf(ledger: TournamentLedger, paid: readonly Paid[]): ReportedTie[] {
  const prizes = prizesCents(ledger)
  const ties = new Map<string, ReportedTie>()
  for (const { prize, intent } of paid) {
    const { place: first, tie } = intent
    if (!tie) continue
    const key = `${first} ${tie.entries}`
    const known = ties.get(key) ?? {
      place: first,
      entries: tie.entries,
      sharedCents: cents(sum(prizes.slice(first - 1, first - 1 + tie.entries))),
      parts: [],
    }
    known.parts.push({ position: tie.position, ...prize })
    ties.set(key, known)
  }
  return [...ties.values()]
}

/** @param own all lines of the tournament */
export const paidBounties = (ledger: TournamentLedger, own: readonly Entry[]): PaidBounty[] =>
  standing(ledger, ["bounty"]).map(({ intent, sequence }) => {
    assert(intent.kind === "bounty", `line ${sequence} is a bounty`)
    const { entryId, loserEntryId } = intent
    return {
      sequence,
      recordedAt: lineAt(own, sequence).recordedAt,
      entryId,
      playerId: playerOf(ledger, entryId),
      loserEntryId,
      amountCents: cents(intent.amountCents),
    }
  })

/**
 * The conflicts of a tournament, closed or not, in order.
 * @param own all its lines
 */
export function reportedConflicts(state: LedgerState, own: readonly Entry[]): ReportedConflict[] {
  return own.flatMap(({ sequence, intent, outcome, recordedAt }) => {
    if (outcome.kind !== "conflict") return []
    const closed = state.conflicts.get(sequence)?.closed ?? null
    return {
      sequence,
      recordedAt,
      kind: intent.kind,
      ...personOf(state, intent),
      amountCents: "amountCents" in intent ? cents(intent.amountCents) : null,
      reason: outcome.reason,
      against: outcome.against,
      closed: closed && {
        sequence: closed.sequence,
        recordedAt: lineAt(own, closed.sequence).recordedAt,
        staffId: closed.intent.staffId,
        resolution: closed.intent.resolution.kind,
        reason: closed.intent.reason,
        countsAs: countedIntent(state, closed.intent)?.kind ?? null,
      },
    }
  })
}

function setterOf(sequence: Sequence, own: readonly Entry[]): ReportedPrizes["setBy"] {
  const { recordedAt, intent } = lineAt(own, sequence)
  return { sequence, recordedAt, staffId: intent.staffId }
}

function lineAt(own: readonly Entry[], sequence: Sequence): Entry {
  const entry = own.find((each) => each.sequence === sequence)
  assert(entry, `line ${sequence} is there`)
  return entry
}

function playerOf(ledger: TournamentLedger, entryId: EntryId): PlayerId {
  const entry = ledger.entries.get(entryId)
  assert(entry, `entry ${entryId} is in the ledger`)
  return entry.playerId
}
