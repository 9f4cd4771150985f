import { Account, type Method } from "../schemas/account.ts"
import type { Entry } from "../schemas/entry.ts"
import type { PlayerId, TillId, TournamentId } from "../schemas/ids.ts"
import type { IntentKind } from "../schemas/intent.ts"
import type { Terms } from "../schemas/terms.ts"
import { type Cents, cents, type Millis, type Sequence } from "../schemas/units.ts"
import { accountOf, heldCents, owedCents, type TournamentAccount } from "./account.ts"
import {
  type AccountsLine,
  accountsLine,
  type Flow,
  flowOf,
  groupBy,
  isException,
} from "./accounts-lines.ts"
import {
  type PaidBounty,
  paidBounties,
  type ReportedConflict,
  reportedConflicts,
  type ReportedPrizes,
  reportedPrizes,
} from "./accounts-prizes.ts"
import { assert } from "./assert.ts"
import type { LedgerState, MovementKind } from "./ledger.ts"
import { amountAt } from "./postings.ts"
import { sum } from "./share-out.ts"

/** A tournament's accounts, for whoever signs and keeps them. Amounts in minor units, ids only. */
export type AccountsReport = {
  tournamentId: TournamentId
  openedAt: { sequence: Sequence; recordedAt: Millis }
  /** The zone of the days. */
  timeZone: string
  terms: Terms
  /** The end of the ledger that this was made from: to check it against later. */
  head: { sequence: Sequence; hash: string }
  counts: TournamentAccount["counts"]
  /** Every line that moved money, in order. */
  lines: AccountsLine[]
  /** What was taken back, given back, moved by hand or sold beyond a limit, each with its reason. */
  exceptions: AccountsLine[]
  players: PlayerAccount[]
  byKind: (Flow & { kind: IntentKind; lines: number })[]
  byMethod: (Flow & { method: Method })[]
  /** Cash by the till that it went through; `null` for cash of no till. */
  byTill: (Flow & { till: TillId | null })[]
  byDay: (Flow & { day: string })[]
  fees: {
    totalCents: Cents
    /** `null` is the share of the price, which has no name. */
    byName: { name: string | null; amountCents: Cents }[]
    /** What people moved to or from the fees afterwards. */
    correctedCents: Cents
  }
  staffCents: Cents
  bounties: { takenInCents: Cents; paidCents: Cents; leftCents: Cents; paid: PaidBounty[] }
  overlay: { guaranteeCents: Cents; addedCents: Cents; missingCents: Cents }
  prizes: ReportedPrizes
  /** What the pool still owes, and what nobody has settled. */
  remainingCents: Cents
  unallocatedCents: Cents
  conflicts: ReportedConflict[]
  /** Lines that were refused; they moved nothing. */
  rejected: number
  /** Every account's balance, debit positive; they sum to zero. */
  balances: { account: Account; balanceCents: Cents }[]
  /** What is held, and what is owed and earned; the same. */
  heldCents: Cents
  owedCents: Cents
}

/** What one player paid and got. Above zero is what the venue received. */
export type PlayerAccount = {
  playerId: PlayerId
  paidInCents: Cents
  givenBackCents: Cents
  prizesCents: Cents
  bountiesCents: Cents
  netCents: Cents
}

/**
 * A tournament's accounts: who paid what, when and how, totals, fees, prizes and how they were
 * reckoned, conflicts and what remains (domain.md 6.1). Every total is added up from the postings
 * and held against the ledger's own account.
 * @param state the whole ledger, folded in from line 1
 * @param entries the tournament's own lines, all of them
 * @param timeZone where the venue is, an IANA name: it decides which day a line belongs to
 * @returns `null` where the ledger has no such tournament
 * @throws where a total does not agree, as where a line is missing
 */
export function accountsReport({
  state,
  entries: own,
  tournament,
  timeZone,
}: {
  state: LedgerState
  entries: readonly Entry[]
  tournament: TournamentId
  timeZone: string
}): AccountsReport | null {
  const ledger = state.tournaments.get(tournament)
  const account = accountOf(state, tournament)
  if (!ledger || !account) return null
  const opened = own.find(({ sequence }) => sequence === ledger.openedAt)
  assert(opened, "the line that opened the tournament is there")
  const dayOf = daysIn(timeZone)
  const accepted = own.flatMap((entry) => accountsLine(state, entry, dayOf) ?? [])
  const lines = accepted.filter(({ postings }) => postings.length > 0)
  const report: AccountsReport = {
    tournamentId: tournament,
    openedAt: { sequence: opened.sequence, recordedAt: opened.recordedAt },
    timeZone,
    terms: account.terms,
    head: { sequence: state.lastSequence, hash: state.headHash },
    counts: account.counts,
    lines,
    exceptions: accepted.filter(isException),
    players: playersOf(lines),
    ...totalsOf(lines),
    fees: feesOf(lines),
    staffCents: cents(0 - total(lines, "staff:fee")),
    bounties: { ...bountiesOf(lines), paid: paidBounties(ledger, own) },
    overlay: {
      guaranteeCents: cents(account.terms.guaranteeCents ?? 0),
      addedCents: cents(total(lines, "house:overlay")),
      missingCents: account.overlayMissingCents,
    },
    prizes: reportedPrizes(ledger, lines, own),
    remainingCents: cents(0 - total(lines, "prizePool")),
    unallocatedCents: cents(0 - total(lines, "unallocated")),
    conflicts: reportedConflicts(state, own),
    rejected: own.filter(({ outcome }) => outcome.kind === "rejected").length,
    balances: Account.options.map((each) => ({
      account: each,
      balanceCents: cents(total(lines, each)),
    })),
    heldCents: heldCents(account),
    owedCents: owedCents(account),
  }
  assertAgrees(report, account)
  return report
}

/** What the kinds of a line, or of the line that it takes back, come to at an account. */
export const total = (
  lines: readonly AccountsLine[],
  account: Account,
  isWanted: (kind: IntentKind | MovementKind) => boolean = () => true,
): number =>
  sum(
    lines
      .filter((line) => isWanted(originOf(line)))
      .map(({ postings }) => amountAt(postings, account)),
  )

const originOf = ({ takesBack, kind }: AccountsLine): IntentKind | MovementKind =>
  takesBack?.kind ?? kind

function totalsOf(lines: readonly AccountsLine[]) {
  const tender = lines.flatMap((line) => line.tender)
  const cash = tender.filter(({ method }) => method === "cash")
  const flowOfLines = (some: readonly AccountsLine[]) => flowOf(some.flatMap((line) => line.tender))
  return {
    byKind: groupBy(lines, ({ kind }) => kind).map(([kind, some]) => ({
      kind,
      lines: some.length,
      ...flowOfLines(some),
    })),
    byMethod: groupBy(tender, ({ method }) => method).map(([method, some]) => ({
      method,
      ...flowOf(some),
    })),
    byTill: groupBy(cash, ({ till }) => till).map(([till, some]) => ({ till, ...flowOf(some) })),
    byDay: groupBy(lines, ({ day }) => day).map(([day, some]) => ({ day, ...flowOfLines(some) })),
  }
}

function playersOf(lines: readonly AccountsLine[]): PlayerAccount[] {
  return groupBy(lines, ({ playerId }) => playerId).flatMap(([playerId, own]) => {
    if (playerId === null) return []
    const net = (isWanted: (line: AccountsLine) => boolean) =>
      flowOf(own.filter(isWanted).flatMap(({ tender }) => tender)).netCents
    const isPrize = (line: AccountsLine) => originOf(line) === "payout"
    const isBounty = (line: AccountsLine) => originOf(line) === "bounty"
    const isSale = (line: AccountsLine) => !isPrize(line) && !isBounty(line)
    return {
      playerId,
      paidInCents: net((line) => isSale(line) && line.takesBack === null),
      givenBackCents: net((line) => isSale(line) && line.takesBack !== null),
      prizesCents: net(isPrize),
      bountiesCents: net(isBounty),
      netCents: net(() => true),
    }
  })
}

function feesOf(lines: readonly AccountsLine[]): AccountsReport["fees"] {
  const isCorrection = (kind: IntentKind) => kind === "correct"
  const legs = lines
    .filter((line) => !isCorrection(originOf(line)))
    .flatMap(({ postings }) => postings.filter(({ account }) => account === "house:fee"))
  return {
    totalCents: cents(0 - total(lines, "house:fee")),
    byName: groupBy(legs, ({ name }) => name ?? null).map(([name, some]) => ({
      name,
      amountCents: cents(0 - sum(some.map(({ amountCents }) => amountCents))),
    })),
    correctedCents: cents(0 - total(lines, "house:fee", isCorrection)),
  }
}

function bountiesOf(lines: readonly AccountsLine[]): Omit<AccountsReport["bounties"], "paid"> {
  const takenIn = 0 - total(lines, "bountyPool", (kind) => kind !== "bounty")
  const paid = total(lines, "bountyPool", (kind) => kind === "bounty")
  return { takenInCents: cents(takenIn), paidCents: cents(paid), leftCents: cents(takenIn - paid) }
}

/** Holds what was added up here against what the ledger says of the same lines. */
function assertAgrees(report: AccountsReport, account: TournamentAccount): void {
  const same = (what: string, ours: number, theirs: number) =>
    assert(ours === theirs, `the report's ${what} of ${ours} is the account's ${theirs}`)
  for (const { account: name, balanceCents } of report.balances)
    same(`balance of ${name}`, balanceCents, account.balances[name])
  same("sum of balances", sum(report.balances.map(({ balanceCents }) => balanceCents)), 0)
  same("pool", report.prizes.poolCents, account.poolCents)
  same("prizes paid", report.prizes.paidCents, account.paidCents)
  same("rest of the pool", report.remainingCents, account.remainingCents)
  same("bounties left", report.bounties.leftCents, account.bountiesLeftCents)
  same("fees", report.fees.totalCents, account.feeCents)
  const named = sum(report.fees.byName.map(({ amountCents }) => amountCents))
  same("fees by name", named + report.fees.correctedCents, account.feeCents)
  same("staff's part", report.staffCents, account.staffCents)
  same("unallocated money", report.unallocatedCents, account.unallocatedCents)
  same("cash by till", netOf(report.byTill), account.drawerCents)
  const moved = heldCents(account) + account.balances.tickets
  for (const [what, flows] of Object.entries({
    kind: report.byKind,
    method: report.byMethod,
    day: report.byDay,
  }))
    same(`money by ${what}`, netOf(flows), moved)
  const nobodys = report.lines.filter(({ playerId }) => playerId === null)
  const ofNobody = flowOf(nobodys.flatMap(({ tender }) => tender)).netCents
  same("money by player", netOf(report.players) + ofNobody, moved)
  same("money held", report.heldCents, report.owedCents)
}

const netOf = (flows: readonly { netCents: Cents }[]): number =>
  sum(flows.map(({ netCents }) => netCents))

/** Names days as ISO 8601 does: Sweden writes them so. */
function daysIn(timeZone: string): (at: Millis) => string {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" })
  return (at) => format.format(at)
}
