import { suite } from "uvu"
import * as assert from "uvu/assert"
import { DocumentStoreError } from "../../sync-server/document-store.ts"
import { JetStreamDocumentStore } from "../../sync-server/document-store-jetstream.ts"
import { MemoryDocumentStore } from "../../sync-server/document-store-memory.ts"
import { bytes, compactionContract, documentStoreContract } from "../contracts/document-store.ts"
import { temporaryFolder } from "../support/folder.ts"
import { startLog } from "../support/nats.ts"
import { until } from "../support/until.ts"

const memory = suite("DocumentStore in memory")
for (const contract of [documentStoreContract, compactionContract])
  contract(memory, () => Promise.resolve(new MemoryDocumentStore()))
memory.run()

const jetstream = suite("DocumentStore in JetStream")
const stops: (() => Promise<void>)[] = []
jetstream.after.each(async () => {
  while (stops.length > 0) await stops.pop()?.()
})
const open = async (folder?: string) => {
  const log = await startLog(folder)
  stops.push(log.stop)
  return { log, store: new JetStreamDocumentStore(log.connection) }
}
let shared: Awaited<ReturnType<typeof startLog>> | undefined
jetstream.after(() => shared?.stop())
for (const contract of [documentStoreContract, compactionContract])
  contract(jetstream, async () => {
    shared ??= await startLog()
    return new JetStreamDocumentStore(shared.connection)
  })

jetstream("everything that was acknowledged is there after the server was killed", async () => {
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

jetstream("an append outlives a restart of the server", async () => {
  const { log, store } = await open()
  await store.append("venue/v1", bytes(1))
  log.kill()
  await store.append("venue/v1", bytes(2))
  const loaded = await store.load("venue/v1")
  // The second may stand there twice: an attempt whose acknowledgement was lost.
  assert.equal([...new Set(loaded.map((update) => update[0]))], [1, 2])
})

jetstream("what the log will not take is an error with its cause, and is not stored", async () => {
  const { store } = await open()
  const error = await store.append("venue/v1", new Uint8Array(2 * 1024 * 1024)).then(
    () => assert.unreachable("2 MiB were taken"),
    (cause: unknown) => cause,
  )
  assert.instance(error, DocumentStoreError)
  assert.ok(error instanceof Error && error.cause instanceof Error)
  assert.equal(await store.load("venue/v1"), [])
})

jetstream(
  "a document that cannot be read to its end is an error, not a shorter document",
  async () => {
    const { log, store } = await open()
    await Promise.all(Array.from({ length: 2_500 }, () => store.append("venue/v1", bytes(1))))
    const hasty = new JetStreamDocumentStore({ ...log.connection, loadTimeoutMs: 1 })
    assert.instance(
      await hasty.load("venue/v1").catch((error: unknown) => error),
      DocumentStoreError,
    )
    assert.is((await store.load("venue/v1")).length, 2_500)
  },
)

jetstream("what another store has written since is not compacted away", async () => {
  const { log, store } = await open()
  await store.append("venue/v1", bytes(1))
  const other = new JetStreamDocumentStore(log.connection)
  await other.append("venue/v1", bytes(2))
  assert.is(await store.compact("venue/v1", bytes(1)), false)
  assert.equal(
    (await store.load("venue/v1")).map((update) => update[0]),
    [1, 2],
  )
  assert.is(await store.compact("venue/v1", bytes(3)), true)
})

jetstream("loading without a connection is an error, not an empty document", async () => {
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
jetstream.run()
