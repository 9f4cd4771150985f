import type { ServerName } from "./dialects.ts"
import type { Sample } from "./measurement.ts"
import { Readers } from "./readers.ts"
import { Server } from "./server.ts"

const ROOM = "tournament/memory"
/** Opened and closed first, so that what the code itself takes is there already. */
const WARM_UP = 50
const CONNECTIONS = 500

/** What a connection costs on which nothing happens. */
export async function measureMemory(name: ServerName): Promise<Sample[]> {
  const server = await Server.start(name)
  const readers = await Readers.start()
  const room = { room: ROOM, as: "counted" } as const
  await readers.join(server, { ...room, count: WARM_UP })
  await readers.leave()
  await readers.join(server, { ...room, count: 1 })
  const before = await server.residentBytes()
  await readers.join(server, { ...room, count: 1 + CONNECTIONS })
  const after = await server.residentBytes()
  await readers.stop()
  await server.stop()
  return [
    { name: "memory, one connection", unit: "MB", value: before / 2 ** 20 },
    {
      name: "memory per idle connection",
      unit: "kB",
      value: (after - before) / CONNECTIONS / 1_024,
    },
  ]
}
