import { suite } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import type { Hub } from "../../core/hub/hub.ts"
import { Intake } from "../../core/hub/intake.ts"
import { VenueLedger } from "../../core/venue-ledger.ts"
import { VenueOverview } from "../../core/venue-overview.ts"
import type { VenueOf } from "../../core/venues.ts"
import { seal } from "../../ledger/chain.ts"
import { fingerprintOfEntries } from "../../ledger/rows.ts"
import type { EventLog } from "../../ledger/event-log.ts"
import { lineOf } from "../../ledger/recover.ts"
import type { Entry } from "../../schemas/entry.ts"
import { VenueId } from "../../schemas/ids.ts"
import { cents, millis } from "../../schemas/units.ts"
import { TestCoreDatabase } from "../support/core-database.ts"
import { TestHub } from "../support/hub.ts"
import { ledgerOf } from "../support/ledger-lines.ts"
import { until } from "../support/until.ts"

const test = suite("intake")
/** Only what is heard of is taken in, where a test does not say otherwise. */
const NEVER_MS = 1_000_000

let database: TestCoreDatabase
const server = new TestHub()
let hub: Hub
test.before(async () => {
  database = await TestCoreDatabase.start()
  hub = await server.start()
})
test.after(async () => {
  await server.stop()
  await database.stop()
})

const intakes: Intake[] = []
const errors: unknown[] = []
test.after.each(async () => {
  for (const intake of intakes.splice(0)) await intake.close()
  errors.splice(0)
})

let venues = 0
const newVenue = () => database.newVenue(v.parse(VenueId, `venue-${(venues += 1)}`))
const stored = (venue: VenueOf) => new VenueLedger(database.tenants, venue)

function startIntake(on: Hub = hub, sweepMs = NEVER_MS): Intake {
  const { tenants } = database
  const intake = Intake.start({
    hub: on,
    tenants,
    sweepMs,
    onError: (error) => errors.push(error),
  })
  intakes.push(intake)
  return intake
}

const takenUpTo = (venue: VenueOf, last: number) =>
  until(`line ${last} is stored`, async () => (await stored(venue).head()).sequence === last)

async function* of(entries: readonly Entry[]): AsyncIterable<Entry> {
  yield* entries
}

/** Writes what no Leaf would send, since it checks its own lines. */
async function bring(venue: VenueOf, entries: readonly Entry[]): Promise<void> {
  await (await hub.log(venue)).append(entries.map(lineOf))
}

test("what is brought is stored within a moment, line for line", async () => {
  const venue = await newVenue()
  const entries = ledgerOf(700)
  await bring(venue, entries.slice(0, 10))
  const intake = startIntake()
  await takenUpTo(venue, 10)
  await bring(venue, entries.slice(10, 400))
  await bring(venue, entries.slice(400))
  await takenUpTo(venue, 700)
  assert.is(await stored(venue).fingerprint(700), await fingerprintOfEntries(of(entries)))
  await until("nothing waits", () => intake.state.waitingLines === 0)
  assert.equal(errors, [])
})

test("of what was heard of, the part that came to the disk later is not forgotten", async () => {
  const venue = await newVenue()
  const entries = ledgerOf(20)
  await bring(venue, entries)
  let looks = 0
  const slow: Hub = Object.create(hub, {
    log: {
      value: async (asked: VenueOf): Promise<EventLog> => {
        const log = await hub.log(asked)
        looks += 1
        const last = looks === 1 ? 5 : await log.lastSequence()
        return {
          lastSequence: () => Promise.resolve(last),
          async *read(after) {
            for await (const line of log.read(after)) if (line.sequence <= last) yield line
          },
          line: (sequence) => log.line(sequence),
          append: (lines) => log.append(lines),
        }
      },
    },
  })
  startIntake(slow)
  await takenUpTo(venue, 20)
  assert.ok(looks > 1)
})

test("the first lines of a venue that another Core has let in are found", async () => {
  const venue = await newVenue()
  const entries = ledgerOf(20)
  startIntake(hub, 50)
  const other = await server.another()
  // What is heard at these subjects tells the first Core nothing, for it does not know whose they are.
  await (await other.log(venue)).append(entries.map(lineOf))
  await takenUpTo(venue, 20)
})

test("two Cores at once: every line is stored once, in order", async () => {
  const venue = await newVenue()
  const entries = ledgerOf(300)
  startIntake(hub, 20)
  startIntake(await server.another(), 20)
  for (let from = 0; from < entries.length; from += 30)
    await bring(venue, entries.slice(from, from + 30))
  await takenUpTo(venue, 300)
  assert.is(await stored(venue).fingerprint(300), await fingerprintOfEntries(of(entries)))
  assert.equal(errors, [])
})

/** What is sealed: an entry without its hash. */
const bodyOf = ({ version, sequence, previousHash, recordedAt, intent, outcome }: Entry) => ({
  version,
  sequence,
  previousHash,
  recordedAt,
  intent,
  outcome,
})

/** Entries as they were, but one, which is sealed again as if it had always been so. */
const changed = (entries: readonly Entry[], at: number, change: (entry: Entry) => Entry) =>
  entries.map((entry) => (entry.sequence === at ? change(entry) : entry))

for (const [what, change, words] of [
  [
    "a line that does not follow the one before it",
    (entry: Entry) => seal({ ...bodyOf(entry), previousHash: "1".repeat(64) }),
    /breaks at line 6: it does not follow/,
  ],
  [
    "a line that was changed after it was sealed",
    (entry: Entry) => ({ ...entry, recordedAt: millis(1) }),
    /breaks at line 6: its hash does not match/,
  ],
  [
    "a line that takes more out of one account than it brings to the others",
    (entry: Entry) => {
      const { outcome } = entry
      if (outcome.kind !== "accepted") throw new Error("It was not accepted.")
      const [first, ...rest] = outcome.postings
      if (!first) throw new Error("It has no postings.")
      const more = { ...first, amountCents: cents(first.amountCents + 1) }
      return seal({ ...bodyOf(entry), outcome: { ...outcome, postings: [more, ...rest] } })
    },
    /breaks at line 6: its postings do not sum to zero/,
  ],
] as const)
  test(`${what} stops that venue's intake there, with an alarm; others go on`, async () => {
    const [bad, good] = [await newVenue(), await newVenue()]
    const entries = ledgerOf(10)
    startIntake()
    await bring(bad, changed(entries, 6, change))
    await until("the alarm is kept", async () => (await stored(bad).head()).alarm !== null)
    const head = await stored(bad).head()
    assert.match(head.alarm ?? "", words)
    assert.equal([head.sequence, head.hash], [5, entries[4]?.hash], "the sound lines are kept")
    await bring(good, entries)
    await takenUpTo(good, 10)
    const ledgerOfOwn = async ({ tenantId }: VenueOf) =>
      (await new VenueOverview(database.tenants, () => 0).look(tenantId)).venues[0]?.ledger
    assert.is((await ledgerOfOwn(bad))?.alarm?.text, head.alarm)
    const other = await ledgerOfOwn(good)
    assert.equal([other?.alarm, other?.lines], [null, 10])
  })

test.run()
