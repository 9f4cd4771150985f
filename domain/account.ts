import { type Account, heldAccounts } from "../schemas/account.ts"
import type { EntryId, PlayerId, TillId, TournamentId } from "../schemas/ids.ts"
import type { IntentOf } from "../schemas/intent.ts"
import type { PayoutStructure, Terms } from "../schemas/terms.ts"
import { type Cents, cents, type Place, place, type Sequence } from "../schemas/units.ts"
import {
  type LedgerState,
  type MovementKind,
  openConflicts,
  type RaisedConflict,
  type Till,
  type TournamentLedger,
} from "./ledger.ts"
import { placeTaken, poolCents, prizesCents, standing } from "./movements.ts"
import { overlayCents } from "./prizes.ts"
import { sum } from "./share-out.ts"

/** A tournament's money at one moment, all of it computed from the ledger's lines. */
export type TournamentAccount = {
  terms: Terms
  payouts: PayoutStructure | null
  registrationIsClosed: boolean
  /** The deal that the prizes follow, with its line; its shares are best place first. */
  deal: Deal | null
  /** Taken in for the pool, the house's overlay included. */
  poolCents: Cents
  /** Paid out of it. */
  paidCents: Cents
  /** Still to pay. */
  remainingCents: Cents
  /** What the house still has to add to reach the guarantee. */
  overlayMissingCents: Cents
  bountiesLeftCents: Cents
  feeCents: Cents
  staffCents: Cents
  /** Money that moved after the rules had no place for it; above 0 where the house owes it. */
  unallocatedCents: Cents
  /** What should lie in the drawer. */
  drawerCents: Cents
  /** Every account's balance; debit is positive. */
  balances: Readonly<Record<Account, Cents>>
  /** The prize of each paid place, best first; empty until the payouts are set. */
  prizesCents: Cents[]
  entries: Map<EntryId, AccountEntry>
  /** Paid places, with the line that paid each. */
  paidPlaces: Map<Place, Sequence>
  counts: { entries: number; rebuys: number; addOns: number; payouts: number; bounties: number }
  /** Nobody has decided these yet. */
  conflicts: RaisedConflict[]
}

export type Deal = {
  sequence: Sequence
  method: IntentOf<"agree-deal">["method"]
  shares: readonly { entryId: EntryId; amountCents: Cents }[]
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
  const count = (...kinds: MovementKind[]) => standing(ledger, kinds).length
  const { balances, terms } = ledger
  const pool = poolCents(ledger)
  return {
    terms,
    payouts: ledger.payouts?.structure ?? null,
    registrationIsClosed: ledger.registration.isClosed,
    deal: dealOf(ledger),
    poolCents: pool,
    paidCents: ledger.paidFromPoolCents,
    remainingCents: cents(0 - balances.prizePool),
    overlayMissingCents: overlayCents({ pool, guarantee: terms.guaranteeCents ?? 0 }),
    bountiesLeftCents: cents(0 - balances.bountyPool),
    feeCents: cents(0 - balances["house:fee"]),
    staffCents: cents(0 - balances["staff:fee"]),
    unallocatedCents: cents(0 - balances.unallocated),
    drawerCents: balances["cash:drawer"],
    balances,
    prizesCents: prizesCents(ledger),
    entries: accountEntries(ledger),
    paidPlaces: new Map(
      standing(ledger, ["payout"]).flatMap(({ intent, sequence }) =>
        intent.kind === "payout" ? [[place(placeTaken(intent)), sequence] as const] : [],
      ),
    ),
    counts: {
      entries: count("buy-in", "re-entry"),
      rebuys: count("rebuy"),
      addOns: count("add-on"),
      payouts: count("payout"),
      bounties: count("bounty"),
    },
    conflicts: openConflicts(state, tournament),
  }
}

function dealOf({ deal, movements }: TournamentLedger): Deal | null {
  const agreed = deal === null ? undefined : movements.get(deal.sequence)?.intent
  if (deal === null || agreed?.kind !== "agree-deal") return null
  const shares = deal.shares.map(({ entryId, amountCents }) => ({
    entryId,
    amountCents: cents(amountCents),
  }))
  return { sequence: deal.sequence, method: agreed.method, shares }
}

/** A till and by how much its last count is off, above 0 where there is more; `null` before one. */
export type TillAccount = Till & { differenceCents: Cents | null }

/** All tills, the latest first. */
export const tillAccounts = ({ tills }: LedgerState): TillAccount[] =>
  [...tills.values()].toReversed().map((till) => ({ ...till, differenceCents: differenceOf(till) }))

/** The tills that one can take money with now. */
export const openTills = (state: LedgerState): TillId[] =>
  [...state.tills.values()].flatMap(({ till, closed }) => (closed ? [] : till))

function differenceOf({ counts, closed, expectedCents }: Till): Cents | null {
  if (closed) return closed.differenceCents
  const last = counts.at(-1)
  return last ? cents(last.countedCents - expectedCents) : null
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
    const entry = "entryId" in intent ? entries.get(intent.entryId) : undefined
    if (!entry) continue
    if (intent.kind === "rebuy") entry.rebuys += 1
    if (intent.kind === "add-on") entry.addOns += 1
    if (intent.kind === "payout") entry.paidPlace = place(placeTaken(intent))
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
      leftCents: heldCents(account),
      rightCents: owedCents(account),
    },
  ]
  if (account.payouts)
    checks.push({
      name: "prizes",
      leftCents: cents(sum(account.prizesCents)),
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

/** What the venue holds: cash, cards, transfers, vouchers. */
export const heldCents = ({ balances }: TournamentAccount): Cents =>
  cents(sum(heldAccounts.map((held) => balances[held])))

/** What the venue must hold: what it still owes, and what it has earned. */
export const owedCents = ({
  remainingCents,
  bountiesLeftCents,
  feeCents,
  staffCents,
  unallocatedCents,
  balances,
}: TournamentAccount): Cents =>
  cents(
    remainingCents +
      bountiesLeftCents +
      feeCents +
      staffCents +
      unallocatedCents -
      balances.tickets -
      balances["house:overlay"] -
      balances["house:difference"] -
      balances["house:safe"],
  )
