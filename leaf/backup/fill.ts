import { mkdir, open, rm } from "node:fs/promises"
import { pino } from "pino"
import * as v from "valibot"
import { type EventLog, type LogLine, LogRefused, MOST_APPENDED } from "../../ledger/event-log.ts"
import { appendInBatches, JetStreamEventLog } from "../../ledger/event-log-jetstream.ts"
import { type Restored, restoreLedger } from "../../ledger/restore.ts"
import { syncFolder } from "../../program/sync-files.ts"
import type { BackupContent, BackupManifest } from "../../schemas/backup-file.ts"
import { TournamentId } from "../../schemas/ids.ts"
import type { Millis } from "../../schemas/units.ts"
import { JetStreamDocumentStore } from "../../sync-server/document-store-jetstream.ts"
import { type LogConnection, openLog } from "../log-connection.ts"
import { NatsServer } from "../nats-server.ts"
import { ACTIONS, LEDGER, ledgerRepair, LIBRARY } from "../streams.ts"
import { fromBase64 } from "./content.ts"
import { type Gone, withoutErased } from "./erasures.ts"
import { readContent } from "./file.ts"
import type { BackupKey } from "./key.ts"

/** So many writes are on their way at once; each waits for the disk. */
const WRITES_AT_ONCE = 16

export type Filling = {
  /** The folder to fill, which is made where there is none. */
  folder: string
  /** The ledger's second copy; one that is there already gives what it has beyond the backup. */
  witness: string
  natsServer: string
  backup: { path: string; key: BackupKey; manifest: BackupManifest }
  /** Of whom nothing may come back. */
  gone: Gone
  /** Whether the way to Core is put there as well. */
  withCore: boolean
  at: Millis
  onProgress: (lines: number, of: number) => void
}

/**
 * Fills a new data folder with a backup that was checked: through the log's own server, so that every
 * line is checked on its way and on the disk when it counts as written. Who the Leaf is comes last: a
 * folder without it is no Leaf's, and none starts on it.
 * @returns where the ledger ends
 * @throws LedgerInDoubt where backup and witness tell different stories
 */
export async function fillFolder(filling: Filling): Promise<Restored> {
  const { folder, natsServer, at } = filling
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const nats = await NatsServer.start(natsServer, folder, pino({ level: "silent" }), at)
  let restored: Restored
  const files: { name: string; text: string }[] = []
  try {
    const connection = await openLog(nats.client, nats.credentials)
    try {
      restored = await fillLedger(filling, nats, connection)
      files.push(...(await fillRest(filling, connection)))
    } finally {
      await connection.close()
    }
  } finally {
    await nats.stop()
  }
  const isLast = ({ name }: { name: string }) => name === "identity.json"
  for (const file of [...files.filter((each) => !isLast(each)), ...files.filter(isLast)])
    if (file.name !== "core.json" || filling.withCore) await writeFile(folder, file)
  return restored
}

async function fillLedger(
  { folder, witness, backup, at, onProgress }: Filling,
  server: NatsServer,
  connection: LogConnection,
): Promise<Restored> {
  const repair = ledgerRepair({ server, data: folder, at, report: () => {} })
  const log = new JetStreamEventLog({ ...connection, ...LEDGER, repair })
  const restored = await restoreLedger(new BackupLog(backup), log, witness, onProgress)
  // What a witness gave to a log that was new was no damage that a person has to look into.
  await rm(`${folder}/damaged-ledger`, { recursive: true, force: true })
  return restored
}

/** @returns the files, which are not written yet */
async function fillRest(
  { backup, gone }: Filling,
  connection: LogConnection,
): Promise<{ name: string; text: string }[]> {
  const documents = new JetStreamDocumentStore(connection)
  const library = new JetStreamDocumentStore({ ...connection, where: LIBRARY })
  const files: { name: string; text: string }[] = []
  let acts = 0
  const write = async (record: BackupContent): Promise<unknown> => {
    if (record.part === "documents") return documents.append(record.room, fromBase64(record.data))
    if (record.part === "library") return library.append(record.room, fromBase64(record.data))
    if (record.part === "players" || record.part === "access" || record.part === "pictures")
      return connection[record.part].put(record.key, fromBase64(record.data))
    if (record.part === "file") files.push(record)
    return undefined
  }
  const content = withoutErased(readContent(backup.path, backup.key), gone)
  for await (const records of inRuns(content)) {
    if (records[0]?.part !== "actions") {
      await Promise.all(records.map(write))
      continue
    }
    const lines = records.flatMap((record) =>
      record.part === "actions"
        ? [{ sequence: ++acts, topic: record.topic, text: record.text }]
        : [],
    )
    await appendInBatches(connection.connection, ACTIONS, lines)
  }
  return files
}

/** Groups records that are written at once: of one part, and no more than that takes. */
async function* inRuns(content: AsyncIterable<BackupContent>): AsyncIterable<BackupContent[]> {
  let run: BackupContent[] = []
  for await (const record of content) {
    const most = record.part === "actions" ? MOST_APPENDED : WRITES_AT_ONCE
    if (run[0] && (run[0].part !== record.part || run.length >= most)) {
      yield run
      run = []
    }
    run.push(record)
  }
  if (run.length > 0) yield run
}

/** On the disk when this resolves. */
async function writeFile(
  folder: string,
  { name, text }: { name: string; text: string },
): Promise<void> {
  const file = await open(`${folder}/${name}`, "wx", 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await syncFolder(folder)
}

const Filed = v.object({
  sequence: v.number(),
  intent: v.object({ id: v.string(), tournamentId: TournamentId }),
})

/** A backup's ledger as a log that can only be read. */
class BackupLog implements EventLog {
  readonly #backup: Filling["backup"]

  constructor(backup: Filling["backup"]) {
    this.#backup = backup
  }

  lastSequence(): Promise<number> {
    return Promise.resolve(this.#backup.manifest.ledger.lastSequence)
  }

  async *read(after: number): AsyncIterable<LogLine> {
    const last = await this.lastSequence()
    if (after >= last) return
    for await (const record of readContent(this.#backup.path, this.#backup.key)) {
      if (record.part !== "ledger") continue
      const { sequence, intent } = v.parse(Filed, JSON.parse(record.text))
      if (sequence <= after) continue
      yield { sequence, id: intent.id, topic: intent.tournamentId, text: record.text }
      if (sequence === last) return
    }
  }

  async line(sequence: number): Promise<LogLine | null> {
    for await (const line of this.read(sequence - 1)) return line
    return null
  }

  append(): Promise<void> {
    return Promise.reject(new LogRefused("A backup is not written to."))
  }
}
