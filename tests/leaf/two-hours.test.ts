import { readdirSync, statSync } from "node:fs"
import process from "node:process"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { tournamentRoom } from "../../schemas/documents/rooms.ts"
import { TournamentId } from "../../schemas/ids.ts"
import { buyIns, intent } from "../support/intents.ts"
import { TestLeaf } from "../support/leaf.ts"
import { AS_ON_A_BOX, MEGABYTE, memoryOf } from "../support/memory.ts"

/**
 * 500 writes a minute, compressed: one in ten is money, the others change the same forty entries of the
 * floor again and again.
 *
 *   FELT_LONG=1   two hours of it, 60,000 writes, instead of six minutes
 */
const WRITES = process.env["FELT_LONG"] === "1" ? 60_000 : 3_000
const PARTS = 4
const ENTRIES = 40
/** So much may the second half add: the log's blocks fill up before they are written anew. */
const MOST_GROWTH = { storeMegabytes: 4, memoryMegabytes: 40, latency: 2 }

const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).reduce((sum, file) => {
    // The server makes a block anew while we look.
    const stats = statSync(`${folder}/${file}`, { throwIfNoEntry: false })
    return sum + (stats?.isFile() ? stats.size : 0)
  }, 0)
const middle = (all: readonly number[]) =>
  all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0

test(`${WRITES} writes at full speed: store and memory stay, and the last are as quick as the first`, async () => {
  const leaf = await new TestLeaf(AS_ON_A_BOX).start()
  const client = await leaf.signIn()
  await client.record([intent("open-tournament")])
  const floor = await client.openRoom(tournamentRoom(v.parse(TournamentId, "t1")))
  const documents = `${leaf.data}/nats/store/jetstream/$G/streams/DOCUMENTS`
  const parts = []
  for (let part = 0; part < PARTS; part++) {
    const money: number[] = []
    for (const [index, { id }] of buyIns(WRITES / 10 / PARTS).entries()) {
      const edit = part * WRITES + index * 9
      for (let each = 0; each < 9; each++)
        floor.registers.set(`entry/e${(edit + each) % ENTRIES}/player`, `p${edit + each}`)
      const startedAt = performance.now()
      const name = `${part}-${index}`
      await client.record([intent("buy-in", { id, playerId: `p${name}`, entryId: `m${name}` })])
      money.push(performance.now() - startedAt)
    }
    await floor.safe()
    parts.push({
      "money p50 ms": Number(middle(money).toFixed(1)),
      "documents MB": Number((sizeOf(documents) / MEGABYTE).toFixed(2)),
      "memory MB": Math.round(memoryOf(leaf) / MEGABYTE),
    })
  }
  floor.close()
  await leaf.stop()
  console.table(parts)
  const [first, last] = [parts[1], parts[PARTS - 1]]
  if (!first || !last) throw new Error("Nothing was measured.")
  assert.ok(last["documents MB"] - first["documents MB"] < MOST_GROWTH.storeMegabytes)
  assert.ok(last["memory MB"] - first["memory MB"] < MOST_GROWTH.memoryMegabytes)
  assert.ok(last["money p50 ms"] < MOST_GROWTH.latency * first["money p50 ms"] + 1)
})

test.run()
