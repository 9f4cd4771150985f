import type { AccountsReport } from "../domain/accounts-report.ts"
import type { AccountsLine } from "../domain/accounts-lines.ts"
import { formatCents } from "../domain/money.ts"
import type { Cents, Millis } from "../schemas/units.ts"

const WIDTH = 100

/** A tournament's accounts for people, to be printed, signed and kept. */
export function accountsText(report: AccountsReport): string {
  return `${[
    head(report),
    section("Lines that moved money", linesOf(report)),
    section("By player", playersOf(report)),
    section(
      "By kind",
      report.byKind.map((each) => flow(report, `${each.kind} (${each.lines})`, each)),
    ),
    section(
      "By method",
      report.byMethod.map((each) => flow(report, each.method, each)),
    ),
    section(
      "Cash by till",
      report.byTill.map((each) => flow(report, each.till ?? "no till", each)),
    ),
    section(
      "By day",
      report.byDay.map((each) => flow(report, each.day, each)),
    ),
    section("Prizes", prizesOf(report)),
    section("Fees and pools", poolsOf(report)),
    section("Conflicts", conflictsOf(report)),
    section("Balances, debit above zero", balancesOf(report)),
    SIGNATURES,
  ].join("\n\n")}\n`
}

function head({ tournamentId, openedAt, timeZone, counts, head: end, rejected }: AccountsReport) {
  return [
    `Accounts of tournament ${tournamentId}`,
    `Opened in line ${openedAt.sequence}, ${timeIn(timeZone)(openedAt.recordedAt)} (${timeZone})`,
    `Entries ${counts.entries}, rebuys ${counts.rebuys}, add-ons ${counts.addOns}, payouts ${counts.payouts}; ` +
      `${rejected} lines refused, which moved nothing`,
    `Made from the ledger up to line ${end.sequence}, whose hash is`,
    `  ${end.hash}`,
    "Anybody can check later, with `felt ledger verify`, that nothing up to it was rewritten.",
  ].join("\n")
}

const section = (title: string, rows: readonly string[]): string =>
  [title, "-".repeat(title.length), ...(rows.length === 0 ? ["none"] : rows)].join("\n")

function linesOf(report: AccountsReport): string[] {
  const time = timeIn(report.timeZone)
  return report.lines.flatMap((line) => [
    spread(
      `#${line.sequence}  ${time(line.recordedAt)}  ${whatOf(line)}  ${line.playerId ?? ""}`,
      line.tender.length === 0
        ? "no tender"
        : line.tender
            .map(({ method, till, amountCents }) =>
              [method, till, amount(report, amountCents)].filter(Boolean).join(" "),
            )
            .join(", "),
    ),
  ])
}

/** What a line is, what it is about, and what became of it. */
function whatOf({ kind, closes, takesBack, voidedBy }: AccountsLine): string {
  return [
    kind,
    closes === null ? null : `closes conflict #${closes}`,
    takesBack === null ? null : `of ${takesBack.kind} #${takesBack.sequence}`,
    voidedBy === null ? null : `[taken back by #${voidedBy}]`,
  ]
    .filter((part) => part !== null)
    .join(" ")
}

const playersOf = (report: AccountsReport): string[] =>
  report.players.map((player) =>
    spread(
      player.playerId,
      [
        `paid ${amount(report, player.paidInCents)}`,
        `back ${amount(report, player.givenBackCents)}`,
        `prizes ${amount(report, player.prizesCents)}`,
        `bounties ${amount(report, player.bountiesCents)}`,
        `net ${amount(report, player.netCents)}`,
      ].join("  "),
    ),
  )

function flow(
  report: AccountsReport,
  name: string,
  { inCents, outCents, netCents }: { inCents: Cents; outCents: Cents; netCents: Cents },
): string {
  return spread(
    name,
    `in ${amount(report, inCents)}  out ${amount(report, outCents)}  net ${amount(report, netCents)}`,
  )
}

function prizesOf(report: AccountsReport): string[] {
  const { poolCents, paidCents, unitCents, setBy, places, deal, ties } = report.prizes
  const time = timeIn(report.timeZone)
  return [
    spread("Prize pool", amount(report, poolCents)),
    ...(setBy === null || unitCents === null
      ? ["No payouts were set."]
      : [
          `Shares set in line ${setBy.sequence}, ${time(setBy.recordedAt)}, by ${setBy.staffId}; ` +
            `prizes in steps of ${amount(report, unitCents)}`,
        ]),
    ...places.map(({ place, shareBasisPoints, calculatedCents, prizeCents, paid }) =>
      spread(
        `  ${place}.  ${percent(shareBasisPoints)}  ${amount(report, calculatedCents)}` +
          (prizeCents === calculatedCents ? "" : `, by the deal ${amount(report, prizeCents)}`),
        paid === null
          ? "not paid"
          : `paid ${amount(report, paid.amountCents)} to ${paid.playerId} in #${paid.sequence}`,
      ),
    ),
    ...(deal === null
      ? []
      : [
          `Deal (${deal.method}) in line ${deal.sequence}:`,
          ...deal.shares.map(({ place, playerId, amountCents }) =>
            spread(`  ${place}.  ${playerId}`, amount(report, amountCents)),
          ),
        ]),
    ...ties.flatMap((tie) => [
      `Places ${tie.place} to ${tie.place + tie.entries - 1} shared, together ${amount(report, tie.sharedCents)}:`,
      ...tie.parts.map((part) =>
        spread(`  ${part.playerId} in #${part.sequence}`, amount(report, part.amountCents)),
      ),
    ]),
    spread("Paid", amount(report, paidCents)),
    spread("Remaining to pay", amount(report, report.remainingCents)),
  ]
}

function poolsOf(report: AccountsReport): string[] {
  const { fees, bounties, overlay } = report
  return [
    ...fees.byName.map(({ name, amountCents }) =>
      spread(`Fee${name === null ? "" : `, ${name}`}`, amount(report, amountCents)),
    ),
    spread("Fees, corrected by hand", amount(report, fees.correctedCents)),
    spread("Fees", amount(report, fees.totalCents)),
    spread("Staff", amount(report, report.staffCents)),
    spread(
      "Bounties taken in, paid, left",
      [bounties.takenInCents, bounties.paidCents, bounties.leftCents]
        .map((each) => amount(report, each))
        .join("  "),
    ),
    spread("Added by the house to reach the guarantee", amount(report, overlay.addedCents)),
    spread("Missing to the guarantee", amount(report, overlay.missingCents)),
    spread("Unallocated: to be settled by a person", amount(report, report.unallocatedCents)),
  ]
}

const conflictsOf = (report: AccountsReport): string[] =>
  report.conflicts.map((conflict) => {
    const { closed } = conflict
    const asked = conflict.amountCents === null ? "" : ` ${amount(report, conflict.amountCents)}`
    return spread(
      `#${conflict.sequence}  ${conflict.kind}${asked}  ${conflict.reason} (#${conflict.against.join(", #")})`,
      closed === null
        ? "OPEN"
        : `${closed.resolution} in #${closed.sequence} by ${closed.staffId}: ${closed.reason}`,
    )
  })

const balancesOf = (report: AccountsReport): string[] => [
  ...report.balances
    .filter(({ balanceCents }) => balanceCents !== 0)
    .map(({ account, balanceCents }) => spread(account, amount(report, balanceCents))),
  spread("Held", amount(report, report.heldCents)),
  spread("Owed and earned", amount(report, report.owedCents)),
]

const SIGNATURES = ["Cashier", "Tournament director"]
  .map((role) => `${role.padEnd(24)}${"_".repeat(36)}  Date ${"_".repeat(16)}`)
  .join("\n\n")

/** Left and right of a line of the page; the right goes below where both do not fit. */
const spread = (left: string, right: string): string =>
  left.length + right.length + 2 <= WIDTH
    ? `${left}${right.padStart(WIDTH - left.length)}`
    : `${left}\n${right.padStart(WIDTH)}`

const amount = ({ terms }: AccountsReport, value: Cents): string =>
  formatCents(value, terms.currency, "en")

/** On the digits, so that no fraction appears that was not there. */
const percent = (basisPoints: number): string => {
  const digits = String(basisPoints).padStart(3, "0")
  return `${digits.slice(0, -2)}.${digits.slice(-2)} %`
}

const timeIn = (timeZone: string): ((at: Millis) => string) => {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "short",
  })
  return (at) => format.format(at)
}
