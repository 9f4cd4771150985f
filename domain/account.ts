import type { EntryId, PlayerId, TournamentId } from "../schemas/ids.ts"
import type { PayoutStructure, Terms } from "../schemas/terms.ts"
import { type Cents, cents, type Place, type Sequence } from "../schemas/units.ts"
import {
  type LedgerState,
  type MoneyKind,
  paidCents,
  poolCents,
  prizesCents,
  standing,
  type TournamentLedger,
} from "./ledger.ts"

/** A tournament's money at one moment, all of it computed from the ledger's lines. */
export type TournamentAccount = {
  terms: Terms
  payouts: PayoutStructure | null
  /** Taken in for the pool. */
  poolCents: Cents
  /** Paid out of it. */
  paidCents: Cents
  /** Still to pay. */
  remainingCents: Cents
  feeCents: Cents
  /** What should lie in the drawer. */
  drawerCents: Cents
  /** The prize of each paid place, best first; empty until the payouts are set. */
  prizesCents: Cents[]
  entries: Map<EntryId, AccountEntry>
  /** Paid places, with the line that paid each. */
  paidPlaces: Map<Place, Sequence>
  counts: { entries: number; rebuys: number; addOns: number; payouts: number }
}

export type AccountEntry = {
  entryId: EntryId
  playerId: PlayerId
  kind: "buy-in" | "re-entry"
  sequence: Sequence
  isVoid: boolean
  rebuys: number
  addOns: number
  paidPlace: Place | null
}

/** Adds up one tournament's lines; `null` where the ledger has no such tournament. */
export function accountOf(state: LedgerState, tournament: TournamentId): TournamentAccount | null {
  const ledger = state.tournaments.get(tournament)
  if (!ledger) return null
  const count = (...kinds: MoneyKind[]) => standing(ledger, kinds).length
  return {
    terms: ledger.terms,
    payouts: ledger.payouts?.structure ?? null,
    poolCents: poolCents(ledger),
    paidCents: paidCents(ledger),
    remainingCents: cents(0 - ledger.balances.prizePool),
    feeCents: cents(0 - ledger.balances["house:fee"]),
    drawerCents: ledger.balances["cash:drawer"],
    prizesCents: prizesCents(ledger),
    entries: accountEntries(ledger),
    paidPlaces: new Map(
      standing(ledger, ["payout"]).flatMap(({ intent, sequence }) =>
        intent.kind === "payout" ? [[intent.place, sequence] as const] : [],
      ),
    ),
    counts: {
      entries: count("buy-in", "re-entry"),
      rebuys: count("rebuy"),
      addOns: count("add-on"),
      payouts: count("payout"),
    },
  }
}

function accountEntries(ledger: TournamentLedger): Map<EntryId, AccountEntry> {
  const entries = new Map(
    [...ledger.entries.values()].map((entry) => [
      entry.entryId,
      {
        ...entry,
        isVoid: ledger.movements.get(entry.sequence)?.voidedBy !== null,
        rebuys: 0,
        addOns: 0,
        paidPlace: null as Place | null,
      },
    ]),
  )
  for (const { intent } of standing(ledger, ["rebuy", "add-on", "payout"])) {
    const entry = entries.get(intent.entryId)
    if (!entry) continue
    if (intent.kind === "rebuy") entry.rebuys += 1
    if (intent.kind === "add-on") entry.addOns += 1
    if (intent.kind === "payout") entry.paidPlace = intent.place
  }
  return entries
}

/** The reconciliation line: what must agree, each with both sides. */
export type Reconciliation = {
  balanced: boolean
  checks: { name: ReconciliationCheck; leftCents: Cents; rightCents: Cents }[]
  /** Entries that sit on the floor without having paid, and paid ones that the floor lacks. */
  unpaidEntries: EntryId[]
  missingEntries: EntryId[]
}
export type ReconciliationCheck = "drawer" | "prizes"

/**
 * Holds the books against each other and against the floor: the drawer must hold what is still
 * owed to the pool plus the fees, the prizes must sum to the pool, and every entry on the floor
 * must have paid.
 */
export function reconcile(
  account: TournamentAccount,
  floor: readonly { entryId: EntryId }[],
): Reconciliation {
  const checks: Reconciliation["checks"] = [
    {
      name: "drawer",
      leftCents: account.drawerCents,
      rightCents: cents(account.remainingCents + account.feeCents),
    },
  ]
  if (account.payouts)
    checks.push({
      name: "prizes",
      leftCents: cents(account.prizesCents.reduce((sum, prize) => sum + prize, 0)),
      rightCents: account.poolCents,
    })
  const onFloor = new Set(floor.map(({ entryId }) => entryId))
  const paid = [...account.entries.values()].filter(({ isVoid }) => !isVoid)
  const paidIds = new Set(paid.map(({ entryId }) => entryId))
  const unpaidEntries = [...onFloor].filter((entryId) => !paidIds.has(entryId))
  const missingEntries = [...paidIds].filter((entryId) => !onFloor.has(entryId))
  const balanced =
    checks.every(({ leftCents, rightCents }) => leftCents === rightCents) &&
    unpaidEntries.length === 0 &&
    missingEntries.length === 0
  return { balanced, checks, unpaidEntries, missingEntries }
}
