import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { effectOf, replacementsFor, sidesOf } from "../../app/features/money/conflict-view.ts"
import { moneyLines } from "../../app/features/money/lines.ts"
import { decide } from "../../domain/decide.ts"
import { apply, GENESIS_HASH, newLedger } from "../../domain/ledger.ts"
import type { Entry } from "../../schemas/entry.ts"
import { EntryId, TournamentId } from "../../schemas/ids.ts"
import type { Intent } from "../../schemas/intent.ts"
import { millis, sequence } from "../../schemas/units.ts"
import { buyIns, intent, seen } from "../support/intents.ts"

seen.sequence = 1_000_000
const ACCEPT = { resolution: { kind: "accept" }, reason: "happened_so" } as const
const DROP = { resolution: { kind: "drop" }, reason: "written_twice" } as const

function ledgerWith(...intents: Intent[]) {
  const state = newLedger()
  const lines: Entry[] = []
  for (const each of intents) {
    const line: Entry = {
      version: 1,
      sequence: sequence(lines.length + 1),
      previousHash: lines.at(-1)?.hash ?? GENESIS_HASH,
      recordedAt: millis(0),
      intent: each,
      outcome: decide(state, each),
      hash: (lines.length + 1).toString(16).padStart(64, "0"),
    }
    apply(state, line)
    lines.push(line)
  }
  const [conflict] = state.conflicts.values()
  if (!conflict) throw new Error("There is no conflict.")
  return { state, lines, conflict }
}

/** Line 6: a rebuy of e2, taken by a tablet that had not seen the payout in line 5. */
const classic = () =>
  ledgerWith(
    intent("open-tournament"),
    ...buyIns(2),
    intent("set-payouts"),
    intent("payout", { entryId: "e2", place: 2, amountCents: 3_960 }),
    intent("rebuy", { entryId: "e2", deviceId: "tablet-2", observedSequence: 4 }),
  )

/** Line 5: the rebuy of line 4, written by a second tablet. */
const twice = () =>
  ledgerWith(
    intent("open-tournament"),
    ...buyIns(2),
    intent("rebuy"),
    intent("rebuy", { deviceId: "tablet-2", observedSequence: 3 }),
  )

test("both sides of a conflict: who asked for what, and what stands against it", () => {
  const { lines, conflict } = classic()
  const { asked, against } = sidesOf(conflict, lines)
  assert.equal(
    [asked, ...against].map(
      ({ sequence: at, kind, playerId, amountCents, deviceId, seen: last }) => [
        at,
        kind,
        playerId,
        amountCents,
        deviceId,
        last,
      ],
    ),
    [
      [6, "rebuy", "p2", 5_000, "tablet-2", 4],
      [5, "payout", "p2", -3_960, "tablet-1", 1_000_000],
    ],
  )
})

for (const [what, made, how, effect] of [
  [
    "accepted late, the money is kept apart",
    classic,
    ACCEPT,
    { kind: "moves", poolCents: 0, bountyCents: 0, unallocatedCents: 5_000 },
  ],
  [
    "accepted in time, it goes to the pool",
    twice,
    ACCEPT,
    { kind: "moves", poolCents: 5_000, bountyCents: 0, unallocatedCents: 0 },
  ],
  ["dropped, nothing moves", twice, DROP, { kind: "nothing" }],
] as const)
  test(`what a choice would do is told before it is taken: ${what}`, () => {
    const { state, conflict } = made()
    assert.equal(effectOf(state, conflict, how), effect)
    assert.is(conflict.closed, null, "trying it changes nothing")
  })

test("what cannot be done says why", () => {
  const { state, conflict } = ledgerWith(
    intent("open-tournament"),
    intent("open-tournament", { observedSequence: 0 }),
  )
  assert.equal(effectOf(state, conflict, ACCEPT), {
    kind: "impossible",
    reason: "cannot_be_accepted",
  })
})

test("instead, the other sales of this and other players are offered, not the same again", () => {
  const { conflict, state } = twice()
  const [ledger] = state.tournaments.values()
  const entries = [...(ledger?.entries.values() ?? [])]
  const offered = replacementsFor(conflict, entries, v.parse(EntryId, "new"))
  assert.equal(
    offered.map(({ replacement, playerId }) => `${replacement.kind} ${playerId}`),
    ["add-on p1", "re-entry p1", "rebuy p2", "add-on p2", "re-entry p2"],
  )
})

test("the ledger's table tells that a conflict is open, by which line it was closed, and what that moved", () => {
  const resolve = intent("resolve", { conflict: 5 })
  const { lines } = ledgerWith(
    intent("open-tournament"),
    ...buyIns(2),
    intent("rebuy"),
    intent("rebuy", { deviceId: "tablet-2", observedSequence: 3 }),
    resolve,
  )
  const shown = moneyLines(lines, v.parse(TournamentId, "t1"))
  const [closing, conflict] = shown
  assert.equal(
    [closing?.kind, closing?.voids, closing?.amountCents, closing?.playerId, closing?.canBeVoided],
    ["resolve", 5, 5_000, "p1", true],
  )
  assert.equal(
    [conflict?.outcome, conflict?.closedBy, conflict?.canBeVoided],
    ["conflict", 6, false],
  )
})

test.run()
