import type { NightAccounts } from "../../../schemas/accounts.ts"
import { heldAccounts } from "../../../schemas/account.ts"
import type { AccountSum, Night, Totals } from "../../../schemas/nights.ts"
import { type Cents, cents } from "../../../schemas/units.ts"

/** What stands in an account: above zero what is held, below zero what is owed or was earned. */
export const balanceOf = ({ debitCents, creditCents }: AccountSum): Cents =>
  cents(debitCents - creditCents)

/** The three sums by which a night is known. */
export function shortOf(
  accounts: readonly AccountSum[],
): Record<"received" | "paid" | "earned", Cents> {
  const held = accounts.filter(({ account }) => heldAccounts.includes(account))
  const fee = accounts.find(({ account }) => account === "house:fee")
  return {
    received: cents(held.reduce((sum, { debitCents }) => sum + debitCents, 0)),
    paid: cents(held.reduce((sum, { creditCents }) => sum + creditCents, 0)),
    earned: cents(fee ? fee.creditCents - fee.debitCents : 0),
  }
}

/** Totals, currency by currency: amounts of two are never in one table. */
export function byCurrency({
  accounts,
}: Totals): { currency: string | null; accounts: AccountSum[] }[] {
  const currencies = [...new Set(accounts.map(({ currency }) => currency))]
  return currencies.map((currency) => ({
    currency,
    accounts: accounts.filter((each) => each.currency === currency),
  }))
}

export type Cell = string | number | null

/** A table for anybody's tools (RFC 4180); what a spreadsheet would take for a formula is a text. */
export const csvOf = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")

function cell(value: Cell): string {
  if (value === null) return ""
  if (typeof value === "number") return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const moment = (at: number): string => new Date(at).toISOString()

/** A row for each account of each night, with columns as `felt ledger export` has them. */
export function nightRows(nights: readonly Night[]): Cell[][] {
  const header = [
    "venue_id",
    "venue",
    "tournament_id",
    "night",
    "first_at",
    "last_at",
    "currency",
    "account",
    "debit_cents",
    "credit_cents",
    "balance_cents",
  ]
  const rows = nights.flatMap((night) =>
    night.accounts.map((sum) => [
      night.venueId,
      night.venueName,
      night.tournamentId,
      night.name,
      moment(night.firstAt),
      moment(night.lastAt),
      night.currency,
      sum.account,
      sum.debitCents,
      sum.creditCents,
      balanceOf(sum),
    ]),
  )
  return [header, ...rows]
}

/** A row for each payment of a night. */
export function paymentRows({ currency }: Night, { payments }: NightAccounts): Cell[][] {
  const header = [
    "sequence",
    "recorded_at",
    "kind",
    "method",
    "currency",
    "amount_cents",
    "player_id",
    "name",
  ]
  const rows = payments.map((each) => [
    each.sequence,
    moment(each.at),
    each.kind,
    each.method,
    currency,
    each.amountCents,
    each.playerId,
    each.name,
  ])
  return [header, ...rows]
}
