import { execFileSync } from "node:child_process"
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { verifyLedger } from "../../cli/ledger-verify.ts"
import { rebuildProjection } from "../../cli/projection-rebuild.ts"
import { natsPaths } from "../../leaf/nats-config.ts"
import type { Readiness } from "../../leaf/readiness.ts"
import type { Entry } from "../../schemas/entry.ts"
import { temporaryFolder } from "../support/folder.ts"
import { buyIns, intent } from "../support/intents.ts"
import { TestLeaf } from "../support/leaf.ts"

/**
 * A whole Leaf on a data folder that was damaged while it was stopped: either it has every line
 * again before it answers anybody, or it does not start and says what to do.
 */

/** How the Leaf was stopped before. */
type Stop = "clean" | "killed"

const EARLIER = 12
const LINES = 31

type Night = { earlier: string; stopped: Record<Stop, string>; lines: Entry[] }

/** One night, kept at three moments: an evening's backup, and its end, stopped in two ways. */
const night: Night = await (async () => {
  const leaf = await new TestLeaf().start()
  const [earlier, clean, killed] = [temporaryFolder(), temporaryFolder(), temporaryFolder()]
  const players = buyIns(LINES - 1)
  const signedIn = await leaf.signIn()
  await signedIn.record([intent("open-tournament"), ...players.slice(0, EARLIER - 1)])
  await leaf.stop()
  cpSync(leaf.data, earlier, { recursive: true })
  await leaf.start()
  const again = await leaf.signIn()
  await again.record(players.slice(EARLIER - 1))
  const lines = await again.ledger(0)
  assert.is(lines.length, LINES)
  await leaf.kill()
  cpSync(leaf.data, killed, { recursive: true })
  await leaf.start()
  await leaf.stop()
  cpSync(leaf.data, clean, { recursive: true })
  return { earlier, stopped: { clean, killed }, lines }
})()

/** A copy of the night's data to do harm to. */
function copyOf(folder: string): string {
  const copy = temporaryFolder()
  cpSync(folder, copy, { recursive: true })
  return copy
}

const ledgerFolder = (data: string) => `${natsPaths(data).store}/jetstream/$G/streams/LEDGER`
const blockOf = (data: string): string => {
  const names = readdirSync(`${ledgerFolder(data)}/msgs`).filter((name) => name.endsWith(".blk"))
  assert.is(names.length, 1)
  return `${ledgerFolder(data)}/msgs/${names[0]}`
}
const witnessOf = (data: string) => `${data}/witness/ledger.jsonl`
const copies = (data: string): string[] => {
  const folder = `${data}/damaged-ledger`
  return existsSync(folder) ? readdirSync(folder).map((name) => `${folder}/${name}`) : []
}

/** Flips one bit in the middle of a line that buys in. */
function rot(path: string, occurrence: number): void {
  const bytes = readFileSync(path)
  let at = 0
  for (let each = 0; each < occurrence; each++) at = bytes.indexOf('"kind":"buy-in"', at + 1)
  assert.ok(at > 0, "there is such a line")
  bytes[at + 9]! ^= 1
  writeFileSync(path, bytes)
}

async function readiness(leaf: TestLeaf): Promise<Readiness> {
  return (await (await fetch(`${leaf.url}/readyz`)).json()) as Readiness
}

/** It starts, has every line as it was, says what it repaired, and goes on with the next number. */
async function startsWhole(data: string, alarm: RegExp | null): Promise<void> {
  const leaf = new TestLeaf({ FELT_DATA: data })
  await leaf.start()
  const client = await leaf.signIn()
  assert.equal(await client.ledger(0), night.lines)
  const { ready, checks } = await readiness(leaf)
  assert.ok(ready, JSON.stringify(checks))
  if (alarm) assert.match(checks["repair"]?.detail ?? "", alarm)
  else assert.is(checks["repair"], undefined)
  const [next] = await client.record([
    intent("buy-in", { playerId: "p-next", entryId: "e-next", observedSequence: LINES }),
  ])
  assert.equal([next?.seq, next?.outcome], [LINES + 1, "accepted"])
  assert.is(await leaf.stop(), 0)
}

/** It does not start, says why in one line, and says it again. */
async function refuses(data: string, words: RegExp): Promise<void> {
  const before = readFileSync(witnessOf(data))
  for (const attempt of ["first", "second"]) {
    const ended = await new TestLeaf({ FELT_DATA: data }).tryStart()
    assert.is(ended?.code, 2, attempt)
    assert.match(ended?.words ?? "", words, attempt)
    assert.is(ended?.words.trim().split("\n").length, 1, ended?.words)
  }
  assert.equal(readFileSync(witnessOf(data)), before)
}

const DAMAGED = /log was damaged from line \d+ and was repaired: 31 lines .* kept in /

for (const how of ["killed", "clean"] as const) {
  test(`one flipped bit, after a stop that was ${how}: repaired, the damaged store kept as it was`, async () => {
    const data = copyOf(night.stopped[how])
    rot(blockOf(data), 15)
    const damaged = readFileSync(blockOf(data))
    await startsWhole(data, DAMAGED)
    const [copy, ...others] = copies(data)
    assert.equal(others, [])
    assert.equal(readFileSync(`${copy}/LEDGER/msgs/1.blk`), damaged)
    assert.match(readFileSync(`${copy}/why.txt`, "utf8"), DAMAGED)
    assert.ok((await verifyLedger(data)).ok)
    rmSync(`${data}/damaged-ledger`, { recursive: true })
    const leaf = await new TestLeaf({ FELT_DATA: data }).start()
    assert.is((await readiness(leaf)).checks["repair"], undefined, "it has been dealt with")
    await leaf.stop()
  })

  test(`the log of an older backup, after a stop that was ${how}: the rest comes from the witness`, async () => {
    const data = copyOf(night.stopped[how])
    rmSync(natsPaths(data).store, { recursive: true })
    cpSync(natsPaths(night.earlier).store, natsPaths(data).store, { recursive: true })
    await startsWhole(data, /damaged from line 13 and was repaired/)
  })

  test(`the witness of an older backup, after a stop that was ${how}: the rest comes from the log`, async () => {
    const data = copyOf(night.stopped[how])
    cpSync(witnessOf(night.earlier), witnessOf(data))
    await startsWhole(data, null)
  })

  test(`the ledger's folder is gone, after a stop that was ${how}: filled from the witness`, async () => {
    const data = copyOf(night.stopped[how])
    rmSync(ledgerFolder(data), { recursive: true })
    await startsWhole(data, /damaged from line 1 and was repaired: 31 lines/)
  })

  test(`log and witness rotten in the same line, after a stop that was ${how}: refused`, async () => {
    const data = copyOf(night.stopped[how])
    for (const path of [blockOf(data), witnessOf(data)]) rot(path, 15)
    const damaged = readFileSync(blockOf(data))
    await refuses(
      data,
      /Line 16 of \d+ can be read neither in the log nor in the witness .* take no money, and get the line from a backup/,
    )
    // The server may have cut its own file off by now.
    const kept = copies(data).map((copy) => readFileSync(`${copy}/LEDGER/msgs/1.blk`))
    assert.equal(how === "killed" ? kept : [readFileSync(blockOf(data))], [damaged])
    // What docs/recovery.md says: the one line from a backup.
    const line = `${temporaryFolder()}/line`
    const command =
      `sed -n 16p ${witnessOf(night.stopped[how])} > ${line} && ` +
      `sed -i -e '16r ${line}' -e 16d ${witnessOf(data)}`
    execFileSync("sh", ["-c", command])
    await startsWhole(data, DAMAGED)
  })
}

test("an ordinary start after a cut keeps no copy and raises no alarm", async () => {
  const data = copyOf(night.stopped.killed)
  await startsWhole(data, null)
  assert.equal(copies(data), [])
})

test("a rotten witness is written anew, and the old file is kept", async () => {
  const data = copyOf(night.stopped.clean)
  rot(witnessOf(data), 15)
  const damaged = readFileSync(witnessOf(data))
  await startsWhole(
    data,
    /witness .* was damaged from line \d+ .* kept in .*ledger\.jsonl\.damaged-/,
  )
  const kept = readdirSync(`${data}/witness`).filter((name) => name.includes(".damaged-"))
  assert.is(kept.length, 1)
  assert.equal(readFileSync(`${data}/witness/${kept[0]}`), damaged)
})

test("a missing witness is refused until a person has decided", async () => {
  const data = copyOf(night.stopped.clean)
  rmSync(witnessOf(data))
  const ended = await new TestLeaf({ FELT_DATA: data }).tryStart()
  assert.is(ended?.code, 2)
  assert.match(ended?.words ?? "", /witness .* is missing, though the log has 31 lines\. Plug in/)
  assert.not(existsSync(witnessOf(data)))
  writeFileSync(witnessOf(data), "")
  await startsWhole(data, null)
})

test("a witness of another night is refused", async () => {
  const data = copyOf(night.stopped.clean)
  const other = await new TestLeaf().start()
  await (await other.signIn()).record([intent("open-tournament"), ...buyIns(3)])
  await other.stop()
  cpSync(witnessOf(other.data), witnessOf(data))
  await refuses(data, /differ from line 1\. Keep both, take no money/)
})

test("log and witness of an older backup next to a newer projection: refused until it is given up", async () => {
  const data = copyOf(night.stopped.clean)
  rmSync(natsPaths(data).store, { recursive: true })
  cpSync(natsPaths(night.earlier).store, natsPaths(data).store, { recursive: true })
  cpSync(witnessOf(night.earlier), witnessOf(data))
  await refuses(data, /projection has line 31, .* end at line 12: .* put the newer ones back/)
  await rebuildProjection(data)
  const leaf = await new TestLeaf({ FELT_DATA: data }).start()
  assert.equal(await (await leaf.signIn()).ledger(0), night.lines.slice(0, EARLIER))
  await leaf.stop()
})

test("a whole older backup is told by the first device that has seen more, and nothing is recorded", async () => {
  const leaf = await new TestLeaf({ FELT_DATA: copyOf(night.earlier) }).start()
  const client = await leaf.signIn()
  await client.record([intent("rebuy", { observedSequence: LINES })]).then(
    () => assert.unreachable(),
    (error) => {
      assert.is(error.status, 409)
      assert.match(error.message, /ends at line 12, but the device has seen line 31: .* older copy/)
    },
  )
  assert.equal(await client.ledger(0), night.lines.slice(0, EARLIER))
  await leaf.stop()
})

/** Flips one bit of a file that the server keeps beside the lines. */
function rotFile(path: string, at: number): void {
  const bytes = readFileSync(path)
  bytes[at]! ^= 1
  writeFileSync(path, bytes)
}

test("the server's index has rotted: it makes another, and every line is there", async () => {
  const data = copyOf(night.stopped.clean)
  rotFile(`${ledgerFolder(data)}/msgs/index.db`, 9)
  await startsWhole(data, null)
})

test("the stream's description has rotted: says what to move away, after either stop", async () => {
  // Both at once: the server tries for twenty seconds before it is given up.
  const refused = (["killed", "clean"] as const).map(async (how) => {
    const data = copyOf(night.stopped[how])
    rotFile(`${ledgerFolder(data)}/meta.inf`, 40)
    const ended = await new TestLeaf({ FELT_DATA: data }).tryStart()
    assert.is(ended?.code, 2)
    const [, folder] = /cannot read (\S+)\. Take no money, move/.exec(ended?.words ?? "") ?? []
    assert.is(folder, ledgerFolder(data), ended?.words)
    return data
  })
  for (const data of await Promise.all(refused)) {
    renameSync(ledgerFolder(data), `${data}/away`)
    await startsWhole(data, /damaged from line 1 and was repaired: 31 lines/)
  }
})

test("what a command line looked at after a cut still has its copy when it is repaired", async () => {
  const data = copyOf(night.stopped.killed)
  rot(blockOf(data), 15)
  const damaged = readFileSync(blockOf(data))
  assert.not((await verifyLedger(data)).ok)
  assert.ok(readFileSync(blockOf(data)).length < damaged.length, "the server has cut the file off")
  await startsWhole(data, DAMAGED)
  assert.equal(
    copies(data).map((copy) => readFileSync(`${copy}/LEDGER/msgs/1.blk`)),
    [damaged],
  )
})

test.run()
