import type { Pool } from "pg"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { DocumentStoreError } from "../../sync-server/document-store.ts"
import {
  assertDurable,
  type Database,
  migrateDocuments,
  PostgresDocumentStore,
  purgeReplaced,
} from "../../sync-server/document-store-postgres.ts"
import { migrate, NewerDatabase } from "../../sync-server/migrate.ts"
import { bytes, compactionContract, documentStoreContract } from "../contracts/document-store.ts"
import { TestPostgres } from "../support/postgres.ts"
import { failureOf, filesWith, firstBytes, nameOf } from "../support/stored-bytes.ts"
import { until } from "../support/until.ts"

let server: TestPostgres
test.before(async () => {
  server = await (await TestPostgres.start()).migrate()
})
test.after(() => server.stop())
let venues = 0
/** A venue that no other test has. */
const newVenue = () => `venue-${(venues += 1)}`
const storeOf = (venue: string, database: Database = server.pool) =>
  PostgresDocumentStore.open(database, venue)

for (const contract of [documentStoreContract, compactionContract])
  contract(test, () => storeOf(newVenue()))

test("everything that was acknowledged is there after the server was killed", async () => {
  const store = await storeOf(newVenue())
  for (let each = 0; each < 100; each++) await store.append("venue/v1", bytes(each))
  await server.kill()
  await server.startAgain()
  assert.equal(
    firstBytes(await store.load("venue/v1")),
    Array.from({ length: 100 }, (_, each) => each),
  )
})

test("an append, a load and a compaction outlive a restart of the server", async () => {
  const venue = newVenue()
  const store = await storeOf(venue)
  await store.append("venue/v1", bytes(1))
  await server.kill()
  const appended = store.append("venue/v1", bytes(2))
  await server.startAgain()
  await appended
  await server.kill()
  const loaded = store.load("venue/v1")
  await server.startAgain()
  assert.equal(firstBytes(await loaded), [1, 2])
  await server.kill()
  const compacted = store.compact("venue/v1", bytes(3))
  await server.startAgain()
  assert.is(await compacted, true)
  assert.equal(firstBytes(await (await storeOf(venue)).load("venue/v1")), [3])
})

test("what was stored and only its answer lost is there once, and can be compacted", async () => {
  const store = await storeOf(newVenue(), losingEveryOtherAnswer(server.pool))
  for (const each of [1, 2, 3]) await store.append("venue/v1", bytes(each))
  assert.equal(firstBytes(await store.load("venue/v1")), [1, 2, 3])
  await store.append("venue/v1", bytes(4))
  assert.is(await store.compact("venue/v1", bytes(5)), true)
  await store.append("venue/v1", bytes(6))
  assert.is(await store.compact("venue/v1", bytes(7)), true)
  assert.equal(firstBytes(await store.load("venue/v1")), [7])
})

test("what another store has written since is not compacted away", async () => {
  const venue = newVenue()
  const [store, other] = [await storeOf(venue), await storeOf(venue)]
  await store.append("venue/v1", bytes(1))
  await other.append("venue/v1", bytes(2))
  assert.is(await store.compact("venue/v1", bytes(1)), false)
  assert.equal(firstBytes(await store.load("venue/v1")), [1, 2])
  assert.is(await store.compact("venue/v1", bytes(3)), true)
  assert.equal(firstBytes(await other.load("venue/v1")), [3])
})

test("nor what another has written between two of one's own", async () => {
  const venue = newVenue()
  const [store, other] = [await storeOf(venue), await storeOf(venue)]
  await store.append("venue/v1", bytes(1))
  await other.append("venue/v1", bytes(2))
  await store.append("venue/v1", bytes(3))
  assert.is(await store.compact("venue/v1", bytes(4)), false)
  assert.equal(firstBytes(await store.load("venue/v1")), [1, 2, 3])
  assert.is(await store.compact("venue/v1", bytes(4)), true)
})

test("several that append to one room, and one that compacts it meanwhile: nothing is lost", async () => {
  const venue = newVenue()
  const authors = await Promise.all([0, 1, 2].map(() => storeOf(venue)))
  const compactor = await storeOf(venue)
  const outcomes = new Set<boolean>()
  let isWriting = true
  const compact = async () =>
    // As a document does: the whole has everything that was loaded.
    compactor.compact("venue/v1", Buffer.concat(await compactor.load("venue/v1")))
  const compacting = (async () => {
    while (isWriting) outcomes.add(await compact())
  })()
  await Promise.all(
    authors.map(async (store, author) => {
      for (let edit = 0; edit < 80; edit++)
        await store.append("venue/v1", bytes(author * 80 + edit))
    }),
  )
  isWriting = false
  await compacting
  assert.ok(outcomes.has(false), "there was something to race for")
  assert.is(await compact(), true)
  const all = Array.from(Buffer.concat(await authors[0]!.load("venue/v1")))
  assert.equal(
    all.toSorted((a, b) => a - b),
    Array.from({ length: 240 }, (_, each) => each),
  )
  for (const author of [0, 1, 2]) {
    const own = all.filter((value) => Math.floor(value / 80) === author)
    assert.equal(
      own,
      own.toSorted((a, b) => a - b),
      "each author's in order",
    )
  }
})

test("two venues never see each other's, also in rooms of the same name", async () => {
  const [one, other] = [await storeOf(newVenue()), await storeOf(newVenue())]
  await one.append("tournament/t1", bytes(1))
  await one.append("tournament/only-here", bytes(2))
  assert.equal(await other.load("tournament/t1"), [])
  assert.equal(await other.rooms(), [])
  await other.append("tournament/t1", bytes(3))
  assert.is(await other.compact("tournament/t1", bytes(4)), true)
  assert.equal(firstBytes(await one.load("tournament/t1")), [1])
  assert.equal(firstBytes(await other.load("tournament/t1")), [4])
  assert.equal(await one.rooms(), ["tournament/only-here", "tournament/t1"])
  assert.equal(await other.rooms(), ["tournament/t1"])
})

test("what the database will not take is an error with its cause, and is not stored", async () => {
  const venue = newVenue()
  const readOnly = server.newPool({ options: "-c default_transaction_read_only=on" })
  const store = await storeOf(venue, readOnly)
  for (const writing of [store.append("venue/v1", bytes(1)), store.compact("venue/v1", bytes(1))]) {
    const error = await failureOf(writing)
    assert.instance(error, DocumentStoreError)
    assert.match(String(error.cause), /read-only/)
  }
  assert.equal(await (await storeOf(venue)).load("venue/v1"), [])
})

test("loading without a connection is an error, not an empty document", async () => {
  const pool = server.newPool()
  const store = await storeOf(newVenue(), pool)
  await store.append("venue/v1", bytes(1))
  await pool.end()
  assert.instance(await failureOf(store.load("venue/v1")), DocumentStoreError)
  assert.instance(await failureOf(store.rooms()), DocumentStoreError)
})

test("a document of which an update is gone is an error, not a shorter document", async () => {
  for (const gone of [1, 2, 3]) {
    const venue = newVenue()
    const store = await storeOf(venue)
    await store.compact("venue/v1", bytes(0))
    for (const each of [1, 2, 3]) await store.append("venue/v1", bytes(each))
    const holed = "delete from document_update where venue = $1 and sequence = $2"
    await server.pool.query(holed, [venue, gone + 1])
    // The first may have been compacted away as far as anybody can tell; that is what it does to the rest.
    assert.instance(await failureOf(store.load("venue/v1")), DocumentStoreError, `${gone}`)
  }
})

test("a database that may lose what it has confirmed is refused", async () => {
  await assertDurable(server.pool)
  const hasty = server.newPool({ options: "-c synchronous_commit=off" })
  const error = await failureOf(storeOf(newVenue(), hasty))
  assert.instance(error, DocumentStoreError)
  assert.match(error.message, /synchronous_commit is off/)
  const settingOf = async (name: string) =>
    (
      await server.pool.query<{ setting: string }>(
        `select setting from pg_settings where name = $1`,
        [name],
      )
    ).rows[0]?.setting
  for (const name of ["fsync", "full_page_writes"]) {
    await server.pool.query(`alter system set ${name} = off`)
    await server.pool.query("select pg_reload_conf()")
    await until("the setting counts", async () => (await settingOf(name)) === "off")
    assert.match((await failureOf(storeOf(newVenue()))).message, new RegExp(`${name} is off`))
    await server.pool.query(`alter system reset ${name}`)
    await server.pool.query("select pg_reload_conf()")
    await until("the setting counts", async () => (await settingOf(name)) === "on")
  }
})

test("what was replaced is in no file of the database once it has been purged", async () => {
  const store = await storeOf(newVenue())
  const files = `${server.folder}/cluster/{base,pg_wal}/**`
  await store.append("registration/t1/p1", nameOf("Somebody"))
  await store.append("registration/t1/p2", nameOf("Another"))
  await server.pool.query("checkpoint")
  assert.ok(filesWith("Name-of-Somebody-", files).some((file) => file.includes("/base/")))
  assert.is(await store.compact("registration/t1/p1", bytes(1)), true)
  await purgeReplaced(server.pool)
  await until("it is gone", () => filesWith("Name-of-Somebody-", files).length === 0)
  assert.ok(filesWith("Name-of-Another-", files).length > 0, "what was not replaced is there")
  assert.equal(await store.load("registration/t1/p1"), [bytes(1)])
})

test("tables are made once, also by several at once, and never by an older program", async () => {
  const clients = await Promise.all([1, 2, 3].map(() => server.pool.connect()))
  try {
    const steps = ["create table made_once (value int)", "insert into made_once values (1)"]
    await Promise.all(clients.map((client) => migrate(client, "test", steps)))
    const [client] = clients
    const { rows } = await client!.query("select value from made_once")
    assert.equal(rows, [{ value: 1 }])
    await migrateDocuments(client!)
    const failed = await failureOf(
      migrate(client!, "test", [...steps, "insert into made_once values (2)", "nonsense"]),
    )
    assert.match(failed.message, /syntax/)
    assert.is((await client!.query("select value from made_once")).rows.length, 1, "all or none")
    const older = await failureOf(migrate(client!, "test", steps.slice(1)))
    assert.instance(older, NewerDatabase)
    assert.match(older.message, /newer Felt/)
  } finally {
    for (const client of clients) client.release()
  }
})
test.run()

/** The real database, of which every other answer is lost on its way: what was asked was done. */
function losingEveryOtherAnswer(pool: Pool): Database {
  let asked = 0
  return {
    query: async (statement: string, values: unknown[]) => {
      const answer = await pool.query(statement, values)
      asked += 1
      if (asked % 2 === 1) throw new Error("read ECONNRESET")
      return answer
    },
  } as unknown as Database
}
