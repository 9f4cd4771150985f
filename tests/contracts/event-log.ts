import * as assert from "uvu/assert"
import type { suite } from "uvu"
import { type EventLog, type LogLine, LogRefused, MOST_APPENDED } from "../../ledger/event-log.ts"

export const logLine = (sequence: number, text = `line ${sequence}`): LogLine => ({
  sequence,
  id: `id-${sequence}-${text}`,
  topic: "t1",
  text,
})

export async function readAll(log: EventLog, after = 0): Promise<LogLine[]> {
  const lines: LogLine[] = []
  for await (const line of log.read(after)) lines.push(line)
  return lines
}

/** What every form of `EventLog` must do. */
export function eventLogContract(test: ReturnType<typeof suite>, open: () => Promise<EventLog>) {
  test("an empty log has sequence 0 and no lines", async () => {
    const log = await open()
    assert.is(await log.lastSequence(), 0)
    assert.equal(await readAll(log), [])
  })

  test("lines come back as they were, in order, after any sequence", async () => {
    const log = await open()
    const lines = [1, 2, 3].map((each) => logLine(each, `{"n":${each},"ø":"æ"}`))
    for (const line of lines) await log.append([line])
    assert.equal(await readAll(log), lines)
    assert.equal(await readAll(log, 2), lines.slice(2))
    assert.equal(await readAll(log, 3), [])
    assert.is(await log.lastSequence(), 3)
    assert.equal(await log.line(2), lines[1])
    for (const none of [0, 4]) assert.is(await log.line(none), null)
  })

  test("the same line again is no second line", async () => {
    const log = await open()
    await log.append([logLine(1)])
    await log.append([logLine(1)])
    assert.is(await log.lastSequence(), 1)
  })

  test("a line that is not the next one is refused, and nothing is written", async () => {
    const log = await open()
    await log.append([logLine(1)])
    for (const wrong of [logLine(1, "another"), logLine(3)])
      await log.append([wrong]).then(
        () => assert.unreachable(),
        (error) => assert.instance(error, LogRefused),
      )
    assert.equal(await readAll(log), [logLine(1)])
  })

  test("of twenty writers who want the same sequence one wins", async () => {
    const log = await open()
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, writer) => log.append([logLine(1, `writer ${writer}`)])),
    )
    assert.is(results.filter(({ status }) => status === "fulfilled").length, 1)
    assert.is((await readAll(log)).length, 1)
  })

  test("a thousand lines and more come back without a gap", async () => {
    const log = await open()
    for (let each = 1; each <= 1_100; each++) await log.append([logLine(each)])
    const sequences = (await readAll(log)).map(({ sequence }) => sequence)
    assert.equal(
      sequences,
      Array.from({ length: 1_100 }, (_, index) => index + 1),
    )
  })
}

/** Several lines at once are all written, or none. */
export function batchContract(test: ReturnType<typeof suite>, open: () => Promise<EventLog>) {
  test("several lines are written as one: all of them, or none where the first is not the next", async () => {
    const log = await open()
    const lines = [1, 2, 3, 4].map((each) => logLine(each))
    await log.append(lines.slice(0, 3))
    await log.append(lines.slice(0, 3))
    assert.equal(await readAll(log), lines.slice(0, 3))
    for (const wrong of [
      [logLine(3, "another"), logLine(4)],
      [logLine(5), logLine(6)],
      [logLine(1), logLine(2, "another")],
    ])
      await log.append(wrong).then(
        () => assert.unreachable(),
        (error) => assert.instance(error, LogRefused),
      )
    await log.append(lines.slice(3))
    assert.equal(await readAll(log), lines)
  })

  test("of ten writers who want the same three sequences one wins", async () => {
    const log = await open()
    const three = (writer: number) => [1, 2, 3].map((each) => logLine(each, `writer ${writer}`))
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, writer) => log.append(three(writer))),
    )
    const winner = results.findIndex(({ status }) => status === "fulfilled")
    assert.is(results.filter(({ status }) => status === "fulfilled").length, 1)
    assert.equal(await readAll(log), three(winner))
  })

  test("as many lines as a request may have are written as one", async () => {
    const log = await open()
    const lines = Array.from({ length: MOST_APPENDED }, (_, index) => logLine(index + 1))
    await log.append(lines)
    assert.equal(await readAll(log), lines)
  })
}
