import * as v from "valibot"

/** How money changes hands. */
export const Method = v.picklist(["cash", "card", "transfer", "voucher", "ticket"])
export type Method = v.InferOutput<typeof Method>

/**
 * The accounts of a tournament, and of the house. Debit is positive: what the venue holds is above
 * zero, what it owes or has earned below.
 *
 *   held     cash:drawer card:terminal bank:transfer vouchers
 *   owed     prizePool bountyPool tickets, and unallocated: money that came in or went out after
 *            the rules left no place for it, until a person settles it
 *   earned   house:fee staff:fee, less house:overlay (put into pools) and house:difference (tills)
 *   outside  house:safe: where a till's float comes from and its money goes to
 */
const HELD = ["cash:drawer", "card:terminal", "bank:transfer", "vouchers"] as const
const OWED = ["prizePool", "bountyPool", "tickets", "unallocated"] as const
const OF_THE_HOUSE = [
  "house:fee",
  "staff:fee",
  "house:overlay",
  "house:difference",
  "house:safe",
] as const
export const Account = v.picklist([...HELD, ...OWED, ...OF_THE_HOUSE])
export type Account = v.InferOutput<typeof Account>
export const heldAccounts: readonly Account[] = HELD

/** What a correction may touch: a pool changes by its own rules only. */
export const CorrectableAccount = v.picklist([
  ...HELD,
  "tickets",
  "unallocated",
  "house:fee",
  "staff:fee",
  "house:difference",
  "house:safe",
])
