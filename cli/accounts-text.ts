import type { AccountsLine } from "../domain/accounts-lines.ts"
import type { ReportedConflict } from "../domain/accounts-prizes.ts"
import type { AccountsReport } from "../domain/accounts-report.ts"
import type { Terms } from "../schemas/terms.ts"
import type { Cents } from "../schemas/units.ts"
import { type Pens, pensOf, percent, section, spread, words, wrapped } from "./accounts-page.ts"

/** A tournament's accounts for people, to be printed, signed and kept. */
export function accountsText(report: AccountsReport): string {
  const pens = pensOf({ currency: report.terms.currency, timeZone: report.timeZone })
  const flows = (some: readonly Flow[]) => some.map((each) => flow(pens, each))
  return `${[
    head(report, pens),
    section("Terms", termsOf(report.terms, pens)),
    section(
      "Lines that moved money",
      report.lines.map((line) => lineRow(line, pens)),
    ),
    section(
      "Taken back, given back, moved by hand, or beyond a limit",
      report.exceptions.map((line) => exceptionRow(line, pens)),
    ),
    section("By player", playersOf(report, pens)),
    section("By kind", flows(report.byKind.map((each) => [`${each.kind} (${each.lines})`, each]))),
    section("By method", flows(report.byMethod.map((each) => [each.method, each]))),
    section("Cash by till", flows(report.byTill.map((each) => [each.till ?? "no till", each]))),
    section("By day", flows(report.byDay.map((each) => [each.day, each]))),
    section("Prizes", prizesOf(report, pens)),
    section("Bounties", bountiesOf(report, pens)),
    section("Fees, staff, guarantee", poolsOf(report, pens)),
    section(
      "Conflicts",
      report.conflicts.map((conflict) => conflictRow(conflict, pens)),
    ),
    section("Balances, debit above zero", balancesOf(report, pens)),
    SIGNATURES,
  ].join("\n\n")}\n`
}

function head(report: AccountsReport, { time }: Pens): string {
  const { tournamentId, openedAt, timeZone, terms, counts, head: end, rejected } = report
  const open = report.conflicts.filter(({ closed }) => closed === null).length
  return [
    `Accounts of tournament ${tournamentId}`,
    `Opened in line ${openedAt.sequence}, ${time(openedAt.recordedAt)} (${timeZone}); amounts in ${terms.currency}`,
    `Entries ${counts.entries}, rebuys ${counts.rebuys}, add-ons ${counts.addOns}, ` +
      `payouts ${counts.payouts}, bounties ${counts.bounties}`,
    `Lines refused, which moved nothing: ${rejected}; conflicts that nobody has closed: ${open}`,
    `Made from the ledger up to line ${end.sequence}, whose hash is`,
    `  ${end.hash}`,
    "Anybody can check later, with `felt ledger verify`, that nothing up to it was rewritten.",
  ]
    .map((row) => wrapped(row))
    .join("\n")
}

function termsOf(terms: Terms, { amount }: Pens): string[] {
  const price = (name: string, of: Terms["rebuy"] | undefined) => {
    if (of === undefined) return []
    if (of === null) return spread(name, "not offered")
    const { priceCents, feeBasisPoints, fees = [], staffCents, bountyCents } = of
    const parts = [
      `${amount(priceCents)}, of it ${percent(feeBasisPoints)} fee`,
      ...fees.map((fee) => `${fee.name} ${amount(fee.amountCents)}`),
      ...(staffCents === undefined ? [] : [`staff ${amount(staffCents)}`]),
      ...(bountyCents === undefined ? [] : [`bounty ${amount(bountyCents)}`]),
    ]
    return spread(name, parts.join(", "))
  }
  return [
    price("Buy-in", terms.buyIn),
    price("Buy-in, early", terms.earlyBuyIn),
    price("Buy-in, late", terms.lateBuyIn),
    terms.reEntry === undefined ? spread("Re-entry", "as a buy-in") : [],
    price("Re-entry", terms.reEntry),
    price("Rebuy", terms.rebuy),
    price("Add-on", terms.addOn),
  ].flat()
}

const lineRow = (line: AccountsLine, { amount, time }: Pens): string =>
  spread(`#${line.sequence}  ${time(line.recordedAt)}  ${whatOf(line)}`, movedBy(line, amount))

const exceptionRow = (line: AccountsLine, { amount, time }: Pens): string =>
  spread(
    `#${line.sequence}  ${time(line.recordedAt)}  ${whatOf(line)}: ${words(line.reason ?? "")}`,
    movedBy(line, amount),
  )

/** What a line is, what became of it, whose it is, and who recorded it. */
function whatOf({ kind, closes, takesBack, voidedBy, playerId, staffId }: AccountsLine): string {
  const what = [
    kind,
    closes === null ? null : `closes conflict #${closes}`,
    takesBack === null ? null : `of ${takesBack.kind} #${takesBack.sequence}`,
    voidedBy === null ? null : `[taken back by #${voidedBy}]`,
  ]
  const who = [playerId, `by ${staffId}`]
  const given = (part: string | null) => part !== null
  return `${what.filter(given).join(" ")}  ${who.filter(given).join("  ")}`
}

/** What changed hands, and how; where nothing did, what moved between accounts. */
function movedBy({ tender, postings }: AccountsLine, amount: Pens["amount"]): string {
  const moved =
    tender.length > 0
      ? tender.map(({ method, till, amountCents }) =>
          [method, till, amount(amountCents)].filter((part) => part !== null).join(" "),
        )
      : postings.map(({ account, amountCents }) => `${account} ${amount(amountCents)}`)
  return moved.length === 0 ? "no money" : moved.join(", ")
}

const playersOf = ({ players }: AccountsReport, { amount }: Pens): string[] =>
  players.map((player) =>
    spread(
      player.playerId,
      [
        `paid ${amount(player.paidInCents)}`,
        `back ${amount(player.givenBackCents)}`,
        `prizes ${amount(player.prizesCents)}`,
        `bounties ${amount(player.bountiesCents)}`,
        `net ${amount(player.netCents)}`,
      ].join("  "),
    ),
  )

type Flow = readonly [name: string, of: { inCents: Cents; outCents: Cents; netCents: Cents }]

const flow = ({ amount }: Pens, [name, { inCents, outCents, netCents }]: Flow): string =>
  spread(name, `in ${amount(inCents)}  out ${amount(outCents)}  net ${amount(netCents)}`)

function prizesOf({ prizes, remainingCents }: AccountsReport, pens: Pens): string[] {
  const { amount } = pens
  return [
    spread("Prize pool", amount(prizes.poolCents)),
    ...sharesOf(prizes, pens),
    ...(prizes.deal === null
      ? []
      : [
          `Deal (${words(prizes.deal.method)}) in line ${prizes.deal.sequence}:`,
          ...prizes.deal.shares.map(({ place, playerId, amountCents }) =>
            spread(`  ${place}.  ${playerId}`, amount(amountCents)),
          ),
        ]),
    ...prizes.ties.flatMap((tie) => [
      `Places ${tie.place} to ${tie.place + tie.entries - 1} shared, together ${amount(tie.sharedCents)}:`,
      ...tie.parts.map((part) => paidRow(part, pens)),
    ]),
    ...(prizes.others.length === 0 ? [] : ["Paid besides, accepted by hand:"]),
    ...prizes.others.map((other) => paidRow(other, pens)),
    spread("Paid out of the pool", amount(prizes.paidCents)),
    spread("Remaining to pay", amount(remainingCents)),
  ]
}

/** How the pool was shared: by whom, in which steps, and what it comes to for each place. */
function sharesOf({ setBy, unitCents, places }: AccountsReport["prizes"], pens: Pens): string[] {
  const { amount, time } = pens
  if (setBy === null || unitCents === null) return ["No payouts were set."]
  const how =
    `Shares set in line ${setBy.sequence}, ${time(setBy.recordedAt)}, by ${setBy.staffId}. ` +
    `Each place gets its share of the pool, rounded down to steps of ${amount(unitCents)}; steps ` +
    "left over go to the largest remainders, and what is less than a step to the first place."
  return [
    wrapped(how),
    ...places.map(({ place, shareBasisPoints, calculatedCents, prizeCents, paid }) =>
      spread(
        `  ${place}.  ${percent(shareBasisPoints)}  ${amount(calculatedCents)}` +
          (prizeCents === calculatedCents ? "" : `, by the deal ${amount(prizeCents)}`),
        paid === null
          ? "not paid"
          : `paid ${amount(paid.amountCents)} to ${paid.playerId} in #${paid.sequence}`,
      ),
    ),
  ]
}

const paidRow = (
  { playerId, sequence, amountCents }: AccountsReport["prizes"]["others"][number],
  { amount }: Pens,
): string => spread(`  ${playerId} in #${sequence}`, amount(amountCents))

const bountiesOf = ({ bounties }: AccountsReport, { amount, time }: Pens): string[] => [
  ...bounties.paid.map(({ sequence, recordedAt, playerId, loserEntryId, amountCents }) =>
    spread(
      `#${sequence}  ${time(recordedAt)}  ${playerId}  for entry ${loserEntryId}`,
      amount(amountCents),
    ),
  ),
  spread("Taken in", amount(bounties.takenInCents)),
  spread("Paid", amount(bounties.paidCents)),
  spread("Left", amount(bounties.leftCents)),
]

const poolsOf = ({ fees, overlay, ...report }: AccountsReport, { amount }: Pens): string[] => [
  ...fees.byName.map(({ name, amountCents }) =>
    spread(`Fee${name === null ? "" : `, ${name}`}`, amount(amountCents)),
  ),
  spread("Fees, corrected by hand", amount(fees.correctedCents)),
  spread("Fees", amount(fees.totalCents)),
  spread("Staff", amount(report.staffCents)),
  spread("Guaranteed pool", amount(overlay.guaranteeCents)),
  spread("Added by the house to reach it", amount(overlay.addedCents)),
  spread("Missing to reach it", amount(overlay.missingCents)),
  spread("Unallocated: to be settled by a person", amount(report.unallocatedCents)),
]

function conflictRow(conflict: ReportedConflict, { amount, time }: Pens): string {
  const { sequence, kind, amountCents, playerId, reason, against, closed } = conflict
  const asked = [`#${sequence}`, time(conflict.recordedAt), kind, playerId]
  const amounts = amountCents === null ? [] : [amount(amountCents)]
  const other = against.length === 0 ? "" : ` (#${against.join(", #")})`
  return spread(
    `${[...asked, ...amounts].filter((part) => part !== null).join("  ")}  ${words(reason)}${other}`,
    closed === null
      ? "OPEN"
      : `${closed.resolution} in #${closed.sequence} by ${closed.staffId}: ${words(closed.reason)}` +
          (closed.countsAs === null ? "" : `, counts as ${closed.countsAs}`),
  )
}

const balancesOf = (report: AccountsReport, { amount }: Pens): string[] => [
  ...report.balances
    .filter(({ balanceCents }) => balanceCents !== 0)
    .map(({ account, balanceCents }) => spread(account, amount(balanceCents))),
  spread("Held", amount(report.heldCents)),
  spread("Owed and earned", amount(report.owedCents)),
]

const SIGNATURES = ["Cashier", "Tournament director"]
  .map((role) => `${role.padEnd(24)}${"_".repeat(36)}  Date ${"_".repeat(16)}`)
  .join("\n\n")
