// First: it must be there before yjs is loaded (edges.ts).
import { NightFailed } from "./world.ts"
import process from "node:process"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { decide } from "../../domain/decide.ts"
import { apply, newLedger } from "../../domain/ledger.ts"
import { seededRandom, uniform } from "../../domain/random.ts"
import { draftOf } from "../../ledger/draft.ts"
import type { Sabotage } from "./leaf.ts"
import { type NightReport, playNight } from "./night.ts"
import type { DeviceSabotage } from "./tablet.ts"

const NIGHTS = Number(process.env["FELT_SIMULATIONS"] ?? 120)
/** So many nights a broken part has to hide in. */
const NIGHTS_TO_FIND = 50
// Each device listens for the end of the process.
process.setMaxListeners(100)

const reports: NightReport[] = []

test(`${NIGHTS} nights of tablets, phones, screens, Leaf and Core: every promise is held at every step`, async () => {
  const started = performance.now()
  for (let night = 0; night < NIGHTS; night++) reports.push(await playNight(`night-${night}`))
  const minutes = (performance.now() - started) / 60_000
  console.log(`${NIGHTS} nights, ${Math.round(NIGHTS / minutes)} a minute`)
})

test("the nights were bad enough to prove something", () => {
  const sum = (of: (report: NightReport) => number) =>
    reports.reduce((all, report) => all + of(report), 0)
  const { length } = reports
  const lines = (kind: keyof NightReport["lines"]) => sum((report) => report.lines[kind])
  assert.ok(lines("accepted") > 10 * length && lines("rejected") > 10 * length)
  assert.ok(lines("conflict") > length && sum(({ closed }) => closed) > length / 5)
  const fault = (name: string) => sum(({ faults }) => faults[name] ?? 0)
  for (const name of ["cut", "slow", "reload", "kill", "power"])
    assert.ok(fault(name) > length / 4, `${name}: ${fault(name)}`)
  const rarer = ["stop", "full", "no sync", "silent", "died unanswered", "core"]
  for (const name of [...rarer, "rot of the log", "rot of the witness"])
    assert.ok(fault(name) > length / 12, `${name}: ${fault(name)}`)
  assert.ok(sum(({ alarms }) => alarms.length) > length / 10, "copies were repaired")
  assert.ok(sum(({ denied }) => denied) > length / 4, "phones were sent away")
  const ended = (ending: NightReport["ending"]) =>
    reports.filter((report) => report.ending === ending).length
  assert.ok(ended("restored") > length / 20 && ended("fork found") > 0)
})

test("the same seed gives the same night to the last bit, whatever was played before it", async () => {
  for (const seed of ["night-3", "night-7", "another"]) {
    const [one, other] = [await playNight(seed), await playNight(seed)]
    assert.equal(one, other)
    const before = reports.find((report) => report.seed === seed)
    if (before) assert.is(one.hash, before.hash)
  }
  assert.is.not((await playNight("one")).hash, (await playNight("other")).hash)
})

/** What is broken, and what must be said of it. */
const BROKEN: [what: string, sabotage: Sabotage & DeviceSabotage, words: RegExp][] = [
  [
    "log and witness that both lie about what is on the disk",
    { lies: ["lines", "witness"] },
    /The ledger had \d+ lines, and after the start \d+/,
  ],
  [
    "a witness's disk that lies",
    { lies: ["witness"] },
    /the Leaf does not start: The witness .* is missing/,
  ],
  [
    "a store of documents that lies",
    { lies: ["documents"] },
    /edits were told to be safe, \d+ are there/,
  ],
  ["a door that answers before the ledger does", { answersEarly: true }, /was answered with line/],
  [
    "a device that forgets its outbox",
    { forgetsOutbox: true },
    /was kept on its device and is not/,
  ],
  [
    "a device that repeats under another id",
    { renamesWhatItRepeats: true },
    /is of an intent that nobody made/,
  ],
  [
    "a relay that lets a phone write for others",
    { phonesMayWriteAll: true },
    /Somebody else has written player \d's registration/,
  ],
  [
    "a relay that looks into nothing",
    { staffMayWriteAnything: true },
    /The name of a person is in tournament\/t1/,
  ],
]

for (const [what, sabotage, words] of BROKEN)
  test(`${what} is found out within ${NIGHTS_TO_FIND} nights, with the seed and the last events`, async () => {
    const seen: string[] = []
    for (let night = 0; night < NIGHTS_TO_FIND && !seen.some((each) => words.test(each)); night++)
      await playNight(`broken-${night}`, { sabotage }).catch((error: unknown) => {
        if (!(error instanceof NightFailed)) throw error
        seen.push(error.message)
      })
    const found = seen.find((each) => words.test(each))
    assert.ok(found, seen[0] ?? "nothing was found")
    assert.match(found, /^Seed broken-\d+, step \d+: /)
    assert.match(found, /npm run simulate -- --seed broken-\d+$/)
    assert.is(found.split("\n").filter((line) => /^ +\d+ \S.*: /.test(line)).length, 30)
  })

test("a log that lies costs no line: the witness has them all", async () => {
  for (let night = 0; night < 12; night++)
    await playNight(`broken-${night}`, { sabotage: { lies: ["lines"] } })
})

test("several intents decided on a draft are decided alike, and the state is left alone", () => {
  const random = seededRandom("drafts")
  for (const { seed, entries } of reports.slice(0, 30)) {
    const state = newLedger()
    for (let from = 0; from < entries.length;) {
      const batch = entries.slice(from, from + 1 + uniform(random, 20))
      const before = structuredClone(state)
      const intents = batch.map(({ intent }) => intent)
      const draft = draftOf(state, intents)
      for (const line of batch) {
        assert.equal(decide(draft, line.intent), line.outcome)
        apply(draft, line)
      }
      assert.equal(state, before, `${seed}, after line ${from}`)
      for (const line of batch) apply(state, line)
      from += batch.length
    }
  }
})

test.run()
