import process from "node:process"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { accountOf, reconcile } from "../../domain/account.ts"
import { apply, type LedgerState, newLedger, openConflicts } from "../../domain/ledger.ts"
import { type Random, seededRandom, uniform } from "../../domain/random.ts"
import type { Entry, Posting } from "../../schemas/entry.ts"
import { TournamentId } from "../../schemas/ids.ts"
import { TERMS } from "../support/intents.ts"
import { Leaf, Tablet } from "./venue.ts"

const TOURNAMENT = v.parse(TournamentId, "t1")
const ROUNDS = Number(process.env["FELT_SIMULATIONS"] ?? 1_000)
const STEPS = 120
const PLAYERS = 8
const TERMS_WITH_BOUNTIES = {
  ...TERMS,
  buyIn: { ...TERMS.buyIn, bountyCents: 500 },
  guaranteeCents: 30_000,
  limits: { rebuy: { most: 3 } },
}
const RESOLUTIONS = [
  { kind: "accept" },
  { kind: "drop" },
  { kind: "instead", replacement: { kind: "rebuy", entryId: "e1" } },
]

/** One random thing that a person does at a tablet, by what that tablet knows. */
function act(tablet: Tablet, random: Random, step: number): void {
  const pick = (below: number) => uniform(random, below)
  const player = 1 + pick(PLAYERS)
  const entry = { entryId: `e${player}` }
  const account = accountOf(tablet.state, TOURNAMENT)
  switch (pick(16)) {
    case 0:
    case 1:
    case 2:
      // Two tablets apart may make two entries of one player.
      return tablet.ask("buy-in", {
        playerId: `p${player}`,
        entryId: pick(3) === 0 ? `e${player}-${step}` : `e${player}`,
      })
    case 3:
      return tablet.ask("re-entry", { playerId: `p${player}`, entryId: `e${player}-${step}` })
    case 4:
    case 5:
      return tablet.ask("rebuy", entry)
    case 6:
      return tablet.ask("add-on", { ...entry, method: "card" })
    case 7:
      return tablet.ask("set-payouts", { payouts: { shares: [6_000, 4_000], unitCents: 100 } })
    case 8: {
      const place = 1 + pick(2)
      const amountCents = account?.prizesCents[place - 1] ?? 100
      return tablet.ask("payout", { ...entry, place, amountCents })
    }
    case 9:
      return tablet.ask("bounty", {
        ...entry,
        loserEntryId: `e${1 + pick(PLAYERS)}`,
        amountCents: 500,
      })
    case 10:
      return tablet.ask(pick(2) === 0 ? "void" : "refund", {
        sequence: 1 + pick(Math.max(1, tablet.state.lastSequence)),
      })
    case 11:
      return tablet.ask(pick(2) === 0 ? "close-registration" : "reopen-registration", {})
    case 12:
      return tablet.ask("top-up", { amountCents: account?.overlayMissingCents || 1 })
    default: {
      const conflict = openConflicts(tablet.state)[0]
      if (!conflict) return
      tablet.ask("resolve", {
        conflict: conflict.sequence,
        resolution: RESOLUTIONS[pick(RESOLUTIONS.length)],
        tournamentId: conflict.intent.tournamentId,
      })
    }
  }
}

function play(seed: string): { leaf: Leaf; tablets: Tablet[] } {
  const random = seededRandom(seed)
  const leaf = new Leaf()
  const tablets = ["a", "b", "c", "d", "e"].map((name) => new Tablet(name))
  tablets[0]?.ask("open-tournament", { terms: TERMS_WITH_BOUNTIES })
  for (let step = 0; step < STEPS; step++) {
    const tablet = tablets[uniform(random, tablets.length)]
    assert.ok(tablet)
    if (!tablet) continue
    if (uniform(random, 12) === 0) tablet.isOnline = !tablet.isOnline
    act(tablet, random, step)
    for (const each of tablets) {
      if (uniform(random, 3) > 0) each.send(leaf, random)
      if (uniform(random, 3) > 0) each.read(leaf, 1 + uniform(random, 9))
    }
  }
  for (const tablet of tablets) tablet.isOnline = true
  while (tablets.some(({ outbox }) => outbox.length > 0))
    for (const tablet of tablets) tablet.send(leaf, random)
  for (const tablet of tablets) tablet.read(leaf, Number.POSITIVE_INFINITY)
  return { leaf, tablets }
}

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
