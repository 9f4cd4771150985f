import { test } from "uvu"
import * as assert from "uvu/assert"
import {
  addLevel,
  levelsIn,
  moveRow,
  replaceLevels,
} from "../../app/features/library/level-rows.ts"
import { structureOffers } from "../../app/features/tonight/structure-offers.ts"
import { type Fields, rowKey, rowsOf } from "../../domain/library-fields.ts"
import { fieldsOf } from "../../domain/library-items.ts"
import { builtInStructures } from "../../domain/structure.ts"
import { generateLevels } from "../../domain/structure-generator.ts"
import { LibraryItemId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"
import * as v from "valibot"

const ids = () => {
  let count = 0
  return () => `r${++count}`
}
const [regular] = builtInStructures
if (!regular) throw new Error("There is no built-in structure.")
const FIELDS = fieldsOf({ kind: "structure", name: "Regular", structure: regular }, ids())
const order = (fields: Fields) =>
  rowsOf(fields, "level")
    .slice(0, 4)
    .map(({ id }) => id)
const level = (fields: Fields, id: string) => levelsIn(fields).find((each) => each.id === id)?.level

test("a level moves one place up or down, and stays where there is no further", () => {
  assert.equal(order(FIELDS), ["r1", "r2", "r3", "r4"])
  assert.equal(order({ ...FIELDS, ...moveRow(FIELDS, "level", "r1", 1) }), ["r2", "r1", "r3", "r4"])
  assert.equal(order({ ...FIELDS, ...moveRow(FIELDS, "level", "r3", -1) }), [
    "r1",
    "r3",
    "r2",
    "r4",
  ])
  assert.equal(moveRow(FIELDS, "level", "r1", -1), {})
  const last = rowsOf(FIELDS, "level").at(-1)?.id ?? ""
  assert.equal(moveRow(FIELDS, "level", last, 1), {})
})

test("there and back again is where it was, however often", () => {
  const fields = { ...FIELDS }
  for (let time = 0; time < 20; time++) {
    Object.assign(fields, moveRow(fields, "level", "r2", 1))
    Object.assign(fields, moveRow(fields, "level", "r2", -1))
  }
  assert.equal(order(fields), ["r1", "r2", "r3", "r4"])
})

test("a new level goes on from the one before: between its neighbours, or half as much again", () => {
  const between = { ...FIELDS, ...addLevel(FIELDS, "round", { after: "r2", newId: "new" }) }
  assert.equal(order(between), ["r1", "r2", "new", "r3"])
  const made = level(between, "new")
  assert.is(made?.kind === "round" && made.bigBlind, 250)
  assert.is(made?.durationMs, regular.levels[0]?.durationMs)
  const end = { ...FIELDS, ...addLevel(FIELDS, "round", { after: null, newId: "new" }) }
  assert.is(rowsOf(end, "level").at(-1)?.id, "new")
  const last = level(end, "new")
  assert.equal(
    last?.kind === "round" && [last.smallBlind, last.bigBlind, last.ante],
    [75_000, 150_000, 150_000],
  )
  const pause = { ...FIELDS, ...addLevel(FIELDS, "break", { after: "r2", newId: "new" }) }
  assert.equal(level(pause, "new"), { kind: "break", durationMs: millis(600_000) })
})

test("generated levels take the place of those that there were", () => {
  const levels = generateLevels({
    startingStack: 20_000,
    players: 40,
    minutes: 300,
    levelMinutes: 20,
    chips: [25, 100, 500, 1_000, 5_000],
    ante: "bigBlind",
  })
  const newId = ids()
  const next = { ...FIELDS, ...replaceLevels(FIELDS, levels, () => `new${newId()}`) }
  assert.equal(
    levelsIn(next).map((each) => each.level),
    levels,
  )
})

test("what is half typed is left out of the check, and nothing else", () => {
  const typed = { ...FIELDS, [rowKey("level", "r2", "bigBlind")]: "2o0" }
  assert.is(levelsIn(typed).length, levelsIn(FIELDS).length - 1)
})

test("a tournament may have any structure of the library that is not put away, or one of Felt's", () => {
  const item = (name: string, isPutAway: boolean) => ({
    itemId: v.parse(LibraryItemId, name),
    heads: [],
    value: { kind: "structure" as const, name, structure: { ...regular, name } },
    isPutAway,
    changedAt: millis(0),
    changedBy: null,
    clashCount: 0,
    waiting: 0,
    refusal: null,
  })
  const offers = structureOffers([item("Sunday", false), item("Old", true), item("Friday", false)])
  assert.equal(
    offers.map(({ structure }) => structure.name),
    ["Friday", "Sunday", ...builtInStructures.map(({ name }) => name)],
  )
  assert.is(new Set(offers.map(({ id }) => id)).size, offers.length)
  assert.is(structureOffers([]).length, builtInStructures.length, "also on a Leaf that is new")
})

test.run()
