import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { headCents, knockoutParts, readBounties, wonCents } from "../../domain/bounty-book.ts"
import type { LedgerState } from "../../domain/ledger.ts"
import { EntryId, TournamentId } from "../../schemas/ids.ts"
import type { Intent } from "../../schemas/intent.ts"
import { Terms } from "../../schemas/terms.ts"
import { intent, TERMS } from "../support/intents.ts"
import { ledgerOf, record } from "../support/ledger.ts"

const entry = (number: number) => v.parse(EntryId, `e${number}`)
const termsWith = (bounties?: object, bountyCents = 2_501) =>
  v.parse(Terms, {
    ...TERMS,
    buyIn: { ...TERMS.buyIn, bountyCents },
    ...(bounties && { bounties }),
  })
const PROGRESSIVE = { kind: "progressive", cashBasisPoints: 5_000 }

function read(terms: Terms, state: LedgerState, pending: Intent[] = []) {
  const ledger = state.tournaments.get(v.parse(TournamentId, "t1")) ?? null
  const book = readBounties(terms, ledger, pending)
  if (book.kind !== "told") throw new Error(book.kind === "unclear" ? book.reason : "none")
  return book
}
/** Knocks out on the floor's word: one line for each winner, as the app asks for them. */
function knockOut(terms: Terms, state: LedgerState, loser: number, ...winners: number[]): void {
  for (const { entryId, amountCents } of knockoutParts(
    read(terms, state),
    entry(loser),
    winners.map(entry),
  )) {
    const [outcome] = record(
      state,
      intent("bounty", { entryId, loserEntryId: entry(loser), amountCents }),
    )
    assert.is(outcome?.kind, "accepted")
  }
}
const figures = (terms: Terms, state: LedgerState, ...numbers: number[]) => {
  const { state: told } = read(terms, state)
  return numbers.map((each) => [wonCents(told, entry(each)), headCents(told, entry(each))])
}

test("terms without a bounty have no book", () => {
  assert.equal(readBounties(v.parse(Terms, TERMS), null, []), { kind: "none" })
})

test("flat: who knocks a player out has the whole bounty, and the own head stays what it was", () => {
  const terms = termsWith()
  const state = ledgerOf(4, terms)
  knockOut(terms, state, 2, 1)
  assert.equal(figures(terms, state, 1, 2), [
    [2_501, 2_501],
    [0, 0],
  ])
})

test("PKO-3: progressive: the odd cent is cash, the rest is on the winner's head", () => {
  const terms = termsWith(PROGRESSIVE)
  const state = ledgerOf(4, terms)
  knockOut(terms, state, 2, 1)
  assert.equal(figures(terms, state, 1), [[1_251, 3_751]])
  knockOut(terms, state, 1, 3, 4)
  assert.equal(figures(terms, state, 3, 4), [
    [938, 2_501 + 938],
    [938, 2_501 + 937],
  ])
})

test("a head that was won is worth nothing, and pays nothing again", () => {
  const terms = termsWith()
  const state = ledgerOf(4, terms)
  knockOut(terms, state, 2, 1)
  assert.equal(knockoutParts(read(terms, state), entry(2), [entry(3)]), [])
})

test("what this device has asked for counts before the ledger has it", () => {
  const terms = termsWith(PROGRESSIVE)
  const state = ledgerOf(4, terms)
  const pending = intent("bounty", { entryId: "e1", loserEntryId: "e2", amountCents: 1_251 })
  assert.is(headCents(read(terms, state, [pending]).state, entry(1)), 3_751)
  const bought = intent("buy-in", { playerId: "p9", entryId: "e9" })
  assert.is(headCents(read(terms, state, [bought]).state, entry(9)), 2_501)
})

test("a bounty taken back is as if it had never been", () => {
  const terms = termsWith(PROGRESSIVE)
  const state = ledgerOf(4, terms)
  knockOut(terms, state, 2, 1)
  record(state, intent("void", { sequence: state.lastSequence, reason: "mistake" }))
  assert.equal(figures(terms, state, 1, 2), [
    [0, 2_501],
    [0, 2_501],
  ])
})

test("the last one left collects the own head: every cent is paid", () => {
  const terms = termsWith(PROGRESSIVE)
  const state = ledgerOf(3, terms)
  knockOut(terms, state, 2, 1)
  knockOut(terms, state, 3, 1)
  const own = headCents(read(terms, state).state, entry(1))
  record(state, intent("bounty", { entryId: "e1", loserEntryId: "e1", amountCents: own }))
  assert.equal(figures(terms, state, 1), [[3 * 2_501, 0]])
  assert.is(state.tournaments.get(v.parse(TournamentId, "t1"))?.balances.bountyPool, 0)
})

test("restricted: who has bought no bounty collects none", () => {
  const terms = v.parse(Terms, {
    ...termsWith({ kind: "flat", restricted: true }),
    reEntry: TERMS.buyIn,
  })
  const state = ledgerOf(3, terms)
  record(state, intent("re-entry", { playerId: "p3", entryId: "e3b" }))
  const book = read(terms, state)
  assert.equal(knockoutParts(book, entry(1), [v.parse(EntryId, "e3b")]), [])
  assert.is(knockoutParts(book, entry(1), [entry(2)])[0]?.amountCents, 2_501)
})

test("lines that no rule of bounties tells are left to a person, and say why", () => {
  const terms = termsWith()
  const state = ledgerOf(3, terms)
  knockOut(terms, state, 2, 1)
  record(state, intent("bounty", { entryId: "e2", loserEntryId: "e3", amountCents: 2_501 }))
  const ledger = state.tournaments.get(v.parse(TournamentId, "t1")) ?? null
  const book = readBounties(terms, ledger, [])
  assert.is(book.kind, "unclear")
  assert.match(book.kind === "unclear" ? book.reason : "", /e2/)
})

test.run()
