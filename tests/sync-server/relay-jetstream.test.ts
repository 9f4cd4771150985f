import { suite } from "uvu"
import * as assert from "uvu/assert"
import { JetStreamDocumentStore } from "../../sync-server/document-store-jetstream.ts"
import { temporaryFolder } from "../support/folder.ts"
import { startLog } from "../support/nats.ts"
import { TestRelay } from "../support/relay.ts"
import { until } from "../support/until.ts"

const test = suite("Relay over JetStream")
const stops: (() => Promise<void>)[] = []
test.after.each(async () => {
  while (stops.length > 0) await stops.pop()?.()
})
async function start(folder: string, port = 0) {
  const log = await startLog(folder)
  const relay = await TestRelay.start({ store: new JetStreamDocumentStore(log.connection), port })
  stops.push(log.stop, () => relay.stop())
  return { log, relay }
}

test("relay and log stop and start: a new client finds everything", async () => {
  const folder = temporaryFolder()
  const { log, relay } = await start(folder)
  const clients = await Promise.all([1, 2, 3].map(() => relay.stockClient().synced()))
  for (let each = 0; each < 300; each++) clients[each % 3]?.map.set(`k${each}`, each)
  await until("all have all", () => clients.every(({ map }) => map.size === 300))
  await relay.stop()
  await log.stop()
  stops.length = 0
  const again = await start(folder)
  const fresh = await again.relay.stockClient().synced()
  assert.is(fresh.map.size, 300)
})

test("the log's server is killed while clients edit: nothing is lost, and all are one again", async () => {
  const { log, relay } = await start(temporaryFolder())
  const clients = await Promise.all([1, 2, 3].map(() => relay.stockClient().synced()))
  for (let each = 0; each < 90; each++) {
    clients[each % 3]?.map.set(`k${each}`, each)
    if (each === 45) {
      await until("some of it is stored", async () => (await relay.stored()).getMap("m").size > 0)
      log.kill()
    }
  }
  await until("all have all", () => clients.every(({ map }) => map.size === 90), 20_000)
  assert.is((await relay.stored()).getMap("m").size, 90)
})

test.run()
