import { globSync } from "node:fs"
import { JetStreamApiError, jetstream, jetstreamManager } from "@nats-io/jetstream"
import { connect } from "@nats-io/transport-node"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { openLog } from "../../leaf/log-connection.ts"
import { DocumentStoreError } from "../../sync-server/document-store.ts"
import { JetStreamDocumentStore } from "../../sync-server/document-store-jetstream.ts"
import { bytes, compactionContract, documentStoreContract } from "../contracts/document-store.ts"
import { temporaryFolder } from "../support/folder.ts"
import { startLog } from "../support/nats.ts"
import { failureOf, filesWith, firstBytes, nameOf } from "../support/stored-bytes.ts"
import { until } from "../support/until.ts"

const stops: (() => Promise<void>)[] = []
test.after.each(async () => {
  while (stops.length > 0) await stops.pop()?.()
})
const open = async (folder?: string) => {
  const log = await startLog(folder)
  stops.push(log.stop)
  return { log, store: new JetStreamDocumentStore(log.connection) }
}
let shared: Awaited<ReturnType<typeof startLog>> | undefined
test.after(() => shared?.stop())
for (const contract of [documentStoreContract, compactionContract])
  contract(test, async () => {
    shared ??= await startLog()
    return new JetStreamDocumentStore(shared.connection)
  })

test("everything that was acknowledged is there after the server was killed", async () => {
  const folder = temporaryFolder()
  const { log, store } = await open(folder)
  for (let each = 0; each < 100; each++) await store.append("venue/v1", bytes(each))
  log.kill()
  await until("the server is back", () => log.nats.isWell())
  let loaded: Uint8Array[] = []
  await until("the document is readable", () =>
    store.load("venue/v1").then(
      (updates) => (loaded = updates).length > 0,
      () => false,
    ),
  )
  assert.equal(
    loaded.map((update) => update[0]),
    Array.from({ length: 100 }, (_, each) => each),
  )
})

test("an append outlives a restart of the server", async () => {
  const { log, store } = await open()
  await store.append("venue/v1", bytes(1))
  log.kill()
  await store.append("venue/v1", bytes(2))
  const loaded = await store.load("venue/v1")
  // The second may stand there twice: an attempt whose acknowledgement was lost.
  assert.equal([...new Set(loaded.map((update) => update[0]))], [1, 2])
})

test("what the log will not take is an error with its cause, and is not stored", async () => {
  const { store } = await open()
  const error = await store.append("venue/v1", new Uint8Array(2 * 1024 * 1024)).then(
    () => assert.unreachable("2 MiB were taken"),
    (cause: unknown) => cause,
  )
  assert.instance(error, DocumentStoreError)
  assert.ok(error instanceof Error && error.cause instanceof Error)
  assert.equal(await store.load("venue/v1"), [])
})

test("a document that cannot be read to its end is an error, not a shorter document", async () => {
  const { log, store } = await open()
  // Ten megabytes: more than arrives in the turn in which they are asked for.
  const update = new Uint8Array(4_000)
  await Promise.all(Array.from({ length: 2_500 }, () => store.append("venue/v1", update)))
  const hasty = new JetStreamDocumentStore({ ...log.connection, loadTimeoutMs: 1 })
  assert.instance(await hasty.load("venue/v1").catch((error: unknown) => error), DocumentStoreError)
  assert.is((await store.load("venue/v1")).length, 2_500)
})

test("what another store has written since is not compacted away", async () => {
  const { log, store } = await open()
  await store.append("venue/v1", bytes(1))
  const other = new JetStreamDocumentStore(log.connection)
  await other.append("venue/v1", bytes(2))
  assert.is(await store.compact("venue/v1", bytes(1)), false)
  assert.equal(firstBytes(await store.load("venue/v1")), [1, 2])
  assert.is(await store.compact("venue/v1", bytes(3)), true)
})

test("what a person's document held before is in no file of the log", async () => {
  const folder = temporaryFolder()
  const { store } = await open(folder)
  const filesNaming = (who: string) => filesWith(`Name-of-${who}-`, `${folder}/nats/**`)
  await store.append("registration/t1/p1", nameOf("Somebody"))
  await store.append("registration/t1/p2", nameOf("Another"))
  await store.append("registration/t1/p1", nameOf("Somebody"))
  assert.ok(filesNaming("Somebody").length > 0)
  assert.is(await store.compact("registration/t1/p1", bytes(1)), true)
  assert.equal(filesNaming("Somebody"), [])
  assert.ok(filesNaming("Another").length > 0, "what was not replaced is there")
  await store.append("registration/t1/p1", bytes(2))
  assert.equal(firstBytes(await store.load("registration/t1/p1")), [1, 2])
  assert.is(await store.compact("registration/t1/p1", bytes(3)), true)
  assert.equal(firstBytes(await store.load("registration/t1/p1")), [3])
})

test("a cut while it is wiped: the rest is wiped when the room is next opened", async () => {
  const folder = temporaryFolder()
  const { log, store } = await open(folder)
  for (let each = 0; each < 3; each++) await store.append("registration/t1/p1", nameOf("Somebody"))
  const { manager } = log.connection
  let wiped = 0
  const cutOff = new Proxy(manager, {
    get: (target, key) =>
      key === "streams"
        ? new Proxy(target.streams, { get: cutOffStreams })
        : Reflect.get(target, key),
  })
  const cutOffStreams = (streams: typeof manager.streams, key: string) =>
    key === "deleteMessage"
      ? async (...message: Parameters<typeof streams.deleteMessage>) => {
          if (wiped === 1)
            throw new JetStreamApiError({ code: 503, err_code: 10_000, description: "cut off" })
          wiped += 1
          return streams.deleteMessage(...message)
        }
      : (Reflect.get(streams, key) as (...args: unknown[]) => unknown).bind(streams)
  const other = new JetStreamDocumentStore({ ...log.connection, manager: cutOff })
  await other.load("registration/t1/p1")
  assert.instance(
    await failureOf(other.compact("registration/t1/p1", bytes(1))),
    DocumentStoreError,
  )
  assert.is(wiped, 1)
  assert.ok(filesWith("Name-of-Somebody-", `${folder}/nats/**`).length > 0)
  const later = new JetStreamDocumentStore(log.connection)
  assert.equal(firstBytes(await later.load("registration/t1/p1")), [1])
  assert.equal(filesWith("Name-of-Somebody-", `${folder}/nats/**`), [])
})

test("documents of a data folder from before they could be wiped are brought over", async () => {
  const { log } = await open()
  const { client, credentials } = log.nats
  const servers = `127.0.0.1:${client.port}`
  const admin = await connect({ servers, user: "admin", pass: credentials.admin })
  const manager = await jetstreamManager(admin)
  const former = { stream: "DOCS", prefix: "docs" }
  await manager.streams.add({
    name: former.stream,
    subjects: [`${former.prefix}.>`],
    deny_delete: true,
    allow_rollup_hdrs: true,
    allow_direct: true,
  })
  const before = new JetStreamDocumentStore({ js: jetstream(admin), manager, where: former })
  await before.append("tournament/t1", bytes(1))
  await before.compact("tournament/t1", bytes(2))
  for (const each of [3, 4]) await before.append("tournament/t1", bytes(each))
  await before.append("registration/t1/p1", bytes(5))
  await admin.close()
  const connection = await openLog(client, credentials)
  try {
    const store = new JetStreamDocumentStore(connection)
    assert.equal(firstBytes(await store.load("tournament/t1")), [2, 3, 4])
    assert.equal(firstBytes(await store.load("registration/t1/p1")), [5])
    assert.equal((await store.rooms()).toSorted(), ["registration/t1/p1", "tournament/t1"])
    assert.ok(!(globSync(`${log.folder}/nats/store/**/DOCS`).length > 0), "and are there no more")
  } finally {
    await connection.close()
  }
})

test("loading without a connection is an error, not an empty document", async () => {
  const log = await startLog()
  try {
    const store = new JetStreamDocumentStore(log.connection)
    await store.append("venue/v1", bytes(1))
    await log.connection.close()
    assert.instance(
      await store.load("venue/v1").catch((error: unknown) => error),
      DocumentStoreError,
    )
  } finally {
    await log.nats.stop()
  }
})
test.run()
