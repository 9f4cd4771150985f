import type { EntryId } from "../schemas/ids.ts"
import type { Intent } from "../schemas/intent.ts"
import type { Terms } from "../schemas/terms.ts"
import { type Cents, cents } from "../schemas/units.ts"
import { type BountyEvent, type BountyRules, type BountyState, bountyState } from "./bounties.ts"
import { InvalidInput } from "./invalid.ts"
import type { TournamentLedger } from "./ledger.ts"
import { standing } from "./movements.ts"
import { priceOf, type Sale } from "./price.ts"

/**
 * What the ledger's lines say about bounties.
 * - told: what every head is worth and who has won what.
 * - unclear: the lines tell of something that the rules of bounties do not know, such as a player
 *   who was knocked out and bought back in; a person settles those bounties by hand.
 */
export type BountyBook =
  | { kind: "none" }
  | { kind: "told"; rules: BountyRules; events: readonly BountyEvent[]; state: BountyState }
  | { kind: "unclear"; reason: string }

/** What one winner of a knockout receives now, in cash. */
export type BountyPart = { entryId: EntryId; amountCents: Cents }

/** How a tournament's terms mean their bounties; `null` where no price has one. */
export function bountyRules(terms: Terms): BountyRules | null {
  const prices = [terms.buyIn, terms.earlyBuyIn, terms.lateBuyIn, terms.reEntry]
  const bounties = prices.flatMap((price) => (price?.bountyCents ? [price.bountyCents] : []))
  if (bounties.length === 0) return null
  // Where prices bring different ones, what is more than the least is put on the head besides.
  const bountyCents = Math.min(...bounties)
  const how = terms.bounties ?? { kind: "flat", restricted: false }
  return { ...how, bountyCents }
}

/**
 * Reads the bounties of a tournament out of its ledger.
 * @param ledger `null` while the tournament's opening is on its way
 * @param pending what this device has asked for and the ledger has not recorded yet, in order
 */
export function readBounties(
  terms: Terms,
  ledger: TournamentLedger | null,
  pending: readonly Intent[],
): BountyBook {
  const rules = bountyRules(terms)
  if (!rules) return { kind: "none" }
  const kinds = ["buy-in", "re-entry", "rebuy", "add-on", "bounty"] as const
  const recorded = ledger ? standing(ledger, kinds).map(({ intent }) => intent) : []
  const events = eventsOf(terms, rules, [...recorded, ...pending])
  try {
    return { kind: "told", rules, events, state: bountyState(rules, events) }
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    return { kind: "unclear", reason: error.message }
  }
}

/**
 * What the winners of a knockout receive in cash; whoever receives nothing is left out.
 * @param winners several are equal hands, in the order of odd units
 * @returns nothing where the head is worth nothing (any more)
 */
export function knockoutParts(
  { rules, events, state }: Extract<BountyBook, { kind: "told" }>,
  loser: EntryId,
  winners: readonly EntryId[],
): BountyPart[] {
  if (winners.length === 0 || headCents(state, loser) === 0) return []
  const knockout = { kind: "knockout", id: `knockout of ${loser}`, loser, winners } as const
  const after = bountyState(rules, [...events, knockout])
  return winners.flatMap((entryId) => {
    const amount = (after.cash.get(entryId) ?? 0) - (state.cash.get(entryId) ?? 0)
    return amount > 0 ? [{ entryId, amountCents: cents(amount) }] : []
  })
}

/** What an entry's head is worth; 0 once it was won, and of an entry that brought none. */
export const headCents = ({ bounties, settled }: BountyState, entryId: EntryId): Cents =>
  cents(settled.has(entryId) ? 0 : (bounties.get(entryId) ?? 0))

/** What an entry has won with bounties so far, in cash. */
export const wonCents = ({ cash }: BountyState, entryId: EntryId): Cents =>
  cents(cash.get(entryId) ?? 0)

function eventsOf(terms: Terms, rules: BountyRules, intents: readonly Intent[]): BountyEvent[] {
  const events: BountyEvent[] = []
  const knockouts = new Map<EntryId, EntryId[]>()
  for (const intent of intents) {
    if (intent.kind === "bounty") {
      const { entryId, loserEntryId } = intent
      const winners = knockouts.get(loserEntryId)
      if (winners) winners.push(entryId)
      else if (entryId === loserEntryId) events.push({ kind: "settle", winner: entryId })
      else {
        const made = [entryId]
        knockouts.set(loserEntryId, made)
        // A split has a line for each winner; those that follow are added to the first.
        events.push({
          kind: "knockout",
          id: `knockout of ${loserEntryId}`,
          loser: loserEntryId,
          winners: made,
        })
      }
    } else if (isSale(intent)) events.push(...saleEvents(terms, rules, intent))
  }
  return events
}

const isSale = (intent: Intent): intent is Sale =>
  intent.kind === "buy-in" ||
  intent.kind === "re-entry" ||
  intent.kind === "rebuy" ||
  intent.kind === "add-on"

function saleEvents(terms: Terms, rules: BountyRules, sale: Sale): BountyEvent[] {
  const { entryId } = sale
  const bought = priceOf(terms, sale)?.bountyCents ?? 0
  const isEntry = sale.kind === "buy-in" || sale.kind === "re-entry"
  const holdsBounty = isEntry && bought > 0
  const extraCents = holdsBounty ? bought - rules.bountyCents : bought
  return [
    ...(isEntry ? [{ kind: "entry" as const, entryId, holdsBounty }] : []),
    ...(extraCents > 0 ? [{ kind: "named" as const, entryId, extraCents }] : []),
  ]
}
