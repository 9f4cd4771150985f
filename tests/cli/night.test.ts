import { spawnSync, spawn } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import process from "node:process"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { PGliteStore } from "../../ledger/store-pglite.ts"
import { temporaryFolder } from "../support/folder.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"

const FELT = fileURLToPath(new URL("../../cli/felt.ts", import.meta.url))
const PLAYERS = fileURLToPath(new URL("../../cli/demo/players.csv", import.meta.url))

type Result = {
  players: number
  counts: { entries: number; rebuys: number; addOns: number; payouts: number }
  tableBreaks: number
  poolCents: number
  feeCents: number
  prizes: { place: number; player: string; prizeCents: number }[]
  kills: number
  ok: boolean
}

async function night(
  ...args: string[]
): Promise<{ code: number | null; result: Result; words: string }> {
  const child = spawn(process.execPath, [FELT, "night", ...args], {
    env: { ...process.env, FELT_MIN_FREE_MB: "0" },
  })
  const [output, words, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once("close", resolve)),
  ])
  return { code, words, result: JSON.parse(output) as Result }
}

function csv(content: string): string {
  const path = `${temporaryFolder()}/players.csv`
  writeFileSync(path, content)
  return path
}

/** The night of the last test: it waits much, for a Leaf that comes back, so it runs beside the others. */
const chaos = night(
  csv(`name\n${readFileSync(PLAYERS, "utf8").split("\n").slice(1, 41).join("\n")}\n`),
  "--chaos",
  "--url",
  "http://127.0.0.1:9",
  "--seed",
  "chaos",
)

const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0)

function assertWholeNight(
  { code, result, words }: Awaited<ReturnType<typeof night>>,
  players: number,
) {
  assert.is(code, 0, words)
  assert.ok(result.ok)
  assert.is(result.counts.entries, players)
  const { rebuys, addOns } = result.counts
  assert.is(result.poolCents, players * 4_950 + (rebuys + addOns) * 5_000)
  assert.is(result.feeCents, players * 550)
  assert.is(sum(result.prizes.map(({ prizeCents }) => prizeCents)), result.poolCents)
  assert.is(new Set(result.prizes.map(({ player }) => player)).size, result.prizes.length)
  assert.match(words, /reconciliation: GREEN/)
}

test("127 players against a running Leaf: twelve prizes, every cent of the pool, tables broken on the way", async () => {
  const leaf = await new TestLeaf().start()
  const played = await night(PLAYERS, "--url", leaf.url, "--pin", PIN, "--seed", "test")
  assertWholeNight(played, 127)
  assert.is(played.result.prizes.length, 12)
  assert.ok(played.result.tableBreaks >= 10)
  const names = readFileSync(PLAYERS, "utf8").split("\n")
  for (const { player } of played.result.prizes) assert.ok(names.includes(player))
  await leaf.stop()
  const store = await PGliteStore.open(`${leaf.data}/projection`, null)
  const { sequence: last } = await store.head()
  assert.match(await store.fingerprint(last), /^[0-9a-f]{64}$/)
  await store.close()
})

for (const [what, content, words] of [
  ["no such column", "player\nAnna\nBo\n", /first line must have a column "name"/],
  ["an empty name", 'name,club\nAnna,x\n"  ",y\n', /line 3: a player needs a name\./],
  [
    "too long a name",
    `name\nAnna\n${"x".repeat(81)}\n`,
    /line 3: a name has at most 80 characters\./,
  ],
  ["a line with too many cells", "name\nAnna\nBo,extra\n", /line 3/],
  ["one player", "name\nAnna\n", /at least two players/],
] as const)
  test(`a player list with ${what} is refused with one line, and no Leaf is started`, () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [FELT, "night", csv(content)], {
      encoding: "utf8",
    })
    assert.is(status, 2)
    assert.is(stdout, "")
    assert.match(stderr, words)
    assert.is(stderr.trim().split("\n").length, 1)
  })

test("a list that is not there, and a Leaf without a PIN, are refused with one line", async () => {
  const missing = spawnSync(process.execPath, [FELT, "night", "nowhere.csv"], { encoding: "utf8" })
  assert.equal(
    [missing.status, missing.stderr.trim()],
    [2, "The player list nowhere.csv cannot be read."],
  )
  const leaf = await new TestLeaf().start()
  const { FELT_SETUP_PIN: _, ...environment } = process.env
  for (const [args, words] of [
    [[], /name a PIN of its staff with --pin/],
    [["--pin", "0000"], /This PIN is nobody's/],
  ] as const) {
    const refused = spawnSync(
      process.execPath,
      [FELT, "night", PLAYERS, "--url", leaf.url, ...args],
      { encoding: "utf8", env: environment },
    )
    assert.is(refused.status, 2)
    assert.match(refused.stderr, words)
  }
  await leaf.stop()
})

test("verify on a folder that holds no Leaf's data is one line and status 2", () => {
  const folder = temporaryFolder()
  for (const command of [["ledger", "verify"], ["projection", "rebuild"], ["unlock"]]) {
    const { status, stderr } = spawnSync(process.execPath, [FELT, ...command, "--data", folder], {
      encoding: "utf8",
    })
    assert.is(status, 2)
    assert.match(stderr, /There is no Leaf's data in/)
  }
})

test("verify works on a running Leaf and on a stopped one, rebuild on a stopped one only", async () => {
  const leaf = await new TestLeaf().start()
  const felt = (...args: string[]) =>
    spawnSync(process.execPath, [FELT, ...args, "--data", leaf.data], { encoding: "utf8" })
  for (const isRunning of [true, false]) {
    const verified = felt("ledger", "verify")
    assert.is(verified.status, 0, verified.stderr)
    assert.is((JSON.parse(verified.stdout) as { ok: boolean }).ok, true)
    const rebuilt = felt("projection", "rebuild")
    assert.is(rebuilt.status, isRunning ? 2 : 0)
    if (isRunning) assert.match(rebuilt.stderr, /A Leaf is running .* Stop it first/)
    if (isRunning) await leaf.stop()
  }
})

test("a night during which the Leaf is killed again and again ends the same: green", async () => {
  const played = await chaos
  assertWholeNight(played, 40)
  assert.ok(played.result.kills >= 5, `only ${played.result.kills} kills`)
})

test.run()
