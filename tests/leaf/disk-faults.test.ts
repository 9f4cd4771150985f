import { closeSync, openSync, rmSync, writeSync } from "node:fs"
import process from "node:process"
import { setTimeout as wait } from "node:timers/promises"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { LeafClient } from "../../cli/leaf-client.ts"
import { verifyLedger } from "../../cli/ledger-verify.ts"
import { Supervisor } from "../../cli/supervisor.ts"
import { freePort } from "../../program/free-port.ts"
import { tournamentRoom } from "../../schemas/documents/rooms.ts"
import { TournamentId } from "../../schemas/ids.ts"
import type { Intent } from "../../schemas/intent.ts"
import { Disk } from "../support/disk.ts"
import { buyIns, intent } from "../support/intents.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { natsServerPath } from "../support/nats.ts"
import { recordOnce } from "../support/record-once.ts"
import { until, within } from "../support/until.ts"

/**
 * A disk that fills up under a running Leaf to its last byte, which the guard before it (start.test.ts)
 * would have refused money for long before, and one that dies under it: what was answered stays.
 */
const BACK_WITHIN_MS = 10_000
const disk = await Disk.make()
const dying = await Disk.make()

test("where a long run was asked for there is a disk to fill", () => {
  if (!disk) console.log("NO DISK WAS FILLED: this takes root, a loop device, mkfs.ext4 and perl.")
  assert.ok(disk ?? process.env["FELT_LONG"] !== "1")
})

if (disk)
  test("a disk that is full to its last byte costs nothing that was answered; with room the Leaf goes on by itself", async () => {
    const data = `${disk.folder}/felt`
    const supervisor = await keepRunning(data)
    const [url = ""] = await supervisor.start()
    const client = new LeafClient(url)
    const { token } = await client.signIn(PIN)
    await client.record([intent("open-tournament")])
    const floor = await client.openRoom(tournamentRoom(v.parse(TournamentId, "t1")))
    floor.registers.set("entry/e1/player", "p1")
    await floor.safe()

    const promised = new Map<string, number>()
    const send = async (each: Intent): Promise<boolean> => {
      const answer = await recordOnce(url, token, each)
      if (answer) promised.set(answer.id, answer.seq)
      return answer !== null
    }
    const [before = [], during = [], after = []] = [0, 1, 2].map((part) =>
      buyIns(50).map((each, index) =>
        intent("buy-in", {
          id: each.id,
          playerId: `p${part}-${index}`,
          entryId: `e${part}-${index}`,
        }),
      ),
    )
    for (const each of before) assert.ok(await send(each))

    fill(`${disk.folder}/filling`)
    let refused = 0
    floor.registers.set("entry/e2/player", "p2")
    const safe = floor.safe()
    for (const each of during) {
      if (!(await send(each))) refused += 1
      if (refused > 0) break
    }
    assert.is(refused, 1, "there was no room, and the Leaf went on promising")

    rmSync(`${disk.folder}/filling`)
    const roomAt = performance.now()
    const [first] = after
    while (first && !(await send(first))) await wait(50)
    const moneyMs = performance.now() - roomAt
    await within("the floor's edit is safe", safe, 2 * BACK_WITHIN_MS)
    const floorMs = performance.now() - roomAt
    for (const each of after) assert.ok(await send(each))

    await client.signIn(PIN)
    const lines = await client.ledger(0)
    const at = new Map(
      lines.map(({ intent: { id }, sequence }) => [id as string, Number(sequence)]),
    )
    for (const [id, seq] of promised) assert.is(at.get(id), seq, `${id} was promised`)
    assert.is(at.size, lines.length, "no line is there twice")
    const fresh = await client.openRoom(tournamentRoom(v.parse(TournamentId, "t1")))
    assert.is(fresh.registers.get("entry/e2/player"), "p2")
    for (const room of [floor, fresh]) room.close()
    await supervisor.stop()
    assert.ok((await verifyLedger(data)).ok)
    await disk.remove()
    console.log(
      `disk full: 0 of ${promised.size} answered intents lost; with room again money after ` +
        `${Math.round(moneyMs)} ms, the floor after ${Math.round(floorMs)} ms, ` +
        `${supervisor.starts - 1} restarts of the Leaf`,
    )
    assert.ok(Math.max(moneyMs, floorMs) < BACK_WITHIN_MS)
  })

if (dying)
  test("a disk whose every write fails from now on: nothing is answered that is not on it", async () => {
    const leaf = await new TestLeaf({ FELT_DATA: `${dying.folder}/felt` }).start()
    const logProcess = leaf.natsProcessId()
    const client = new LeafClient(leaf.url)
    const { token } = await client.signIn(PIN)
    await client.record([intent("open-tournament")])
    const promised = new Map<string, number>()
    let unanswered = 0
    for (const [index, { id }] of buyIns(60).entries()) {
      if (index === 40) dying.cut()
      const name = `d${index}`
      const answer = await recordOnce(
        leaf.url,
        token,
        intent("buy-in", { id, playerId: name, entryId: name }),
      )
      if (answer) promised.set(answer.id, answer.seq)
      else unanswered += 1
      if (unanswered > 0) break
    }
    // The Leaf may have ended by itself, which is as good.
    await leaf.stop()
    await until("its server is gone", () => isGone(logProcess))
    await dying.restart()
    await leaf.start()
    const lines = await (await leaf.signIn()).ledger(0)
    const at = new Map(
      lines.map(({ intent: { id }, sequence }) => [id as string, Number(sequence)]),
    )
    for (const [id, seq] of promised) assert.is(at.get(id), seq, `${id} was promised`)
    assert.is(await leaf.stop(), 0)
    await dying.remove()
    console.log(
      `dead disk: 0 of ${promised.size} answered intents lost, and none was answered from then on`,
    )
    assert.is(unanswered, 1)
    assert.ok(promised.size >= 40)
  })

/** A Leaf that is started again when it dies, as the service manager does in a venue. */
const keepRunning = async (data: string): Promise<Supervisor> =>
  new Supervisor(
    {
      ...process.env,
      FELT_DATA: data,
      FELT_PORT: String(await freePort()),
      FELT_HOST: "127.0.0.1",
      FELT_SETUP_PIN: PIN,
      FELT_MIN_FREE_MB: "0",
      FELT_LOG_LEVEL: "silent",
      FELT_NATS_SERVER: natsServerPath(),
    },
    (code) => assert.unreachable(`The Leaf has ended for good with ${code}.`),
  )

/** Whether a process has ended; one that has not is killed, and looked at again. */
function isGone(id: number): boolean {
  try {
    process.kill(id, "SIGKILL")
    return false
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return true
    throw error
  }
}

/** Takes every byte that is left. */
function fill(path: string): void {
  const file = openSync(path, "w")
  try {
    for (const size of [1_048_576, 4_096, 1]) writeUntilFull(file, new Uint8Array(size))
  } finally {
    closeSync(file)
  }
}

function writeUntilFull(file: number, piece: Uint8Array): void {
  try {
    for (;;) writeSync(file, piece)
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error
  }
}

test.run()
