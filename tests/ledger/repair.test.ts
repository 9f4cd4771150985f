import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { test } from "uvu"
import * as assert from "uvu/assert"
import type { EventLog, LogLine } from "../../ledger/event-log.ts"
import { assertNotBehind, lineOf, recover } from "../../ledger/recover.ts"
import { temporaryFolder } from "../support/folder.ts"
import { DamagedLog, inDoubt, ledgerOf, witnessFile, witnessText } from "../support/ledger-lines.ts"

const entries = ledgerOf(6)
const lines = entries.map(lineOf)
const lineAt = (index: number): LogLine => lines[index]!
const changedAt = (index: number): LogLine => ({
  ...lineAt(index),
  text: lineAt(index).text.replace("5500", "5501"),
})

async function recovered(log: EventLog, path: string) {
  const { state, witness, restored } = await recover(log, path)
  await witness.close()
  return { lastSequence: state.lastSequence, restored, file: readFileSync(path, "utf8") }
}

/** Both hold every line, whatever they held before. */
async function madeWhole(log: DamagedLog, path: string, restored: number, alarm: RegExp | null) {
  const result = await recovered(log, path)
  assert.equal(log.lines, entries.map(lineOf))
  assert.is(result.file, witnessText(entries))
  assert.is(result.lastSequence, entries.length)
  assert.is(result.restored, restored)
  assert.is(log.alarms.length, alarm ? 1 : 0, log.alarms.join("; "))
  if (alarm) assert.match(log.alarms[0] ?? "", alarm)
}

/** What the log has, how many it counts, how it is repaired, and how many lines it gets. */
for (const [what, has, counts, steps, restored] of [
  ["has lost its tail", lines.slice(0, 4), 4, "keep,empty,fill", 6],
  ["is a stream that was made anew", [], 0, "keep,empty,fill", 6],
  ["counts a tail that it has lost", lines.slice(0, 4), 6, "keep,empty,fill", 6],
  ["counts lines and has none", [], 6, "keep,empty,fill", 6],
  ["has a hole", lines.toSpliced(2, 1), 6, "keep,empty,fill", 6],
  ["lacks its first line", lines.slice(1), 6, "keep,empty,fill", 6],
  ["has a changed line", lines.toSpliced(3, 1, changedAt(3)), 6, "keep,empty,fill", 6],
  [
    "has a line that is no JSON",
    lines.toSpliced(3, 1, { ...lineAt(3), text: "{" }),
    6,
    "keep,empty,fill",
    6,
  ],
  [
    "files a line under another name",
    lines.toSpliced(1, 1, { ...lineAt(1), topic: "t2" }),
    6,
    "keep,empty,fill",
    6,
  ],
  [
    "numbers its lines anew",
    lines.slice(1).map((line, index) => ({ ...line, sequence: index + 1 })),
    5,
    "keep,empty,fill",
    6,
  ],
] as const)
  test(`a log that ${what} gets its lines back at the same sequences, and says so`, async () => {
    const log = new DamagedLog(has, counts)
    const path = witnessFile(witnessText(entries))
    await madeWhole(log, path, restored, /log was damaged from line \d.* kept in the-copy/)
    assert.is(log.steps.join(), steps)
  })

/** What the witness file holds. */
for (const [what, text] of [
  ["has a changed line", witnessText(entries).replace('"amountCents":5500', '"amountCents":5501')],
  ["lacks a line", witnessText(entries.toSpliced(2, 1))],
  ["has two lines that ran into each other", witnessText(entries).replace("\n", "\u000b")],
  [
    "has two last lines that ran into each other",
    witnessText(entries.slice(0, 4)) + witnessText(entries.slice(4)).replace("\n", "J"),
  ],
  [
    "has bytes that are no text",
    `${witnessText(entries.slice(0, 3))}\0\0\0\n${witnessText(entries.slice(4))}`,
  ],
] as const)
  test(`a witness that ${what} is written anew from the log, and the old file is kept`, async () => {
    const log = new DamagedLog(lines)
    const path = witnessFile(text)
    await madeWhole(log, path, 0, /witness .* was damaged from line \d .* kept in .*damaged-now/)
    assert.equal(log.steps, [])
    assert.is(readFileSync(`${path}.damaged-now`, "utf8"), text)
  })

test("a witness that is gone is not made anew: a person makes an empty file, or finds the old one", async () => {
  const path = witnessFile("")
  rmSync(path)
  const log = new DamagedLog(lines)
  await inDoubt(recovered(log, path), /witness .* is missing, .* 6 lines.* make an empty file/)
  assert.not(existsSync(path))
  writeFileSync(path, "")
  await madeWhole(log, path, 0, null)
})

test("both damaged, but every line is in one of them: both are made whole, the witness first", async () => {
  const path = witnessFile(witnessText(entries.toSpliced(1, 1)))
  const log = new DamagedLog(lines.toSpliced(4, 1))
  const empty = () => log.empty()
  log.repair.empty = () => {
    assert.is(readFileSync(path, "utf8"), witnessText(entries), "the log had the only copy")
    return empty()
  }
  const result = await recovered(log, path)
  assert.equal(log.lines, lines)
  assert.is(result.file, witnessText(entries))
  assert.is(log.alarms.length, 2)
})

test("a witness one batch behind a log with a hole gets the batch before the log is touched", async () => {
  const path = witnessFile(witnessText(entries.slice(0, 5)))
  const log = new DamagedLog(lines.toSpliced(2, 1))
  const empty = () => log.empty()
  log.repair.empty = () => {
    assert.is(readFileSync(path, "utf8"), witnessText(entries), "the log had the only copy")
    return empty()
  }
  await madeWhole(log, path, 6, /log was damaged from line 3/)
})

/** What the log has and counts where a cut ruined its last line before the witness had it. */
for (const [what, logged, counts] of [
  ["changed", lines.toSpliced(5, 1, changedAt(5)), 6],
  ["counted and lost", lines.slice(0, 5), 6],
] as const)
  test(`a last line that is ${what} and never was in the witness was never answered: it is dropped, and the venue hears of it`, async () => {
    const path = witnessFile(witnessText(entries.slice(0, 5)))
    const log = new DamagedLog(logged, counts)
    const { lastSequence, restored, file } = await recovered(log, path)
    assert.equal(log.lines, lines.slice(0, 5))
    assert.is(file, witnessText(entries.slice(0, 5)))
    assert.equal([lastSequence, restored, log.counted], [5, 5, 5])
    assert.is(log.steps.join(), "keep,empty,fill")
    assert.match(log.alarms.join(), /damaged from line 6 .* up to line 6 .* never answered, unless/)
  })

test("so far behind a log whose end is rotten no cut leaves a witness: it is an older copy, and nothing is dropped", async () => {
  const many = ledgerOf(600)
  const rotten = { ...lineOf(many[599]!), text: "{" }
  const log = new DamagedLog([...many.slice(0, 599).map(lineOf), rotten])
  const path = witnessFile(witnessText(many.slice(0, 90)))
  await inDoubt(recovered(log, path), /Line 600 of 600 can be read neither/)
  assert.equal(log.steps, [])
})

test("a last line that was projected was answered, whatever the witness has: nothing is dropped", async () => {
  const log = new DamagedLog(lines.toSpliced(5, 1, changedAt(5)))
  const path = witnessFile(witnessText(entries.slice(0, 5)))
  await inDoubt(recover(log, path, undefined, 6), /Line 6 of 6 can be read neither/)
  assert.equal(log.steps, [])
})

test("a line that only a torn witness has is whole elsewhere before that end is cut off", async () => {
  const text = witnessText(entries).trimEnd()
  const path = witnessFile(text)
  const log = new DamagedLog(lines.toSpliced(5, 1, changedAt(5)))
  await madeWhole(log, path, 6, /log was damaged from line 6/)
  assert.is(readFileSync(`${path}.damaged-now`, "utf8"), text)
})

/** What neither may guess at: log, witness, words. */
for (const [what, logged, witnessed, words] of [
  [
    "the same line is lost in both",
    lines.toSpliced(2, 1),
    witnessText(entries.toSpliced(2, 1)),
    /Line 3 of 6 can be read neither/,
  ],
  [
    "what is lost in both stands before a line that is sound",
    lines.toSpliced(4, 1, changedAt(4)),
    witnessText(entries.slice(0, 4)),
    /Line 5 of 6 can be read neither/,
  ],
  [
    "the tail is lost in both, and a beginning of it is in the witness",
    lines.toSpliced(5, 1, changedAt(5)),
    witnessText(entries).slice(0, -2),
    /Line 6 of 6 can be read neither/,
  ],
  [
    "the tail is lost in both, and the witness is not sound",
    lines.toSpliced(5, 1, changedAt(5)),
    witnessText(entries.toSpliced(1, 1).slice(0, 4)),
    /Line 6 of 6 can be read neither/,
  ],
  [
    "the log is short, and the witness's end cannot be read",
    lines.slice(0, 5),
    witnessText(entries.slice(0, 4)) + witnessText(entries.slice(4)).replace("\n", "J"),
    /cannot be read after line 4, and the log has not got all/,
  ],
  [
    "a hand wrote behind the witness",
    lines,
    `${witnessText(entries)}{}\n`,
    /cannot be read after line 6/,
  ],
  [
    "the witness is gone and the log has a hole",
    lines.toSpliced(2, 1),
    null,
    /witness .* is missing/,
  ],
  [
    "the witness is empty and the log has a hole",
    lines.toSpliced(2, 1),
    "",
    /Line 3 of 6 can be read neither/,
  ],
  [
    "a damaged log has another story's line",
    [...lines.slice(0, 2), ...ledgerOf(6).map(lineOf).slice(3)],
    witnessText(entries),
    /differ from line 4\b/,
  ],
  [
    "a damaged witness has another story's line",
    lines,
    witnessText(entries.toSpliced(1, 2, ledgerOf(3)[2]!)),
    /differ from line 3\b/,
  ],
] as const)
  test(`nothing is guessed, and nothing touched, where ${what}`, async () => {
    const path = witnessFile(witnessed ?? "")
    if (witnessed === null) rmSync(path)
    const log = new DamagedLog(logged)
    await inDoubt(recover(log, path), words)
    assert.equal(log.steps, [])
    assert.equal(log.lines, logged)
    if (witnessed === null) assert.not(existsSync(path))
    else assert.is(readFileSync(path, "utf8"), witnessed)
    assert.equal(
      readdirSync(dirname(path)).filter((name) => name.includes("damaged")),
      [],
    )
  })

test("a cut in the middle of a repair is gone on from at the next start", async () => {
  const path = witnessFile(witnessText(entries))
  const log = new DamagedLog(lines.toSpliced(2, 1))
  const fill = (given: readonly LogLine[]) => log.fill(given)
  log.repair.fill = (given) => fill(given.slice(0, 3)).then(() => Promise.reject(new Error("cut")))
  await recover(log, path).then(
    () => assert.unreachable(),
    (error) => assert.match(String(error), /cut/),
  )
  log.repair.fill = fill
  await madeWhole(log, path, 6, /damaged from line 4/)
})

test("of the damaged witnesses that were put aside the newest three are kept", async () => {
  const path = witnessFile(witnessText(entries))
  for (const name of ["1", "2", "3", "4", "5"]) {
    writeFileSync(path, witnessText(entries).replace("5500", "5501"))
    const log = new DamagedLog(lines)
    await recovered(Object.assign(log, { repair: { ...log.repair, name } }), path)
  }
  const kept = readdirSync(dirname(path)).filter((name) => name.includes("damaged-"))
  assert.equal(
    kept.toSorted(),
    ["3", "4", "5"].map((name) => `ledger.jsonl.damaged-${name}`),
  )
})

test("a witness that an old copy replaced gets its lines, and the venue hears of it", async () => {
  const many = ledgerOf(600)
  const log = new DamagedLog(many.map(lineOf))
  const path = witnessFile(witnessText(many.slice(0, 90)))
  assert.is((await recovered(log, path)).file, witnessText(many))
  assert.match(log.alarms.join(), /lacked the last 510 lines/)
})

/** How many lines the log has, the witness has, and were projected before. */
for (const [logged, witnessed, projected, isRefused] of [
  [4, 4, 6, true],
  [4, 5, 6, true],
  [5, 4, 6, true],
  [4, 0, 6, true],
  [4, 6, 6, false],
  [6, 4, 6, false],
  [6, 6, 6, false],
  [6, 6, 0, false],
] as const)
  test(`a log of ${logged} and a witness of ${witnessed} lines after ${projected} were projected: ${
    isRefused ? "refused" : "gone on"
  }`, async () => {
    const path = witnessFile(witnessText(entries.slice(0, witnessed)))
    const asked = assertNotBehind(new DamagedLog(lines.slice(0, logged)), path, projected)
    if (!isRefused) return asked
    await inDoubt(
      asked,
      /projection has line 6, .* end at line [45]: .* older copy.* put the newer ones back/,
    )
  })

test("a last line of the witness that lacks its end of line is a line to those who count", async () => {
  const path = witnessFile(witnessText(entries).trimEnd())
  await assertNotBehind(new DamagedLog(lines.slice(0, 4)), path, 6)
})

test("a witness that cannot be opened is refused in words", async () => {
  const path = temporaryFolder()
  await inDoubt(recover(new DamagedLog(lines), path), /witness .* cannot be read: .* correct FELT/)
})

test("any one flipped bit of the witness, and a log cut anywhere: made whole, or refused and left", async () => {
  const text = Buffer.from(witnessText(entries))
  let [whole, refused] = [0, 0]
  for (let bit = 0; bit < text.length * 8; bit += 41) {
    const flipped = Buffer.from(text)
    flipped[bit >> 3]! ^= 1 << (bit & 7)
    const path = witnessFile("")
    const kept = bit % (lines.length + 1)
    writeFileSync(path, flipped)
    const log = new DamagedLog(lines.slice(0, kept))
    try {
      await recovered(log, path)
      assert.equal(log.lines, lines, `bit ${bit}, log of ${kept}`)
      assert.is(readFileSync(path, "utf8"), witnessText(entries), `bit ${bit}`)
      whole += 1
    } catch (error) {
      await inDoubt(Promise.reject(error), /[Ll]ine \d/)
      assert.equal(log.steps, [])
      assert.equal(readFileSync(path), flipped)
      refused += 1
    }
  }
  assert.ok(whole > 100 && refused > 100, `${whole} made whole, ${refused} refused`)
})

for (const kept of [5, 6])
  test(`a rotten last end of line loses nothing, with a log of ${kept}`, async () => {
    const path = witnessFile(witnessText(entries).replace(/\n$/, "\u000b"))
    const log = new DamagedLog(lines.slice(0, kept))
    await madeWhole(
      log,
      path,
      kept === 6 ? 0 : 6,
      kept === 6 ? null : /log was damaged from line 6/,
    )
  })

test.run()
