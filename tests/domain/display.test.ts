import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { accountOf } from "../../domain/account.ts"
import { decide } from "../../domain/decide.ts"
import { displayState } from "../../domain/display.ts"
import { screenSettings } from "../../domain/screens.ts"
import * as floor from "../../domain/floor.ts"
import { apply, newLedger } from "../../domain/ledger.ts"
import { builtInStructures } from "../../domain/structure.ts"
import { readTournament, type TournamentState } from "../../domain/tournament.ts"
import { DisplayId, EntryId, PlayerId, TournamentId } from "../../schemas/ids.ts"
import type { Intent } from "../../schemas/intent.ts"
import { cents, chips, millis, sequence } from "../../schemas/units.ts"
import { DisplayState } from "../../schemas/display.ts"
import { buyIns, intent } from "../support/intents.ts"

const NOW = millis(1_700_000_000_000)
const TOURNAMENT = v.parse(TournamentId, "t1")
const screen = screenSettings(new Map(), v.parse(DisplayId, "bar"), NOW)

/** The money after these intents, each of which the ledger accepts. */
function accountAfter(...intents: Intent[]) {
  const ledger = newLedger()
  for (const each of intents) {
    const outcome = decide(ledger, each)
    assert.is(outcome.kind, "accepted", each.kind)
    const at = sequence(ledger.lastSequence + 1)
    const hash = String(at).padStart(64, "0")
    const previousHash = ledger.headHash
    apply(ledger, {
      version: 1,
      sequence: at,
      previousHash,
      recordedAt: NOW,
      intent: each,
      outcome,
      hash,
    })
  }
  return accountOf(ledger, TOURNAMENT)
}

/** A floor with entries e1 … en of players p1 … pn; each stack has chips of its own to be told by. */
function floorOf(entries: number): TournamentState {
  const [regular] = builtInStructures
  if (!regular) throw new Error("There is no built-in structure.")
  const structure = {
    ...regular,
    startingStack: chips(20_000),
    rebuyStack: chips(1_000),
    addOnStack: chips(30),
  }
  const writes = [
    ...floor.createTournament({ name: "Friday", structure, seed: "s" }),
    ...Array.from({ length: entries }, (_, index) =>
      floor.enter({
        entryId: v.parse(EntryId, `e${index + 1}`),
        playerId: v.parse(PlayerId, `p${index + 1}`),
      }),
    ).flat(),
  ]
  return readTournament(new Map(writes.map(([key, value]) => [key, value])))
}

function shown(...[state, account]: [TournamentState, ReturnType<typeof accountOf>]) {
  const display = v.parse(DisplayState, displayState({ state, account, now: NOW, screen }))
  if (display.kind !== "tournament") throw new Error("The screen waits.")
  return display
}

test("a screen without a tournament waits", () => {
  const state = readTournament(new Map())
  assert.equal(displayState({ state, account: null, now: NOW, screen }), {
    kind: "waiting",
    now: NOW,
    screen,
  })
})

test("before the tournament's account is open the screen counts who is entered", () => {
  const display = shown(floorOf(3), null)
  assert.equal([display.entries, display.playersLeft, display.chipsInPlay], [3, 3, 0])
  assert.equal([display.currency, display.poolCents, display.prizesCents], [null, 0, []])
})

test("chips in play are what was handed out for money, also to those who are out by now", () => {
  const account = accountAfter(
    intent("open-tournament"),
    ...buyIns(3),
    intent("rebuy"),
    intent("rebuy", { entryId: "e2" }),
    intent("add-on", { entryId: "e3" }),
  )
  const before = floorOf(3)
  const out = { order: 1, at: NOW }
  const state = {
    ...before,
    entries: before.entries.map((entry, index) => (index === 0 ? { ...entry, out } : entry)),
  }
  const display = shown(state, account)
  assert.is(display.chipsInPlay, 3 * 20_000 + 2 * 1_000 + 30)
  assert.equal([display.entries, display.playersLeft], [3, 2])
  assert.is(display.poolCents, 3 * 4_950 + 3 * 5_000)
})

test("an entry that was taken back counts neither as paid nor in chips", () => {
  const account = accountAfter(
    intent("open-tournament"),
    ...buyIns(3),
    intent("void", { sequence: 4 }),
  )
  const display = shown(floorOf(3), account)
  assert.equal([display.entries, display.chipsInPlay, display.poolCents], [2, 40_000, 9_900])
})

test("a screen is told the clock as it was touched, and until when entries are taken", () => {
  const clock = { status: "running", levelIndex: 3, elapsedMs: millis(5), since: NOW } as const
  const state = floorOf(1)
  const display = shown({ ...state, clock }, null)
  assert.equal(display.clock, clock)
  assert.is(display.lateRegistrationEndsAt, state.tournament?.structure.lateRegistrationEndsAt)
  assert.equal(display.levels, state.tournament?.structure.levels)
  assert.equal([display.name, display.now], ["Friday", NOW])
})

test("the prizes on the screen are the ledger's, and sum to the pool", () => {
  const account = accountAfter(intent("open-tournament"), ...buyIns(2), intent("set-payouts"))
  const display = shown(floorOf(2), account)
  assert.equal(display.prizesCents, [5_940, 3_960].map(cents))
  assert.is(display.currency, "EUR")
})

test("a screen is told no id of a person", () => {
  const text = JSON.stringify(displayState({ state: floorOf(3), account: null, now: NOW, screen }))
  assert.not.match(text, /"[pe][123]"/)
})

test.run()
