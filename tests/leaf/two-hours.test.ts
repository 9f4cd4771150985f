import { readdirSync, statSync } from "node:fs"
import process from "node:process"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { tournamentRoom } from "../../schemas/documents/rooms.ts"
import { TournamentId } from "../../schemas/ids.ts"
import { buyIns, intent } from "../support/intents.ts"
import type { Room } from "../../cli/leaf-client.ts"
import { TestLeaf } from "../support/leaf.ts"
import { AS_ON_A_BOX, MEGABYTE, memoryOf } from "../support/memory.ts"

/**
 * 500 writes a minute, compressed: one in ten is money, the others change the same forty entries of the
 * floor again and again.
 *
 *   FELT_LONG=1   two hours of it, 60,000 writes, instead of six minutes, and then the floor alone
 *                 until what was replaced has been dropped
 */
const IS_LONG = process.env["FELT_LONG"] === "1"
const WRITES = IS_LONG ? 60_000 : 3_000
const PARTS = 4
const EDITS_PER_MONEY = 9
const ENTRIES = 40
/** So much may the second half add. */
const MOST_GROWTH = { storeMegabytes: 4, memoryMegabytes: 40, latency: 2 }
/** How often a quarter's memory is looked at: a single look finds it before or after a collection. */
const LOOKS = 15
/** The server drops what was replaced when the file that it stands in is full; so large is one. */
const FILE_MEGABYTES = 8.4
/** An edit of the floor takes about 170 bytes there: so many fill it twice. */
const FILL_TWICE = 100_000

const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).reduce((sum, file) => {
    // The server makes a file anew while we look.
    const stats = statSync(`${folder}/${file}`, { throwIfNoEntry: false })
    return sum + (stats?.isFile() ? stats.size : 0)
  }, 0)
const documentsOf = (leaf: TestLeaf): number =>
  sizeOf(`${leaf.data}/nats/store/jetstream/$G/streams/DOCUMENTS`) / MEGABYTE
const middle = (all: readonly number[]) =>
  all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0

function edit(floor: Room, from: number): void {
  for (let at = from; at < from + EDITS_PER_MONEY; at++)
    floor.registers.set(`entry/e${at % ENTRIES}/player`, `p${at}`)
}

test(`${WRITES} writes at full speed: store and memory stay, and the last are as quick as the first`, async () => {
  const leaf = await new TestLeaf(AS_ON_A_BOX).start()
  const client = await leaf.signIn()
  await client.record([intent("open-tournament")])
  const floor = await client.openRoom(tournamentRoom(v.parse(TournamentId, "t1")))
  const parts = []
  for (let part = 0; part < PARTS; part++) {
    const [money, memory]: [number[], number[]] = [[], []]
    const intents = buyIns(WRITES / (1 + EDITS_PER_MONEY) / PARTS)
    const lookEvery = Math.floor(intents.length / LOOKS)
    for (const [index, { id }] of intents.entries()) {
      edit(floor, part * WRITES + index * EDITS_PER_MONEY)
      const startedAt = performance.now()
      const name = `${part}-${index}`
      await client.record([intent("buy-in", { id, playerId: `p${name}`, entryId: `m${name}` })])
      money.push(performance.now() - startedAt)
      if (index % lookEvery === 0) memory.push(memoryOf(leaf) / MEGABYTE)
    }
    await floor.safe()
    parts.push({
      "money p50 ms": Number(middle(money).toFixed(1)),
      "documents MB": Number(documentsOf(leaf).toFixed(2)),
      "memory MB": Math.round(middle(memory)),
    })
  }
  if (IS_LONG) await assertReplacedIsDropped(leaf, floor)
  floor.close()
  await leaf.stop()
  console.table(parts)
  const [first, last] = [parts[1], parts[PARTS - 1]]
  if (!first || !last) throw new Error("Nothing was measured.")
  assert.ok(last["documents MB"] - first["documents MB"] < MOST_GROWTH.storeMegabytes)
  assert.ok(last["memory MB"] - first["memory MB"] < MOST_GROWTH.memoryMegabytes)
  assert.ok(last["money p50 ms"] < MOST_GROWTH.latency * first["money p50 ms"] + 1)
})

/** Goes on with the floor alone until the documents take less than half of what they took. */
async function assertReplacedIsDropped(leaf: TestLeaf, floor: Room): Promise<void> {
  let [edits, most, now, looks] = [0, 0, 0, 0]
  // A single look may find a file that is just being made anew.
  while (looks < 2 && edits < FILL_TWICE) {
    edit(floor, edits)
    edits += EDITS_PER_MONEY
    await floor.safe()
    now = documentsOf(leaf)
    most = Math.max(most, now)
    looks = now < most / 2 ? looks + 1 : 0
  }
  console.log(
    `${edits} more edits of the floor: documents took ${most.toFixed(1)} MB at most, then ${now.toFixed(1)} MB`,
  )
  assert.ok(now < most / 2, "what was replaced has not been dropped")
  assert.ok(most < 2 * FILE_MEGABYTES)
}

test.run()
