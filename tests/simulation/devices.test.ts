import process from "node:process"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { accountOf, reconcile } from "../../domain/account.ts"
import { decide } from "../../domain/decide.ts"
import { apply, type LedgerState, newLedger } from "../../domain/ledger.ts"
import { seededRandom, uniform } from "../../domain/random.ts"
import { draftOf } from "../../ledger/draft.ts"
import type { Entry, Posting } from "../../schemas/entry.ts"
import { play, TOURNAMENT } from "./night.ts"
import { Leaf, Tablet } from "./venue.ts"

const ROUNDS = Number(process.env["FELT_SIMULATIONS"] ?? 1_000)

/** An auditor of its own: adds the postings up, and knows nothing of how they came about. */
function audit(lines: readonly Entry[]): void {
  const state = newLedger()
  const balances = new Map<string, number>()
  for (const line of lines) {
    apply(state, line)
    const postings: readonly Posting[] =
      line.outcome.kind === "accepted" ? line.outcome.postings : []
    assert.is(
      postings.reduce((sum, { amountCents }) => sum + amountCents, 0),
      0,
    )
    for (const { account, amountCents } of postings)
      balances.set(account, (balances.get(account) ?? 0) + amountCents)
    const money = accountOf(state, TOURNAMENT)
    if (!money) continue
    for (const [account, balance] of Object.entries(money.balances))
      assert.is(balance, balances.get(account) ?? 0, `${account} after line ${line.sequence}`)
    assert.is(money.poolCents - money.paidCents, money.remainingCents)
    assert.ok(money.remainingCents >= 0 && money.bountiesLeftCents >= 0, "no pool is overdrawn")
    const paid = [...money.entries.values()].filter(({ isVoid }) => !isVoid)
    assert.ok(reconcile(money, paid).balanced, `the books agree after line ${line.sequence}`)
  }
}

const summary = ({ headHash, lastSequence, conflicts, tournaments }: LedgerState) => ({
  headHash,
  lastSequence,
  conflicts,
  tournaments,
})

test(`${ROUNDS} nights of five tablets apart: all end alike, nothing lost, nothing twice`, () => {
  const seen = { accepted: 0, conflict: 0, rejected: 0, closed: 0 }
  for (let round = 0; round < ROUNDS; round++) {
    const seed = `devices-${round}`
    const { leaf, tablets } = play(seed)
    const asked = tablets.flatMap((tablet) => tablet.asked.map(({ id }) => id))
    assert.is(leaf.lines.length, asked.length, `${seed}: a line for every intent, and no other`)
    assert.equal(new Set(leaf.lines.map(({ intent }) => intent.id)), new Set(asked), seed)
    for (const tablet of tablets)
      assert.equal(summary(tablet.state), summary(leaf.state), `${seed}: a tablet is elsewhere`)
    audit(leaf.lines)
    for (const { outcome } of leaf.lines) seen[outcome.kind] += 1
    for (const { closed } of leaf.state.conflicts.values()) seen.closed += closed ? 1 : 0
  }
  // Each kind of end has to come up, or the nights were too tame to prove anything.
  assert.ok(seen.accepted > 20 * ROUNDS && seen.conflict > ROUNDS, JSON.stringify(seen))
  assert.ok(seen.rejected > ROUNDS && seen.closed > ROUNDS / 4, JSON.stringify(seen))
})

test("each tablet's intents become lines in the order in which they were made", () => {
  for (let round = 0; round < 50; round++) {
    const { leaf, tablets } = play(`order-${round}`)
    for (const tablet of tablets) {
      const own = new Set(tablet.asked.map(({ id }) => id))
      const order = leaf.lines.flatMap(({ intent }) => (own.has(intent.id) ? intent.lamport : []))
      assert.equal(
        order,
        order.toSorted((a, b) => a - b),
      )
    }
  }
})

test("several intents decided on a draft are decided alike, and the state is left alone", () => {
  const random = seededRandom("drafts")
  for (let round = 0; round < 30; round++) {
    const { lines } = play(`drafts-${round}`).leaf
    const state = newLedger()
    for (let from = 0; from < lines.length;) {
      const batch = lines.slice(from, from + 1 + uniform(random, 20))
      const before = structuredClone(state)
      const draft = draftOf(
        state,
        batch.map(({ intent }) => intent),
      )
      for (const line of batch) {
        assert.equal(decide(draft, line.intent), line.outcome)
        apply(draft, line)
      }
      assert.equal(state, before, `drafts-${round}, after line ${from}`)
      for (const line of batch) apply(state, line)
      assert.equal(summary(draft), summary(state))
      from += batch.length
    }
  }
})

test("a batch of 1,000 intents that is repeated changes nothing, and answers the same", () => {
  const leaf = new Leaf()
  const tablet = new Tablet("a")
  tablet.ask("open-tournament", {})
  tablet.ask("buy-in", {})
  for (let index = 0; index < 998; index++) tablet.ask("rebuy", {})
  for (const each of tablet.asked) leaf.record(each)
  const [head, answers] = [leaf.state.headHash, structuredClone(leaf.state.answers)]
  for (const each of [...tablet.asked, ...tablet.asked.toReversed()]) leaf.record(each)
  assert.is(leaf.state.headHash, head)
  assert.equal(leaf.state.answers, answers)
  assert.is(leaf.lines.length, 1_000)
})

test.run()
