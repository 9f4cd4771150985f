import { readdirSync, rmSync } from "node:fs"
import { PGlite } from "@electric-sql/pglite"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { MemoryEventLog } from "../../ledger/event-log-memory.ts"
import { buyIns, intent } from "../support/intents.ts"
import { newVenue, openLedger } from "../support/venue-ledger.ts"

const LAST = 8

test("the projection equals a rebuild from empty, also when its folder was deleted", async () => {
  const venue = newVenue()
  let ledger = await openLedger(venue)
  await ledger.submit([
    intent("open-tournament"),
    ...buyIns(5),
    intent("rebuy"),
    intent("void", { sequence: 2 }),
  ])
  const lines = await ledger.store.entries({ tournament: null, after: 0, limit: 100 })
  const fingerprint = await ledger.store.fingerprint(LAST)
  await ledger.close()
  rmSync(`${venue.folder}/projection`, { recursive: true })
  ledger = await openLedger(venue)
  assert.is(await ledger.store.fingerprint(LAST), fingerprint)
  assert.equal(await ledger.store.entries({ tournament: null, after: 0, limit: 100 }), lines)
  await ledger.close()
})

test("a projection of another log is thrown away and filled anew", async () => {
  const venue = newVenue()
  let ledger = await openLedger(venue)
  await ledger.submit([intent("open-tournament"), ...buyIns(2)])
  await ledger.close()
  rmSync(`${venue.folder}/ledger.jsonl`)
  ledger = await openLedger({ ...venue, log: new MemoryEventLog() })
  assert.is((await ledger.store.head()).sequence, 0)
  await ledger.submit([intent("open-tournament")])
  assert.is((await ledger.store.head()).sequence, 1)
  await ledger.close()
})

/** A venue whose Leaf was stopped in an orderly way; each test leaves it whole. */
const venue = newVenue()
const first = await openLedger(venue)
await first.submit([intent("open-tournament"), ...buyIns(5), intent("rebuy"), intent("add-on")])
const fingerprint = await first.store.fingerprint(LAST)
await first.close()

/** Somebody, or a rotten disk, changes the projection while no Leaf has it open. */
async function change(statement: string): Promise<void> {
  const sql = new PGlite(`${venue.folder}/projection`)
  await sql.exec(statement)
  await sql.close()
}

test("a projection has no more files than it needs: each is copied after a cut", () => {
  const names = readdirSync(`${venue.folder}/projection`, { recursive: true })
  assert.ok(names.length < 500, `${names.length} files and folders`)
})

for (const [what, statement] of [
  [
    "is behind and does not know it",
    "delete from postings where sequence = 8; delete from entries where sequence = 8",
  ],
  [
    "has lost a line in the middle",
    "delete from postings where sequence = 4; delete from entries where sequence = 4",
  ],
  [
    "has another amount",
    "update postings set amount_cents = amount_cents + 1 where sequence = 4 and leg = 0",
  ],
  [
    "has an amount in another account",
    "update postings set account = 'card:terminal' where sequence = 4 and leg = 0",
  ],
  ["is ahead", "update head set sequence = 9, hash = repeat('f', 64)"],
  ["says another head", "update head set hash = repeat('f', 64)"],
  ["has tables of another version", "update made_from set schema_hash = 'another'"],
] as const)
  test(`a projection that ${what} is filled anew at the start`, async () => {
    await change(statement)
    const ledger = await openLedger(venue)
    assert.is(await ledger.store.fingerprint(LAST), fingerprint)
    assert.is((await ledger.store.head()).sequence, LAST)
    await ledger.close()
  })

for (const [what, statement] of [
  ["another player", "update entries set player_id = 'p9' where sequence = 4"],
  [
    "another reason in a line",
    "update entries set line = replace(line, 'p3', 'p9') where sequence = 4",
  ],
  [
    "two amounts changed that make up for each other",
    "update postings set amount_cents = amount_cents + 1 where leg = 0 and sequence = 3;" +
      "update postings set amount_cents = amount_cents - 1 where leg = 0 and sequence = 4",
  ],
] as const)
  test(`a projection with ${what} is found when it is idle, and filled anew`, async () => {
    await change(statement)
    const ledger = await openLedger(venue)
    assert.is.not(await ledger.store.fingerprint(LAST), fingerprint)
    assert.is(await ledger.checkProjection(), true)
    assert.is(await ledger.store.fingerprint(LAST), fingerprint)
    assert.is(await ledger.checkProjection(), false)
    await ledger.close()
  })

test("lines that are recorded while the projection is checked do not disturb it", async () => {
  const ledger = await openLedger(newVenue())
  await ledger.submit([intent("open-tournament"), ...buyIns(3)])
  const checks = Promise.all(Array.from({ length: 5 }, () => ledger.checkProjection()))
  await Promise.all(Array.from({ length: 20 }, () => ledger.submit([intent("rebuy")])))
  assert.equal(await checks, [false, false, false, false, false])
  assert.is(await ledger.checkProjection(), false)
  await ledger.close()
})

test.run()
