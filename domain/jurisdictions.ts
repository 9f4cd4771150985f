/**
 * What the law of a country asks of a venue, as far as Core acts on it. A summary and no advice: a
 * venue gets counsel before relying on it. Another country is another line here.
 */
export type Jurisdiction = {
  /** So long the accounts of a tournament are kept. */
  accountsYears: number
  /** Whether accounts must say who paid and was paid, also after somebody asked to be erased. */
  areNamesInAccounts: boolean
}

export const JURISDICTIONS = {
  none: { accountsYears: 0, areNamesInAccounts: false },
  /** Accounts per tournament with names, kept for five years and then deleted (skat.dk 2168636). */
  DK: { accountsYears: 5, areNamesInAccounts: true },
} as const satisfies Record<string, Jurisdiction>

export type JurisdictionName = keyof typeof JURISDICTIONS
export const jurisdictionNames = ["none", "DK"] as const satisfies readonly JurisdictionName[]
