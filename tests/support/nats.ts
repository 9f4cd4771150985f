import { accessSync, constants } from "node:fs"
import { delimiter, join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { pino } from "pino"
import { type LogConnection, openLog } from "../../leaf/log-connection.ts"
import { NatsServer } from "../../leaf/nats-server.ts"
import { temporaryFolder } from "./folder.ts"

/** Where set-up puts a nats-server that it had to fetch, because the PATH had none that is fit. */
const CACHED = fileURLToPath(new URL("../../.cache/nats-server/nats-server", import.meta.url))

/**
 * The nats-server that the tests run: the one that FELT_NATS_SERVER names, the project's own, or
 * the first on the PATH.
 * @throws where there is none
 */
export function natsServerPath(): string {
  const named = process.env["FELT_NATS_SERVER"]
  if (named) return named
  const onPath = (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "nats-server"))
  const found = [CACHED, ...onPath].find(isExecutable)
  if (found) return found
  throw new Error(
    "These tests need nats-server 2.14 or newer: run `npm test`, which fetches it, put it on the " +
      "PATH, or name it in FELT_NATS_SERVER.",
  )
}

export type TestLog = {
  folder: string
  nats: NatsServer
  connection: LogConnection
  /** SIGKILL; the Leaf's supervision starts the server again. */
  kill: () => void
  stop: () => Promise<void>
}

/** A real log as the Leaf runs it: an own nats-server on a free port, its streams, its user's rights. */
export async function startLog(folder = temporaryFolder()): Promise<TestLog> {
  const nats = await NatsServer.start(natsServerPath(), folder, pino({ level: "silent" }))
  const connection = await openLog(nats.client, nats.credentials)
  return {
    folder,
    nats,
    connection,
    kill: () => {
      if (nats.processId === undefined) throw new Error("nats-server does not run.")
      process.kill(nats.processId, "SIGKILL")
    },
    stop: async () => {
      await connection.close()
      await nats.stop()
    },
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    // Not there, or not to be run: look further.
    return false
  }
}
