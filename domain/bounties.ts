import type { EntryId } from "../schemas/ids.ts"
import { assert } from "./assert.ts"
import { demand, demandDistinct, demandWhole } from "./invalid.ts"
import { shareOut, sum } from "./share-out.ts"

/**
 * What a bounty is and what becomes of it (domain.md 4.8).
 * Flat: who knocks a player out receives the whole bounty in cash; `restricted` means that only
 * who has bought a bounty collects. Progressive: a share is cash, the rest grows the own bounty.
 * @property bountyCents what every entry with a bounty brings, in minor units, 1 or more
 * @property cashBasisPoints the cash share of a knocked-out bounty, 5,000 where it is not said
 */
export type BountyRules =
  | { kind: "flat"; bountyCents: number; restricted: boolean }
  | { kind: "progressive"; bountyCents: number; cashBasisPoints?: number }

/**
 * What happened, in order. A live re-entry is an entry of its own with a new bounty.
 * - named: the house puts money on a player who is in, on top of what the player may have bought.
 * - knockout: several winners are equal hands; they are given in the order of odd units.
 * - settle: play is over, who is left receives the own bounty; after a deal there are several.
 */
export type BountyEvent =
  | { kind: "entry"; entryId: EntryId; holdsBounty: boolean }
  | { kind: "named"; entryId: EntryId; extraCents: number }
  | Knockout
  | { kind: "settle"; winner: EntryId }

export type Knockout = {
  kind: "knockout"
  id: string
  loser: EntryId
  winners: readonly EntryId[]
}

/**
 * Where all the bounty money is, in minor units.
 * @property bounties the live bounty of everyone who is not out
 * @property cash what each entry has won so far, whether it is out or not
 * @property contributedCents all that entries and the house have put in
 * @property unclaimedCents bounties that nobody who won them may collect; a person decides
 * @property settled who has received the own bounty at the end
 */
export type BountyState = {
  readonly bounties: ReadonlyMap<EntryId, number>
  readonly cash: ReadonlyMap<EntryId, number>
  readonly contributedCents: number
  readonly unclaimedCents: number
  readonly out: ReadonlySet<EntryId>
  readonly settled: ReadonlySet<EntryId>
}

const DEFAULT_CASH_BASIS_POINTS = 5_000

/**
 * Tells who has won what and what every head is worth, from all that happened (domain.md 4.8).
 * The loser's bounty is first split evenly between the winners, odd units one each in the order
 * given; of a progressive bounty each winner's part is then split into cash and own bounty, the odd
 * unit to cash. After every event, cash, live and unclaimed bounties are what was contributed.
 * @throws InvalidInput where the rules are none, or an event names who is not known or not in
 *   play, has a winner twice or the loser among them, comes a second time or after play is over
 */
export function bountyState(rules: BountyRules, events: readonly BountyEvent[]): BountyState {
  demandRules(rules)
  const books: Books = {
    bounties: new Map(),
    cash: new Map(),
    totals: { bounties: 0, cash: 0 },
    contributedCents: 0,
    unclaimedCents: 0,
    out: new Set(),
    settled: new Set(),
    holders: new Set(),
    knockouts: new Set(),
  }
  for (const [index, event] of events.entries()) {
    enter(books, event, rules, `events[${index}]`)
    assertConserved(books)
  }
  const { bounties, cash, contributedCents, unclaimedCents, out, settled } = books
  assert(
    sum([...cash.values()]) === books.totals.cash &&
      sum([...bounties.values()]) === books.totals.bounties,
    "the totals are those of the accounts",
  )
  return { bounties, cash, contributedCents, unclaimedCents, out, settled }
}

/**
 * Takes a knockout back that never was (domain.md PKO-6): the events without it, which tell the
 * state as if it had not happened. It need not be the last one. What came after is reckoned again:
 * a bounty that had grown by this knockout is smaller, and so is what others won with it later, so
 * whoever takes it back compares the cash before and after to see who has to give money back.
 * @throws InvalidInput where there is no such knockout, or where play is over: the bounties that
 *   were settled depend on it, so the settling is taken back first
 */
export function undoKnockout(
  rules: BountyRules,
  events: readonly BountyEvent[],
  id: string,
): BountyEvent[] {
  bountyState(rules, events)
  const isIt = (event: BountyEvent) => event.kind === "knockout" && event.id === id
  demand(events.some(isIt), "id", `there is a knockout "${id}" to take back`)
  const isSettled = events.some(({ kind }) => kind === "settle")
  demand(!isSettled, "id", "the settling of bounties depends on it and is taken back first")
  const left = events.filter((event) => !isIt(event))
  bountyState(rules, left)
  return left
}

/** The state while it is reckoned; the totals spare summing up all accounts at every event. */
type Books = {
  bounties: Map<EntryId, number>
  cash: Map<EntryId, number>
  totals: { bounties: number; cash: number }
  contributedCents: number
  unclaimedCents: number
  out: Set<EntryId>
  settled: Set<EntryId>
  holders: Set<EntryId>
  knockouts: Set<string>
}

function demandRules(rules: BountyRules): void {
  demandWhole(rules.bountyCents, "rules.bountyCents", "a bounty is whole cents, 1 or more", 1)
  if (rules.kind === "flat") return
  const { cashBasisPoints = DEFAULT_CASH_BASIS_POINTS } = rules
  const rule = "the cash share is whole basis points, 0 to 10,000"
  demandWhole(cashBasisPoints, "rules.cashBasisPoints", rule)
  demand(cashBasisPoints <= 10_000, "rules.cashBasisPoints", rule)
}

function enter(books: Books, event: BountyEvent, rules: BountyRules, field: string): void {
  const isOver = books.settled.size > 0 && event.kind !== "settle"
  demand(!isOver, field, "once bounties are settled, play is over and nothing else follows")
  switch (event.kind) {
    case "entry":
      return addEntry(books, event, rules, field)
    case "named":
      demandInPlay(books, event.entryId, `${field}.entryId`)
      demandWhole(event.extraCents, `${field}.extraCents`, "a bounty is whole cents, 1 or more", 1)
      return contribute(books, event.entryId, event.extraCents, field)
    case "knockout":
      return knockOut(books, event, rules, field)
    case "settle": {
      const { winner } = event
      demandInPlay(books, winner, `${field}.winner`)
      demand(!books.settled.has(winner), `${field}.winner`, "a bounty is settled once")
      add(books, "cash", winner, takeBounty(books, winner))
      books.settled.add(winner)
    }
  }
}

function addEntry(
  books: Books,
  { entryId, holdsBounty }: { entryId: EntryId; holdsBounty: boolean },
  rules: BountyRules,
  field: string,
): void {
  demand(!books.cash.has(entryId), `${field}.entryId`, "an entry is there once")
  const isHolder = holdsBounty || rules.kind === "flat"
  demand(isHolder, `${field}.holdsBounty`, "every entry brings a progressive bounty")
  add(books, "cash", entryId, 0)
  add(books, "bounties", entryId, 0)
  if (!holdsBounty) return
  books.holders.add(entryId)
  contribute(books, entryId, rules.bountyCents, field)
}

function contribute(books: Books, entryId: EntryId, amount: number, field: string): void {
  const all = books.contributedCents + amount
  demand(Number.isSafeInteger(all), field, "all bounties together are an amount that is exact")
  books.contributedCents = all
  add(books, "bounties", entryId, amount)
}

function knockOut(books: Books, event: Knockout, rules: BountyRules, field: string): void {
  const { id, loser, winners } = event
  demand(!books.knockouts.has(id), `${field}.id`, "a knockout is there once")
  demandInPlay(books, loser, `${field}.loser`)
  demand(winners.length > 0, `${field}.winners`, "somebody has won the hand")
  demandDistinct(winners, `${field}.winners`, "a winner is named once")
  for (const [index, winner] of winners.entries()) {
    demand(winner !== loser, `${field}.winners[${index}]`, "nobody knocks out oneself")
    demandInPlay(books, winner, `${field}.winners[${index}]`)
  }
  books.knockouts.add(id)
  const bounty = takeBounty(books, loser)
  books.bounties.delete(loser)
  books.out.add(loser)
  const isRestricted = rules.kind === "flat" && rules.restricted
  const collectors = isRestricted ? winners.filter((each) => books.holders.has(each)) : winners
  if (collectors.length === 0) {
    books.unclaimedCents += bounty
    return
  }
  const parts = shareOut(
    bounty,
    collectors.map(() => 1),
  )
  for (const [index, winner] of collectors.entries()) {
    const [cash, grown] = splitOf(parts[index] ?? 0, rules)
    add(books, "cash", winner, cash)
    add(books, "bounties", winner, grown)
  }
}

/** What of a winner's part is cash now and what grows the own bounty. */
function splitOf(part: number, rules: BountyRules): [cash: number, grown: number] {
  if (rules.kind === "flat") return [part, 0]
  const { cashBasisPoints = DEFAULT_CASH_BASIS_POINTS } = rules
  const weights = [cashBasisPoints, 10_000 - cashBasisPoints]
  // The first of the two is cash: what cannot be divided is paid now.
  const [cash = 0, grown = 0] = shareOut(part, weights, { rounding: "remainderToFirst" })
  return [cash, grown]
}

function demandInPlay(books: Books, entryId: EntryId, field: string): void {
  demand(books.cash.has(entryId), field, `the entry "${entryId}" is known`)
  demand(!books.out.has(entryId), field, `the entry "${entryId}" is not out`)
}

/** Takes the live bounty of an entry off it, to be given to others at once. */
function takeBounty(books: Books, entryId: EntryId): number {
  const bounty = books.bounties.get(entryId) ?? 0
  add(books, "bounties", entryId, -bounty)
  return bounty
}

function add(books: Books, what: "bounties" | "cash", entryId: EntryId, amount: number): void {
  books[what].set(entryId, (books[what].get(entryId) ?? 0) + amount)
  books.totals[what] += amount
}

function assertConserved({ totals, unclaimedCents, contributedCents }: Books): void {
  const all = totals.cash + totals.bounties + unclaimedCents
  assert(all === contributedCents, "cash, live and unclaimed bounties are what was contributed")
}
