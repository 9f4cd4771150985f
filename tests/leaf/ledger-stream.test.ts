import { test } from "uvu"
import * as assert from "uvu/assert"
import { blankProjection } from "../../leaf/blank-projection.ts"
import { ledgerStream } from "../../leaf/http/ledger-stream.ts"
import { MemoryEventLog } from "../../ledger/event-log-memory.ts"
import { Ledger } from "../../ledger/ledger.ts"
import { PGliteStore } from "../../ledger/store-pglite.ts"
import { millis, sequence } from "../../schemas/units.ts"
import { EventReader } from "../support/event-reader.ts"
import { temporaryFolder } from "../support/folder.ts"
import { intent } from "../support/intents.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { within } from "../support/until.ts"

/** More than two pages of the stream, and more than what may wait for one reader. */
const LINES = 1_201

const leaf = await new TestLeaf().start()
const staff = await leaf.signIn()
const headers = { Authorization: `Bearer ${await tokenOf()}` }
await staff.record([intent("open-tournament"), ...someBuyIns("first", LINES - 1)])

async function tokenOf(): Promise<string> {
  const body = JSON.stringify({ pin: PIN })
  const answer = await fetch(`${leaf.url}/api/sessions`, { method: "POST", body })
  return ((await answer.json()) as { token: string }).token
}

function someBuyIns(name: string, count: number) {
  return Array.from({ length: count }, (_, index) =>
    intent("buy-in", { playerId: `${name}-${index}`, entryId: `${name}-${index}` }),
  )
}

const open = (query: string, lastEventId?: string): Promise<EventReader> =>
  EventReader.open(`${leaf.url}/api/ledger/stream${query}`, {
    ...headers,
    ...(lastEventId === undefined ? {} : { "Last-Event-ID": lastEventId }),
  })

/** Reads the lines from one sequence to another; each must be the next one, under its own id. */
async function assertLines(stream: EventReader, from: number, to: number): Promise<void> {
  for (let expected = from; expected <= to; expected++) {
    const { id, data } = await within(`line ${expected} comes`, stream.next())
    assert.is(id, String(expected))
    assert.is((JSON.parse(data) as { sequence: number }).sequence, expected)
  }
}

test("a long ledger comes whole and in order on one stream, which then goes on live", async () => {
  const stream = await open("?after=0")
  await assertLines(stream, 1, LINES)
  await staff.record(someBuyIns("live", 3))
  await assertLines(stream, LINES + 1, LINES + 3)
  await stream.close()
})

test("every reader gets every line once while others are being written", async () => {
  const { lastSequence } = await page()
  const early = await open(`?after=${lastSequence}`)
  const writing = Promise.all(
    ["a", "b", "c", "d"].map((lane) => staff.record(someBuyIns(`lane-${lane}`, 150))),
  )
  const late = await open("?after=1000")
  const last = lastSequence + 600
  await Promise.all([
    assertLines(early, lastSequence + 1, last),
    assertLines(late, 1_001, last),
    writing,
  ])
  await early.close()
  await late.close()
})

test("a reader that comes back goes on after the last line that it had", async () => {
  const { lastSequence } = await page()
  const first = await open(`?after=${lastSequence - 5}`)
  await assertLines(first, lastSequence - 4, lastSequence - 3)
  await first.close()
  await staff.record(someBuyIns("meanwhile", 2))
  const again = await open(`?after=${lastSequence - 5}`, String(lastSequence - 3))
  await assertLines(again, lastSequence - 2, lastSequence + 2)
  await again.close()
})

test("a reader that is ahead of the ledger gets the line after its own, and none before", async () => {
  const { lastSequence } = await page()
  const ahead = await open(`?after=${lastSequence + 2}`)
  await staff.record(someBuyIns("ahead", 4))
  await assertLines(ahead, lastSequence + 3, lastSequence + 4)
  await ahead.close()
})

/** A ledger in this process, so that the test decides when a page is read. */
async function someLedger(): Promise<Ledger> {
  const folder = temporaryFolder()
  return Ledger.open({
    log: new MemoryEventLog(),
    witness: `${folder}/ledger.jsonl`,
    store: await PGliteStore.open(`${folder}/projection`, blankProjection()),
    now: () => millis(1_700_000_000_000),
    onFatal: (error) => assert.unreachable(String(error)),
  })
}

const streamOf = (ledger: Ledger): EventReader =>
  EventReader.of(
    ledgerStream(
      ledger,
      sequence(0),
      (_end, onOver) => onOver,
      (error) => assert.unreachable(String(error)),
    ),
  )

test("a reader that takes its time is not cut off by old lines, and misses none", async () => {
  const ledger = await someLedger()
  await ledger.submit([intent("open-tournament"), ...someBuyIns("old", 600)])
  const stream = streamOf(ledger)
  // Were it not waited for, all pages would be read by now: these come after them, one by one.
  for (const each of someBuyIns("new", 20)) await ledger.submit([each])
  await assertLines(stream, 1, 621)
  await stream.close()
  await ledger.close()
})

test("a line that is written while a page is being read is not lost", async () => {
  const ledger = await someLedger()
  await ledger.submit([intent("open-tournament")])
  const read = ledger.store.entries.bind(ledger.store)
  let pagesRead = 0
  ledger.store.entries = async (query) => {
    const lines = await read(query)
    pagesRead += 1
    if (pagesRead === 1) await ledger.submit(someBuyIns("meanwhile", 2))
    return lines
  }
  const stream = streamOf(ledger)
  await assertLines(stream, 1, 3)
  assert.is(pagesRead, 2, "and it is read as often as is needed, not for ever")
  await stream.close()
  await ledger.close()
})

for (const [query, lastEventId] of [
  ["?after=-1", undefined],
  ["?after=1.5", undefined],
  ["?after=last", undefined],
  ["", "-5"],
  ["?after=3", "1699999999-3"],
] as const)
  test(`a stream from ${query} and Last-Event-ID ${lastEventId} is refused in words`, async () => {
    const answer = await fetch(`${leaf.url}/api/ledger/stream${query}`, {
      headers: { ...headers, ...(lastEventId ? { "Last-Event-ID": lastEventId } : {}) },
    })
    assert.is(answer.status, 422)
    const { detail } = (await answer.json()) as { detail: string }
    assert.match(detail, /At (after|Last-Event-ID): expected a ledger sequence/)
  })

async function page(): Promise<{ lastSequence: number }> {
  const answer = await fetch(`${leaf.url}/api/ledger?after=999999`, { headers })
  return (await answer.json()) as { lastSequence: number }
}

test.after(async () => {
  assert.is(await leaf.stop(), 0, "open streams do not keep the Leaf from stopping")
})
test.run()
