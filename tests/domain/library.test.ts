import { test } from "uvu"
import * as assert from "uvu/assert"
import { differences, nameRow } from "../../domain/library-diff.ts"
import {
  between,
  type Fields,
  removeRow,
  rowFields,
  rowsOf,
  writesBetween,
} from "../../domain/library-fields.ts"
import { fieldsOf, levelFieldsOf, readItem } from "../../domain/library-items.ts"
import { builtInPayouts } from "../../domain/payouts.ts"
import { builtInStructures } from "../../domain/structure.ts"
import type { LibraryValue } from "../../schemas/library.ts"
import { basisPoints, cents, chips, millis } from "../../schemas/units.ts"

const ids = () => {
  let count = 0
  return () => `r${++count}`
}
const read = (fields: Fields): LibraryValue => {
  const reading = readItem(fields)
  if ("problem" in reading) throw new Error(reading.problem)
  return reading.value
}
const round = (bigBlind: number): Fields =>
  levelFieldsOf({
    kind: "round",
    durationMs: millis(1_200_000),
    smallBlind: chips(bigBlind / 2),
    bigBlind: chips(bigBlind),
    ante: chips(0),
  })
const bigBlinds = (fields: Fields) => {
  const value = read(fields)
  if (value.kind !== "structure") throw new Error("This is no structure.")
  return value.structure.levels.map((level) => (level.kind === "round" ? level.bigBlind : "break"))
}
const [regular] = builtInStructures
if (!regular) throw new Error("There is no built-in structure.")
const REGULAR = fieldsOf({ kind: "structure", name: "Regular", structure: regular }, ids())

const VALUES: LibraryValue[] = [
  ...builtInStructures.map((structure) => ({
    kind: "structure" as const,
    name: structure.name,
    structure,
  })),
  ...builtInPayouts.map(({ name, shares }) => ({
    kind: "payout-table" as const,
    name,
    payouts: { shares, unitCents: cents(100) },
  })),
  {
    kind: "chip-set",
    name: "Clay",
    chips: [
      { value: chips(25), colour: "green", count: 400 },
      { value: chips(100), colour: "black" },
    ],
  },
  {
    kind: "house-rules",
    name: "House rules",
    paragraphs: [{ heading: "Phones", text: "Not at the table." }],
  },
]
for (const value of VALUES)
  test(`fields say what the ${value.kind} "${value.name}" said`, () => {
    assert.equal(read(fieldsOf(value, ids())), value)
  })

test("a level is put between two others, and taken away; what names a level goes with it", () => {
  const rows = rowsOf(REGULAR, "level")
  const at = between(rows[0], rows[1])
  const more = { ...REGULAR, ...rowFields("level", "new", { ...round(150), at }) }
  assert.equal(bigBlinds(more).slice(0, 3), [100, 150, 200])
  const late = (fields: Fields) => {
    const value = read(fields)
    return value.kind === "structure" ? value.structure.lateRegistrationEndsAt : null
  }
  assert.is(late(more), regular.lateRegistrationEndsAt + 1, "the same level, one later")
  const named = rows[regular.lateRegistrationEndsAt]?.id ?? ""
  const without = { ...REGULAR, ...removeRow("level", named) }
  assert.is(late(without), regular.lateRegistrationEndsAt, "the level that is there now")
  assert.is(late({ ...REGULAR, lateRegistrationEndsAt: null }), regular.levels.length, "to the end")
})

for (const [what, wrong, sentence] of [
  ["no name", { name: "  " }, /^At name: a name has a letter/],
  [
    "half a chip",
    { "level/r1/bigBlind": 12.5 },
    /^At structure\.levels\.?\[0\]\.bigBlind: .*chips/,
  ],
  [
    "no levels",
    Object.assign({}, ...rowsOf(REGULAR, "level").map(({ id }) => removeRow("level", id))),
    /at least one level/,
  ],
  ["another kind", { kind: "poem" }, /kind/i],
] as const)
  test(`${what}: said in one sentence, with the place`, () => {
    const reading = readItem({ ...REGULAR, ...wrong })
    assert.match("problem" in reading ? reading.problem : "", sentence)
  })

test("shares that do not sum are no payout table", () => {
  const table = fieldsOf(
    {
      kind: "payout-table",
      name: "Top 2",
      payouts: { shares: [6_000, 4_000].map(basisPoints), unitCents: cents(1) },
    },
    ids(),
  )
  const reading = readItem({ ...table, "place/1/share": 6_500 })
  assert.match("problem" in reading ? reading.problem : "", /sum to 10,000 basis points/)
})

test("two states differ in fields, in rows that came and went, and in where rows stand", () => {
  const rows = rowsOf(REGULAR, "level")
  const [first, second, third] = rows
  if (!first || !second || !third) throw new Error("There are no levels.")
  const next: Fields = {
    ...REGULAR,
    startingStack: 25_000,
    [`level/${first.id}/bigBlind`]: 150,
    [`level/${second.id}/at`]: 99,
    ...removeRow("level", third.id),
    ...rowFields("level", "new", { ...round(500), at: 98 }),
  }
  const found = differences(REGULAR, next)
  assert.equal(
    found.map(({ kind, row }) => `${kind} ${row?.id ?? ""}`),
    ["field ", `removed ${third.id}`, `field ${first.id}`, "added new", `moved ${second.id}`],
  )
  assert.equal(found[0], {
    kind: "field",
    row: null,
    field: "startingStack",
    before: 20_000,
    after: 25_000,
  })
  assert.equal(differences(REGULAR, { ...REGULAR }), [])
  assert.is(nameRow(next, "level", third.id).number, 2, "where it would stand")
})

test("what is written makes one state into the other, and says of each row that it is there", () => {
  const rows = rowsOf(REGULAR, "level")
  const [first, second] = rows
  if (!first || !second) throw new Error("There are no levels.")
  const next: Fields = {
    ...REGULAR,
    [`level/${first.id}/bigBlind`]: 150,
    ...removeRow("level", second.id),
    ...rowFields("level", "new", { ...round(500), at: 98 }),
  }
  const writes = writesBetween(REGULAR, next)
  assert.equal(writes, {
    [`level/${first.id}/bigBlind`]: 150,
    [`level/${first.id}/here`]: 2,
    [`level/${second.id}/here`]: 0,
    ...rowFields("level", "new", { ...round(500), at: 98 }),
  })
  const back = { ...next, ...writesBetween(next, REGULAR) }
  assert.equal(read(back), read(REGULAR), "and back again")
  assert.equal(writesBetween(next, next), {})
})

test.run()
