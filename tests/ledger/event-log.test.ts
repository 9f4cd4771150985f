import { suite } from "uvu"
import { pino } from "pino"
import { MemoryEventLog } from "../../ledger/event-log-memory.ts"
import { JetStreamEventLog } from "../../ledger/event-log-jetstream.ts"
import { openLog } from "../../leaf/log-connection.ts"
import { NatsServer } from "../../leaf/nats-server.ts"
import { batchContract, eventLogContract } from "../contracts/event-log.ts"
import { temporaryFolder } from "../support/folder.ts"
import { natsServerPath } from "../support/nats.ts"

const memory = suite("EventLog in memory")
for (const contract of [eventLogContract, batchContract])
  contract(memory, () => Promise.resolve(new MemoryEventLog()))
memory.run()

const jetstream = suite("EventLog in JetStream")
const stops: (() => Promise<void>)[] = []
jetstream.after.each(async () => {
  while (stops.length > 0) await stops.pop()?.()
})
const open = async () => {
  const nats = await NatsServer.start(
    natsServerPath(),
    temporaryFolder(),
    pino({ level: "silent" }),
  )
  const connection = await openLog(nats.client, nats.credentials)
  stops.push(() => nats.stop(), connection.close)
  return new JetStreamEventLog({ ...connection, stream: "LEDGER", prefix: "ledger" })
}
for (const contract of [eventLogContract, batchContract]) contract(jetstream, open)
jetstream.run()
