import { suite } from "uvu"
import * as assert from "uvu/assert"
import { MemoryEventLog } from "../../ledger/event-log-memory.ts"
import { type EventLog, type LogLine, LogUnavailable } from "../../ledger/event-log.ts"
import { lineOf } from "../../ledger/recover.ts"
import { LedgerUplink } from "../../leaf/uplink/ledger-uplink.ts"
import { readAll } from "../contracts/event-log.ts"
import { buyIns, intent } from "../support/intents.ts"
import { ledgerOf, linesOf } from "../support/ledger-lines.ts"
import { until } from "../support/until.ts"

const test = suite("ledger uplink")

const intents = [intent("open-tournament"), ...buyIns(1_199)]
const LINES = linesOf(intents).map(lineOf)
/** The same ledger up to line 699, and another story after that. */
const FORK = linesOf([...intents.slice(0, 699), ...buyIns(501)]).map(lineOf)

const opened: LedgerUplink[] = []
test.after.each(async () => {
  for (const uplink of opened.splice(0)) await uplink.close()
})

async function logOf(lines: readonly LogLine[]): Promise<MemoryEventLog> {
  const log = new MemoryEventLog()
  await log.append(lines)
  return log
}

/** A venue with these lines, and a Core that it reaches through `reach`. */
async function uplinkOf(
  lines: readonly LogLine[],
  reach: () => Promise<EventLog>,
): Promise<{ uplink: LedgerUplink; log: MemoryEventLog; add: (line: LogLine) => Promise<void> }> {
  const log = await logOf(lines)
  let last = lines.length
  let tell = () => {}
  const uplink = LedgerUplink.start({
    log,
    last: () => last,
    subscribe(listener) {
      tell = listener
      return () => undefined
    },
    async openHub() {
      const hub = await reach()
      return { log: hub, ended: new Promise(() => {}), close: () => Promise.resolve() }
    },
    now: () => 0,
    patienceMs: () => 1,
    onError: () => undefined,
  })
  opened.push(uplink)
  const add = async (line: LogLine) => {
    await log.append([line])
    last = line.sequence
    tell()
  }
  return { uplink, log, add }
}

const stopped = (uplink: LedgerUplink) =>
  until("it has stopped", () => uplink.state.alarm !== null).then(() => uplink.state.alarm ?? "")

test("what there is and what comes is written at the same sequences, in the same bytes", async () => {
  const hub = new MemoryEventLog()
  const { uplink, add } = await uplinkOf(LINES.slice(0, 1_100), () => Promise.resolve(hub))
  await until("all is there", () => uplink.state.waitingLines === 0)
  for (const line of LINES.slice(1_100)) await add(line)
  await until("the rest is there", () => uplink.state.waitingLines === 0)
  assert.equal(await readAll(hub), LINES)
  assert.is(uplink.state.isConnected, true)
})

test("a line that the log has and the witness has not yet is not sent", async () => {
  const hub = new MemoryEventLog()
  const { uplink, log, add } = await uplinkOf(LINES.slice(0, 1_000), () => Promise.resolve(hub))
  const read = log.read.bind(log)
  // Just before it is read, the next line comes into the log.
  let isAhead = false
  log.read = async function* (after) {
    if (!isAhead) await log.append(LINES.slice(1_000, 1_001))
    isAhead = true
    yield* read(after)
  }
  await until("all is there", () => uplink.state.waitingLines === 0)
  assert.is(await hub.lastSequence(), 1_000)
  log.append = () => Promise.resolve()
  await add(LINES[1_000]!)
  await until("the next is there", () => uplink.state.waitingLines === 0)
  assert.equal(await readAll(hub), LINES.slice(0, 1_001))
})

test("of batches that got no answer each is there once, whether it was written or not", async () => {
  const hub = new MemoryEventLog()
  let attempts = 0
  const reach = (): Promise<EventLog> => {
    attempts += 1
    const isWritten = attempts % 2 === 0
    return Promise.resolve({
      lastSequence: () => hub.lastSequence(),
      read: (after) => hub.read(after),
      line: (sequence) => hub.line(sequence),
      async append(lines) {
        // The first line at least, so that it ends.
        if (isWritten) await hub.append(lines)
        throw new LogUnavailable("It did not answer.")
      },
    })
  }
  const { uplink } = await uplinkOf(LINES, reach)
  await until("all is there", async () => (await hub.lastSequence()) === LINES.length)
  await until("that is known", () => uplink.state.waitingLines === 0)
  assert.equal(await readAll(hub), LINES)
})

test("a hub that was put back from an older copy gets again what it lacks", async () => {
  const hub = await logOf(LINES.slice(0, 300))
  const { uplink } = await uplinkOf(LINES, () => Promise.resolve(hub))
  await until("all is there", () => uplink.state.waitingLines === 0)
  assert.equal(await readAll(hub), LINES)
})

test("a hub that goes further than this ledger stops it, in one sentence that says what to do", async () => {
  const hub = await logOf(LINES)
  const { uplink, add } = await uplinkOf(LINES.slice(0, 900), () => Promise.resolve(hub))
  assert.match(
    await stopped(uplink),
    /Core has 1200 lines .* ends at line 900: .* older copy.* restore --from-core\.$/,
  )
  for (const line of FORK.slice(900, 901)) await add(line)
  assert.equal(await readAll(hub), LINES, "and nothing is overwritten")
})

test("a hub that tells another story stops it at the line from which on they differ", async () => {
  const hub = await logOf(FORK.slice(0, 1_000))
  const { uplink, log } = await uplinkOf(LINES, () => Promise.resolve(hub))
  assert.match(await stopped(uplink), /differ from line 700: .* nothing is overwritten/)
  assert.equal(await readAll(hub), FORK.slice(0, 1_000))
  assert.equal(await readAll(log), LINES)
})

test("another ledger altogether differs from line 1", async () => {
  const hub = await logOf(ledgerOf(5).map(lineOf))
  const { uplink } = await uplinkOf(LINES, () => Promise.resolve(hub))
  assert.match(await stopped(uplink), /differ from line 1:/)
})

test("a line that has rotted here is not sent, and neither is what follows it", async () => {
  const hub = new MemoryEventLog()
  const rotten = LINES.map((line) =>
    line.sequence === 600 ? { ...line, text: line.text.replace('"p', '"q') } : line,
  )
  const { uplink } = await uplinkOf(rotten, () => Promise.resolve(hub))
  await until("it is told", () => /breaks at line 600/.test(uplink.state.problem ?? ""))
  assert.ok((await hub.lastSequence()) < 600)
})

test.run()
