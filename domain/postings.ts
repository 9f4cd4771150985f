import { type Account, heldAccounts, type Method } from "../schemas/account.ts"
import type { Posting } from "../schemas/entry.ts"
import type { TillId } from "../schemas/ids.ts"
import type { Price } from "../schemas/terms.ts"
import { cents } from "../schemas/units.ts"
import { feeCents } from "./fees.ts"
import { sum } from "./share-out.ts"

/** How the money of a line changes hands. */
export type Tender = { method?: Method | undefined; till?: TillId | undefined }

const ACCOUNTS: Record<Method, Account> = {
  cash: "cash:drawer",
  card: "card:terminal",
  transfer: "bank:transfer",
  voucher: "vouchers",
  ticket: "tickets",
}

/**
 * One leg at the account of a method, in the till where it is cash: above zero where money comes
 * in, or a ticket comes back.
 */
export function tenderLeg({ method = "cash", till }: Tender, amount: number): Posting {
  const account = ACCOUNTS[method]
  const amountCents = cents(amount)
  return till !== undefined && account === "cash:drawer"
    ? { account, amountCents, till }
    : { account, amountCents }
}

/** A sale: the price comes in, fees, staff and bounty take their parts, the rest is the pool's. */
export function saleLegs(price: Price, tender: Tender): Posting[] {
  const { priceCents, fees = [], staffCents = 0, bountyCents = 0 } = price
  const house = feeCents(price)
  const pool =
    priceCents - house - staffCents - bountyCents - sum(fees.map(({ amountCents }) => amountCents))
  return withoutEmpty([
    tenderLeg(tender, priceCents),
    { account: "prizePool", amountCents: cents(0 - pool) },
    { account: "bountyPool", amountCents: cents(0 - bountyCents) },
    { account: "house:fee", amountCents: cents(0 - house) },
    ...fees.map(({ name, amountCents }): Posting => ({
      account: "house:fee",
      amountCents: cents(0 - amountCents),
      name,
    })),
    { account: "staff:fee", amountCents: cents(0 - staffCents) },
  ])
}

/** Money handed out: first from the account that owes it, the rest from what nobody owes. */
export const paymentLegs = (
  tender: Tender,
  amount: number,
  { from, available }: { from: Account; available: number },
): Posting[] => {
  const owed = Math.max(0, Math.min(amount, available))
  return withoutEmpty([
    tenderLeg(tender, 0 - amount),
    { account: from, amountCents: cents(owed) },
    { account: "unallocated", amountCents: cents(amount - owed) },
  ])
}

/** Moves an amount to one account from another. */
export const transferLegs = (debit: Posting, credit: Account): Posting[] => [
  debit,
  { account: credit, amountCents: cents(0 - debit.amountCents) },
]

/** The same the other way round. */
export const reversed = (postings: readonly Posting[]): Posting[] =>
  postings.map((posting) => ({ ...posting, amountCents: cents(0 - posting.amountCents) }))

/** The same the other way round, with the money going back by another method. */
export function refunded(postings: readonly Posting[], tender: Tender): Posting[] {
  const isTender = ({ account }: Posting) => account === "tickets" || heldAccounts.includes(account)
  const came = sum(postings.filter(isTender).map(({ amountCents }) => amountCents))
  return withoutEmpty([
    tenderLeg(tender, 0 - came),
    ...reversed(postings.filter((posting) => !isTender(posting))),
  ])
}

export const amountAt = (postings: readonly Posting[], account: Account): number =>
  sum(postings.flatMap((posting) => (posting.account === account ? posting.amountCents : [])))

export const sumOf = (postings: readonly Posting[]): number =>
  sum(postings.map(({ amountCents }) => amountCents))

const withoutEmpty = (postings: readonly Posting[]): Posting[] =>
  postings.filter(({ amountCents }) => amountCents !== 0)
