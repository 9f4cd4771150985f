import * as v from "valibot"
import type { TournamentAccount } from "../../../domain/account.ts"
import {
  chipChop,
  customDeal,
  type Deal,
  type DealWarning,
  evenChop,
  icmDeal,
  missingConsents,
  percentageDeal,
  proportionalChop,
  rankByChips,
} from "../../../domain/deals.ts"
import { byText } from "../../../domain/order.ts"
import { sum } from "../../../domain/share-out.ts"
import type { TournamentState } from "../../../domain/tournament.ts"
import type { StackCount } from "../../../schemas/documents/tournament.ts"
import type { EntryId, PlayerId } from "../../../schemas/ids.ts"
import type { IntentOf } from "../../../schemas/intent.ts"
import { type Cents, cents, Chips } from "../../../schemas/units.ts"

export type DealMethod = IntentOf<"agree-deal">["method"]
export const dealMethods: readonly DealMethod[] = [
  "icm",
  "chip_chop",
  "proportional",
  "even",
  "percentages",
  "custom",
]

/** The ledger takes a deal of so many at most. */
export const MOST_DEALERS = 100
/** Up to so many ICM counts every order of finishing; beyond, the integral is quicker and as good. */
const MOST_EXACT = 16

/** One of those who are left: the deal is between all of them. */
export type DealPlayer = {
  entryId: EntryId
  playerId: PlayerId
  tableNumber: number | null
  seat: number | null
  /** The stack as it was counted last; `null` where nobody has counted it. */
  counted: StackCount | null
}

/** Who is left and has paid, table by table, in the order of the seats. */
export function dealPlayers(state: TournamentState, account: TournamentAccount): DealPlayer[] {
  const numbers = new Map(state.tables.map(({ tableId, number }) => [tableId, number]))
  return state.entries
    .flatMap(({ entryId, playerId, seat, out, chips }) => {
      const paid = account.entries.get(entryId)
      if (out || !paid || paid.isVoid || paid.paidPlace !== null) return []
      const tableNumber = seat ? (numbers.get(seat.table) ?? null) : null
      return { entryId, playerId, tableNumber, seat: seat?.seat ?? null, counted: chips }
    })
    .toSorted(
      (a, b) =>
        (a.tableNumber ?? 0) - (b.tableNumber ?? 0) ||
        (a.seat ?? 0) - (b.seat ?? 0) ||
        byText(a.entryId, b.entryId),
    )
}

/** Reads a stack as people type it: digits, in groups or not; `null` where it is none. */
export function readChips(text: string): Chips | null {
  const digits = text.replaceAll(/[\s.,]/g, "")
  if (!/^\d{1,12}$/.test(digits)) return null
  const parsed = v.safeParse(Chips, Number(digits))
  return parsed.success ? parsed.output : null
}

/** What a method comes to, or why it cannot be used. */
export type Proposal =
  | {
      kind: "possible"
      method: DealMethod
      /** Best place first: by chips, unless nobody has counted them. */
      shares: { entryId: EntryId; amountCents: Cents }[]
      warnings: { kind: DealWarning["kind"]; entryId: EntryId }[]
    }
  | { kind: "impossible"; why: "too_few" | "not_counted" | "fewer_places" | "unclear" }
  /** Amounts that the players found themselves and that do not sum to what there is. */
  | { kind: "impossible"; why: "off"; offCents: number }

export type DealTerms = {
  players: readonly DealPlayer[]
  /** The prizes of as many first places as there are players with chips, best first. */
  prizesCents: readonly number[]
  /** The payout structure's shares of those places. */
  shares: readonly number[]
  /** What was typed for each by hand; `null` where it is not understood. */
  custom: ReadonlyMap<EntryId, number | null>
}

/** What the deal is about: those who have chips, and the prizes of as many places. */
export function dealTerms(
  players: readonly DealPlayer[],
  account: TournamentAccount,
  custom: DealTerms["custom"],
): DealTerms {
  const alive = players.filter(({ counted }) => counted?.count !== 0)
  const prizesCents = account.prizesCents.slice(0, alive.length)
  const shares = (account.payouts?.shares ?? []).slice(0, alive.length)
  return { players: alive, prizesCents, shares, custom }
}

/** What each gets at worst by playing on: the prize of the last place among them. */
export const worstPrize = ({ players, prizesCents }: DealTerms): number =>
  prizesCents[players.length - 1] ?? 0

/** Reckons a method out. */
export function propose(method: DealMethod, terms: DealTerms): Proposal {
  const { players, prizesCents } = terms
  if (players.length < 2 || prizesCents.length === 0) return { kind: "impossible", why: "too_few" }
  const isCounted = players.every(({ counted }) => counted !== null)
  const needsNoCount = method === "even" || method === "custom"
  if (!isCounted && !needsNoCount) return { kind: "impossible", why: "not_counted" }
  // Without counts all are alike; the order of the seats then stands for their places.
  const stacks = players.map(({ counted }) => (isCounted ? (counted?.count ?? 0) : 1))
  const input = { stacks, prizes: prizesCents }
  const shared = sum(prizesCents)
  switch (method) {
    case "icm":
      return proposal(method, terms, stacks, icmDeal({ ...input, method: icmMethod(stacks) }))
    case "chip_chop":
      return proposal(method, terms, stacks, chipChop(input))
    case "proportional":
      return proposal(method, terms, stacks, proportionalChop(input))
    case "even":
      return proposal(method, terms, stacks, evenChop(input), isCounted)
    case "percentages": {
      const { shares } = terms
      if (shares.length < players.length) return { kind: "impossible", why: "fewer_places" }
      return proposal(method, terms, stacks, percentageDeal({ ...input, shares }))
    }
    case "custom": {
      const amounts = players.map(({ entryId }) => terms.custom.get(entryId) ?? null)
      const clear = amounts.flatMap((amount) => amount ?? [])
      if (clear.length < amounts.length) return { kind: "impossible", why: "unclear" }
      const offCents = sum(clear) - shared
      if (offCents !== 0) return { kind: "impossible", why: "off", offCents }
      return proposal(method, terms, stacks, customDeal({ ...input, amounts: clear }), isCounted)
    }
  }
}

const icmMethod = (stacks: readonly number[]) =>
  stacks.length <= MOST_EXACT ? "exact" : "integrated"

function proposal(
  method: DealMethod,
  { players }: DealTerms,
  stacks: readonly number[],
  { amounts, warnings }: Deal,
  isCounted = true,
): Proposal {
  return {
    kind: "possible",
    method,
    shares: rankByChips(stacks).flatMap((index) => {
      const entryId = players[index]?.entryId
      return entryId ? { entryId, amountCents: amounts[index] ?? cents(0) } : []
    }),
    warnings: warnings.flatMap(({ kind, player }) => {
      const entryId = players[player]?.entryId
      // Who has more chips is not known where nobody has counted them.
      const isKnown = kind !== "less_for_more_chips" || isCounted
      return entryId && isKnown ? { kind, entryId } : []
    }),
  }
}

/** What somebody agrees to, so that a yes to one deal is never taken for a yes to another. */
export const termsAgreed = (proposed: Proposal): string =>
  proposed.kind === "possible" ? JSON.stringify([proposed.method, proposed.shares]) : ""

/** The yeses that were said, and to what. */
export type Consents = { to: string; agreed: ReadonlySet<EntryId> }

/** Who still has to say yes to exactly this; everybody where the yeses were to something else. */
export function stillToAgree(proposed: Proposal, { to, agreed }: Consents): EntryId[] {
  if (proposed.kind !== "possible") return []
  const entries = proposed.shares.map(({ entryId }) => entryId)
  const counts = to === termsAgreed(proposed) ? agreed : new Set<EntryId>()
  const yeses = entries.map((entryId) => ({ entryId, agrees: counts.has(entryId) }))
  const missing = new Set(missingConsents(entries, yeses))
  return entries.filter((entryId) => missing.has(entryId))
}

/** The deal as the ledger is asked to record it; `null` until everybody has said yes to it. */
export function agreedDeal(
  proposed: Proposal,
  consents: Consents,
): Pick<IntentOf<"agree-deal">, "method" | "shares"> | null {
  if (proposed.kind !== "possible" || stillToAgree(proposed, consents).length > 0) return null
  const { method, shares } = proposed
  return { method, shares: shares.map((share) => ({ ...share, agreed: true })) }
}
