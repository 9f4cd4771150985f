import { test } from "uvu"
import * as assert from "uvu/assert"
import { MemoryEventLog } from "../../ledger/event-log-memory.ts"
import { type Disk, localDisk } from "../../ledger/disk.ts"
import { type EventLog, LogRefused, LogUnavailable } from "../../ledger/event-log.ts"
import { LedgerBehind } from "../../ledger/ledger.ts"
import { sequence } from "../../schemas/units.ts"
import { buyIns, intent } from "../support/intents.ts"
import { newVenue, openLedger } from "../support/venue-ledger.ts"

test("answers come in the order of the intents, and the same id gets the same answer for ever", async () => {
  const venue = newVenue()
  const intents = [intent("open-tournament"), ...buyIns(3), intent("rebuy", { entryId: "e9" })]
  let ledger = await openLedger(venue)
  const first = await ledger.submit(intents)
  assert.equal(
    first.map(({ seq, outcome }) => [seq, outcome]),
    [
      [1, "accepted"],
      [2, "accepted"],
      [3, "accepted"],
      [4, "accepted"],
      [5, "rejected"],
    ],
  )
  assert.equal(await ledger.submit(intents), first)
  await ledger.close()
  ledger = await openLedger(venue)
  assert.equal(await ledger.submit(intents.toReversed()), first.toReversed())
  assert.is(ledger.state.lastSequence, 5)
  await ledger.close()
})

test("a batch of 1,000 intents that is repeated changes nothing, and answers the same", async () => {
  const ledger = await openLedger(newVenue())
  const rebuys = Array.from({ length: 998 }, () => intent("rebuy"))
  const intents = [intent("open-tournament"), ...buyIns(1), ...rebuys]
  const first = await ledger.submit(intents)
  const head = ledger.state.headHash
  const again = await ledger.submit([...intents, ...intents.toReversed()])
  assert.equal(again, [...first, ...first.toReversed()])
  assert.is(ledger.state.headHash, head)
  assert.is(ledger.state.lastSequence, 1_000)
  await ledger.close()
})

test("a device that has seen lines which are not here is told so, and nothing is recorded", async () => {
  const ledger = await openLedger(newVenue())
  const opened = intent("open-tournament")
  await ledger.submit([opened, ...buyIns(2)])
  const ahead = intent("rebuy", { observedSequence: 4 })
  try {
    await ledger.submit([intent("rebuy", { observedSequence: 3 }), ahead])
    assert.unreachable("it was recorded")
  } catch (error) {
    assert.instance(error, LedgerBehind)
    assert.match(String(error), /ends at line 3, but the device has seen line 4/)
  }
  assert.is(ledger.state.lastSequence, 3)
  // What was answered before is answered again, whatever the device says that it has seen.
  const again = await ledger.submit([{ ...opened, observedSequence: sequence(99) }])
  assert.equal(
    again.map(({ seq }) => seq),
    [1],
  )
  await ledger.submit([
    intent("rebuy", { observedSequence: 3 }),
    { ...ahead, observedSequence: sequence(3) },
  ])
  assert.is(ledger.state.lastSequence, 5)
  await ledger.close()
})

test("requests at the same time are taken one after the other, each whole", async () => {
  const ledger = await openLedger(newVenue())
  await ledger.submit([intent("open-tournament")])
  const answers = await Promise.all(buyIns(20).map((each) => ledger.submit([each])))
  assert.equal(
    answers.flat().map(({ seq }) => seq),
    Array.from({ length: 20 }, (_, index) => index + 2),
  )
  await ledger.close()
})

/** A log whose next append writes the line, or not, and then says nothing or no. */
class UnreliableLog extends MemoryEventLog {
  next: "works" | "written_unsaid" | "lost_unsaid" | "refused" = "works"

  override async append(lines: Parameters<EventLog["append"]>[0]): Promise<void> {
    const how = this.next
    this.next = "works"
    if (how === "refused") throw new LogRefused("The log is full.")
    if (how !== "lost_unsaid") await super.append(lines)
    if (how !== "works") throw new LogUnavailable("No answer.")
  }
}

for (const how of ["written_unsaid", "lost_unsaid", "refused"] as const)
  test(`an append that was ${how} is asked about again and counted once`, async () => {
    const log = new UnreliableLog()
    const ledger = await openLedger(newVenue(log))
    const intents = [intent("open-tournament"), ...buyIns(2)]
    await ledger.submit(intents.slice(0, 1))
    log.next = how
    await ledger.submit(intents).then(
      () => assert.unreachable(),
      (error) => assert.instance(error, how === "refused" ? LogRefused : LogUnavailable),
    )
    const answers = await ledger.submit(intents)
    assert.equal(
      answers.map(({ seq }) => seq),
      [1, 2, 3],
    )
    assert.is(await log.lastSequence(), 3)
    assert.is((await ledger.store.head()).sequence, 3)
    await ledger.close()
  })

test("once the witness has failed nothing is answered, not even what is in memory already", async () => {
  let fails = false
  const open: Disk["open"] = async (path, flags) => {
    const file = await localDisk.open(path, flags)
    const datasync = file.datasync.bind(file)
    return Object.assign(file, {
      datasync: () => (fails ? Promise.reject(new Error("It cannot sync.")) : datasync()),
    })
  }
  const ends: unknown[] = []
  const ledger = await openLedger(newVenue(), {
    disk: { ...localDisk, open },
    onFatal: (error) => ends.push(error),
  })
  const [opened, ...others] = [intent("open-tournament"), ...buyIns(2)]
  await ledger.submit([opened])
  fails = true
  const asked = [ledger.submit(others), ledger.submit(others), ledger.submit([opened])]
  const answers = await Promise.allSettled(asked)
  assert.equal(
    answers.map(({ status }) => status),
    ["rejected", "rejected", "rejected"],
  )
  assert.is(ends.length, 1)
  assert.is(ledger.lastSafe, 1)
  await ledger.close()
})

test("a listener hears every line once, in order, when it is durable", async () => {
  const ledger = await openLedger(newVenue())
  const heard: number[] = []
  const stop = ledger.subscribe((line) => heard.push(line.sequence))
  await ledger.submit([intent("open-tournament"), ...buyIns(2)])
  stop()
  await ledger.submit([intent("rebuy")])
  assert.equal(heard, [1, 2, 3])
  await ledger.close()
})

test.run()
