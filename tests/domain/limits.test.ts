import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { jumpToLevel } from "../../domain/clock.ts"
import { decide } from "../../domain/decide.ts"
import { floorSeen, limitOf, type Wish } from "../../domain/limits.ts"
import { EntryId, PlayerId, TournamentId } from "../../schemas/ids.ts"
import type { IntentKind } from "../../schemas/intent.ts"
import { Terms } from "../../schemas/terms.ts"
import { millis } from "../../schemas/units.ts"
import { intent, TERMS } from "../support/intents.ts"
import { ledgerOf, record } from "../support/ledger.ts"
import { tournamentOf } from "../support/tablet.ts"

const now = millis(1_000)
const buyIn: Wish = { kind: "buy-in", playerId: v.parse(PlayerId, "p99") }
const reEntry: Wish = { kind: "re-entry", playerId: v.parse(PlayerId, "p1") }
const rebuy: Wish = { kind: "rebuy", entryId: v.parse(EntryId, "e1") }
const addOn: Wish = { kind: "add-on", entryId: v.parse(EntryId, "e1") }

/** A floor of nine at a level of the structure, in which late registration ends with level 8. */
function floorAt(levelIndex: number) {
  const tablet = tournamentOf(9)
  tablet.press(({ tournament, clock }) => [
    ["clock", jumpToLevel(tournament?.structure.levels ?? [], clock, now, levelIndex)],
  ])
  return tablet.read()
}
function limit(wish: Wish, { level = 0, limits = {}, before = [] as IntentKind[] } = {}) {
  const terms = v.parse(Terms, { ...TERMS, limits })
  const state = ledgerOf(3, terms)
  for (const kind of before)
    record(state, intent(kind, kind === "re-entry" ? { entryId: "e1b" } : {}))
  const ledger = state.tournaments.get(v.parse(TournamentId, "t1")) ?? null
  const found = limitOf(wish, { state: floorAt(level), terms, ledger, now })
  return { found, state, terms }
}

test("nothing stands in the way early in the night", () => {
  for (const wish of [buyIn, reEntry, rebuy, addOn]) assert.is(limit(wish).found, null)
})

test("TDA R8: when late registration is over, entries and rebuys are for a director", () => {
  assert.equal(limit(buyIn, { level: 10 }).found, { kind: "entries_over" })
  assert.equal(limit(reEntry, { level: 10 }).found, { kind: "entries_over" })
  assert.equal(limit(rebuy, { level: 10 }).found, { kind: "rebuys_over" })
  assert.is(limit(addOn, { level: 10 }).found, null, "no level is named for the add-on")
})

for (const [rule, wish, options, expected] of [
  [
    "one re-entry at most",
    reEntry,
    { limits: { reEntry: { most: 1 } }, before: ["re-entry"] },
    { kind: "most", most: 1, taken: 1 },
  ],
  [
    "two rebuys at most, one taken",
    rebuy,
    { limits: { rebuy: { most: 2 } }, before: ["rebuy"] },
    null,
  ],
  [
    "rebuys until a level",
    rebuy,
    { limits: { rebuy: { untilLevel: 3 } }, level: 3 },
    { kind: "level", untilLevel: 3 },
  ],
  [
    "not with fewer players left",
    reEntry,
    { limits: { reEntry: { leastPlayersLeft: 10 } } },
    { kind: "players_left", least: 10 },
  ],
  [
    "registration was closed",
    buyIn,
    { before: ["close-registration"] },
    { kind: "registration_closed" },
  ],
] as const)
  test(`${rule}: the same as the ledger says, and a director's reason goes through`, () => {
    const { found, state } = limit(wish, {
      ...options,
      before: [...("before" in options ? options.before : [])],
    })
    assert.equal(found, expected)
    const fields = {
      ...wish,
      floor: floorSeen(floorAt("level" in options ? options.level : 0), now),
      ...("playerId" in wish && { entryId: "e77" }),
    }
    const kind = expected === null ? "accepted" : "rejected"
    assert.is(decide(state, intent(wish.kind, fields)).kind, kind)
    const allowed = intent(wish.kind, { ...fields, override: "directors_decision" })
    assert.is(decide(state, allowed).kind, "accepted")
  })

test.run()
