import { existsSync } from "node:fs"
import { resolve } from "node:path"
import process from "node:process"
import { pino } from "pino"
import { JetStreamEventLog } from "../ledger/event-log-jetstream.ts"
import { lockDataFolder } from "../leaf/data-folder.ts"
import { FolderTaken } from "../program/folder-lock.ts"
import { type LogConnection, openLog } from "../leaf/log-connection.ts"
import { readCredentials } from "../leaf/nats-config.ts"
import { natsPaths, readClient } from "../program/nats-process.ts"
import { NatsServer } from "../leaf/nats-server.ts"
import { InputError } from "./input-error.ts"

/** A data folder's log, open for the command line. */
export type LedgerAtHand = {
  data: string
  connection: LogConnection
  log: JetStreamEventLog
  /** The path of the ledger's second copy. */
  witness: string
  /** Whether a Leaf is running on the folder; then nothing but the log may be touched. */
  isRunning: boolean
  close: () => Promise<void>
}

/**
 * Opens the log of a data folder: the running Leaf's own, or, where none runs, a server of our own
 * on the same files.
 * @throws InputError where the folder holds no Leaf's data
 */
export async function openLedgerAtHand(folder: string): Promise<LedgerAtHand> {
  const data = resolve(folder)
  if (!existsSync(`${data}/identity.json`))
    throw new InputError(`There is no Leaf's data in ${data}. Name the folder with --data.`)
  return (await openStopped(data)) ?? (await openRunning(data))
}

async function openStopped(data: string): Promise<LedgerAtHand | null> {
  let lock: { release: () => void }
  try {
    lock = lockDataFolder(data)
  } catch (error) {
    if (error instanceof FolderTaken) return null
    throw error
  }
  const binary = process.env["FELT_NATS_SERVER"] ?? "nats-server"
  let nats: NatsServer | null = null
  try {
    nats = await NatsServer.start(binary, data, pino({ level: "silent" }))
    const server = nats
    const connection = await openLog(server.client, server.credentials)
    return {
      ...opened(data, connection),
      isRunning: false,
      async close() {
        await connection.close()
        await server.stop()
        lock.release()
      },
    }
  } catch (error) {
    await nats?.stop()
    lock.release()
    throw error
  }
}

async function openRunning(data: string): Promise<LedgerAtHand> {
  const paths = natsPaths(data)
  if (!existsSync(paths.client))
    throw new InputError(`The Leaf on ${data} is only just starting. Try again in a moment.`)
  const connection = await openLog(readClient(paths), readCredentials(paths))
  return { ...opened(data, connection), isRunning: true, close: connection.close }
}

const opened = (data: string, connection: LogConnection) => ({
  data,
  connection,
  witness: process.env["FELT_WITNESS"] ?? `${data}/witness/ledger.jsonl`,
  log: new JetStreamEventLog({ ...connection, stream: "LEDGER", prefix: "ledger" }),
})
