import { spawn } from "node:child_process"
import { once } from "node:events"
import { writeFileSync } from "node:fs"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { temporaryFolder } from "../support/folder.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { AS_ON_A_BOX, MEGABYTE, memoryOf } from "../support/memory.ts"

/**
 * What a Leaf and its nats-server hold, on a box that has a gigabyte.
 *
 *   FELT_LONG=1   a night of 1,000 players instead of 40
 */
const PLAYERS = process.env["FELT_LONG"] === "1" ? 1_000 : 40
const IDLE_MOST = 300
const NIGHT_MOST = 500
const LOOK_EVERY_MS = 50
const FELT = fileURLToPath(new URL("../../cli/felt.ts", import.meta.url))

test(`idle under ${IDLE_MOST} MB, and under ${NIGHT_MOST} through a night of ${PLAYERS}`, async () => {
  const leaf = await new TestLeaf(AS_ON_A_BOX).start()
  const idle = memoryOf(leaf) / MEGABYTE
  let most = 0
  const look = setInterval(() => (most = Math.max(most, memoryOf(leaf) / MEGABYTE)), LOOK_EVERY_MS)
  await playNight(leaf)
  clearInterval(look)
  console.log(
    `idle ${Math.round(idle)} MB, a night of ${PLAYERS} players at most ${Math.round(most)} MB`,
  )
  assert.ok(idle < IDLE_MOST)
  assert.ok(most < NIGHT_MOST)
  await leaf.stop()
})

/** The whole night by the command line, as fast as it goes. */
async function playNight({ url, data }: TestLeaf): Promise<void> {
  const list = `${temporaryFolder()}/players.csv`
  const names = Array.from({ length: PLAYERS }, (_, index) => `Player ${index + 1}`)
  writeFileSync(list, `name\n${names.join("\n")}\n`)
  const night = ["night", list, "--url", url, "--pin", PIN, "--data", data, "--seed", "memory"]
  const child = spawn(process.execPath, [FELT, ...night], { stdio: ["ignore", "ignore", "ignore"] })
  const [code] = await once(child, "exit")
  assert.is(code, 0)
}

test.run()
