import { test } from "uvu"
import * as assert from "uvu/assert"
import { readPlayerList } from "../../app/features/import/player-list.ts"
import { decodeText, readCsv, UnreadableList } from "../../app/features/import/read-csv.ts"
import { readStructureList } from "../../app/features/import/structure-list.ts"
import { builtInStructures } from "../../domain/structure.ts"

const players = async (text: string, known: readonly string[] = []) =>
  readPlayerList(await readCsv(text), (name) => known.includes(name))
const names = (lines: readonly { name: string }[]) => lines.map(({ name }) => name)

for (const [what, text, expected] of [
  ["a column of names", "Name\nAnna Berg\nBo Dam\n", ["Anna Berg", "Bo Dam"]],
  ["names among others", "id;E-mail;Navn\n1;a@b.dk;Åse Ø\n", ["Åse Ø"]],
  ["first and last names", "Efternavn,Fornavn\nBerg,Anna\n", ["Anna Berg"]],
  ["no heading at all", "Anna Berg\nBo Dam", ["Anna Berg", "Bo Dam"]],
  [
    "quotes, tabs and a mark at the start",
    '\ufeffNavn\tBy\n"Berg, Anna"\tAarhus\n',
    ["Berg, Anna"],
  ],
  ["stray spaces and empty lines", "name\n\n  Anna   Berg \r\n\r\n", ["Anna Berg"]],
] as const)
  test(`players are read from ${what}`, async () => {
    assert.equal(names((await players(text)).fresh), expected)
  })

test("what is new, known, twice and wrong is told by the line", async () => {
  const text = `Name,Phone\nAnna Berg,1\nSØREN DAM,2\n,3\nanna berg,4\n${"x".repeat(81)},5\n`
  const list = await players(text, ["soren dam"])
  assert.equal(list, {
    fresh: [{ line: 2, name: "Anna Berg" }],
    known: [{ line: 3, name: "SØREN DAM" }],
    twice: [{ line: 5, name: "anna berg" }],
    wrong: [
      { line: 4, problem: "no_name" },
      { line: 6, problem: "too_long" },
    ],
    passedOver: ["Phone"],
  })
})

test("ten thousand lines are read in a moment", async () => {
  const text = `name\n${Array.from({ length: 10_000 }, (_, index) => `Player ${index}`).join("\n")}`
  const startedAt = performance.now()
  const list = await players(text)
  assert.is(list.fresh.length, 10_000)
  assert.ok(performance.now() - startedAt < 5_000)
})

test("a file of an older spreadsheet has its letters", () => {
  assert.is(decodeText(Uint8Array.of(0xc5, 0x73, 0x65, 0x20, 0xd8)), "Åse Ø")
  assert.is(decodeText(new TextEncoder().encode("Åse Ø")), "Åse Ø")
})

test("a quote that is never closed is no CSV, and it says where", async () => {
  try {
    await readCsv('Name\n"Anna Berg\nBo')
    assert.unreachable()
  } catch (error) {
    assert.instance(error, UnreadableList)
  }
})

const [base] = builtInStructures
const structure = async (text: string) =>
  readStructureList(await readCsv(text), { name: "House", base: base! })

test("a structure is read with its breaks, antes and thousands", async () => {
  const result = await structure(
    "Level;Small Blind;Big Blind;Ante;Minutes\n1;100;200;;20\n2;200;400;400;20\nBreak;;;;10\n3;1.000;2.000;2.000;12,5\n",
  )
  assert.equal(result, {
    structure: {
      name: "House",
      startingStack: 20_000,
      rebuyStack: 20_000,
      addOnStack: 20_000,
      seatsPerTable: base!.seatsPerTable,
      lateRegistrationEndsAt: 3,
      levels: [
        { kind: "round", durationMs: 1_200_000, smallBlind: 100, bigBlind: 200, ante: 0 },
        { kind: "round", durationMs: 1_200_000, smallBlind: 200, bigBlind: 400, ante: 400 },
        { kind: "break", durationMs: 600_000 },
        { kind: "round", durationMs: 750_000, smallBlind: 1_000, bigBlind: 2_000, ante: 2_000 },
      ],
    },
  })
})

test("a column that says whether it is a break is understood, too", async () => {
  const result = await structure("sb,bb,min,break\n25,50,15,\n,,5,x\n")
  assert.ok("structure" in result)
  assert.equal("structure" in result ? result.structure.levels.map(({ kind }) => kind) : [], [
    "round",
    "break",
  ])
})

for (const [text, expected] of [
  ["a,b\n1,2\n", [{ line: 1, problem: "columns" }]],
  ["sb,bb,min\n", [{ line: 1, problem: "empty" }]],
  [
    "sb,bb,ante,min\n200,100,,20\n100,200,,0\n100,200,1.5,20\n1.5,3,,20\n",
    [
      { line: 2, problem: "blinds" },
      { line: 3, problem: "minutes" },
      { line: 4, problem: "ante" },
      { line: 5, problem: "blinds" },
    ],
  ],
] as const)
  test(`a structure with ${expected.map(({ problem }) => problem).join(", ")} wrong says so by the line`, async () => {
    assert.equal(await structure(text), { wrong: expected })
  })

test.run()
