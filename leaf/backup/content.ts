import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { AckPolicy, DeliverPolicy } from "@nats-io/jetstream"
import type { KV } from "@nats-io/kv"
import * as v from "valibot"
import * as Y from "yjs"
import { GENESIS_HASH } from "../../domain/ledger.ts"
import { BrokenChain } from "../../ledger/chain.ts"
import type { EventLog } from "../../ledger/event-log.ts"
import { JetStreamEventLog } from "../../ledger/event-log-jetstream.ts"
import { readEntries } from "../../ledger/lines.ts"
import { writeLine } from "../../ledger/chain.ts"
import { StartRefused } from "../../program/start-refused.ts"
import { BACKUP_FORMAT, type BackupContent, BackupManifest } from "../../schemas/backup-file.ts"
import { PlayerId, StaffId } from "../../schemas/ids.ts"
import type { Millis } from "../../schemas/units.ts"
import { DOCUMENTS } from "../../sync-server/document-store-jetstream.ts"
import { readIdentity } from "../identity.ts"
import type { LogConnection } from "../log-connection.ts"
import { ERASED } from "../players.ts"
import { Session } from "../sessions.ts"
import { ACTIONS, LEDGER, LIBRARY } from "../streams.ts"

const FETCH_MESSAGES = 500
const FETCH_EXPIRES_MS = 1_000
/** So many values of a bucket are asked for at once. */
const VALUES_AT_ONCE = 100

/** Under these are the members of staff. */
export const STAFF = "staff."
/** Of the bucket of access a new Leaf needs these; who is signed in, and wrong PINs, it does not. */
const ACCESS_KEPT = [STAFF, "pin.", "device.", "claim."]

/** What a backup of this Leaf is of: the ledger as it ends now. */
export async function manifestOf(
  data: string,
  connection: LogConnection,
  madeAt: Millis,
): Promise<BackupManifest> {
  const identity = await readIdentity(data)
  if (!identity)
    throw new StartRefused(`The file ${data}/identity.json is gone: restore it from a backup.`)
  const log = ledgerOf(connection)
  const lastSequence = await log.lastSequence()
  const last = await log.line(lastSequence)
  if (!last && lastSequence > 0) throw new BrokenChain(lastSequence, "the log has lost it")
  return v.parse(BackupManifest, {
    part: "manifest",
    format: BACKUP_FORMAT,
    venueId: identity.venueId,
    madeAt,
    ledger: { lastSequence, headHash: last ? hashOf(last.text) : GENESIS_HASH },
    erased: await erasedOf(connection),
    staff: await staffOf(connection),
  })
}

/** Who was erased, as the bucket of the players has it. */
async function erasedOf({ players }: LogConnection): Promise<PlayerId[]> {
  const keys = await keysOf(players, `${ERASED}>`)
  return keys.map((key) => v.parse(PlayerId, key.slice(ERASED.length)))
}

async function staffOf({ access }: LogConnection): Promise<StaffId[]> {
  const keys = await keysOf(access, `${STAFF}>`)
  return keys.map((key) => v.parse(StaffId, key.slice(STAFF.length)))
}

/**
 * All that a new Leaf in this one's place needs, read from the log, while the Leaf writes or not: the
 * ledger up to the manifest's line, each line checked against the one before; and each other stream at
 * one moment, when nothing in it was left to read.
 * @param manifest says up to which line
 * @throws BrokenChain where a line of the ledger cannot be trusted
 */
export async function* contentOf(
  data: string,
  connection: LogConnection,
  manifest: BackupManifest,
): AsyncIterable<BackupContent> {
  for (const name of ["identity.json", "core.json"] as const)
    if (existsSync(`${data}/${name}`))
      yield { part: "file", name, text: await readFile(`${data}/${name}`, "utf8") }
  yield* ledgerLines(ledgerOf(connection), manifest)
  yield* documentUpdates(connection)
  for await (const { topic, data: bytes } of messagesOf(connection, LIBRARY))
    yield { part: "library", room: topic.replaceAll(".", "/"), data: base64(bytes) }
  for await (const { topic, data: bytes } of messagesOf(connection, ACTIONS))
    yield { part: "actions", topic, text: Buffer.from(bytes).toString("utf8") }
  yield* valuesOf("players", connection.players)
  for await (const record of valuesOf("access", connection.access))
    if (isKept(record.key, record.data)) yield record
  yield* valuesOf("pictures", connection.pictures)
}

/** How many records there will be about, for whoever watches. */
export async function sizeOf({ manager }: LogConnection): Promise<number> {
  const streams = [LEDGER.stream, DOCUMENTS.stream, LIBRARY.stream, ACTIONS.stream]
  const buckets = ["KV_PLAYERS", "KV_ACCESS", "KV_PICTURES"]
  const infos = await Promise.all(
    [...streams, ...buckets].map((name) => manager.streams.info(name)),
  )
  return infos.reduce((sum, { state }) => sum + state.messages, 0)
}

export const ledgerOf = (connection: LogConnection): EventLog =>
  new JetStreamEventLog({ ...connection, ...LEDGER })

async function* ledgerLines(
  log: EventLog,
  { ledger }: BackupManifest,
): AsyncIterable<BackupContent> {
  if (ledger.lastSequence === 0) return
  let hash = GENESIS_HASH
  for await (const entry of readEntries(log, { sequence: 0, hash })) {
    yield { part: "ledger", text: writeLine(entry) }
    hash = entry.hash
    if (entry.sequence === ledger.lastSequence) break
  }
  if (hash !== ledger.headHash)
    throw new BrokenChain(ledger.lastSequence, "it is not the line that it was a moment ago")
}

/**
 * What a person wrote about themselves is in a backup as it is now, and not as it was: it is replaced
 * on the disk within the hour, and in a backup it could not be.
 */
async function* documentUpdates(connection: LogConnection): AsyncIterable<BackupContent> {
  const personal = new Map<string, Y.Doc>()
  for await (const { topic, data } of messagesOf(connection, DOCUMENTS)) {
    const room = topic.replaceAll(".", "/")
    if (!room.startsWith("registration/")) {
      yield { part: "documents", room, data: base64(data) }
      continue
    }
    const doc = personal.get(room) ?? new Y.Doc()
    Y.applyUpdate(doc, data)
    personal.set(room, doc)
  }
  for (const [room, doc] of [...personal].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    yield { part: "documents", room, data: base64(wholeOf(doc)) }
}

/** A document as one update, which reads back as itself. */
export function wholeOf(doc: Y.Doc): Uint8Array {
  const again = new Y.Doc()
  Y.applyUpdate(again, Y.encodeStateAsUpdate(doc))
  return Y.encodeStateAsUpdate(again)
}

/**
 * The messages of a stream in order, up to a moment at which there are no more. A message that gives way
 * to a newer one while this reads is no loss: the newer one is read before that moment.
 */
async function* messagesOf(
  { js, manager }: LogConnection,
  { stream, prefix }: { stream: string; prefix: string },
): AsyncIterable<{ topic: string; data: Uint8Array }> {
  const { name } = await manager.consumers.add(stream, {
    ack_policy: AckPolicy.None,
    deliver_policy: DeliverPolicy.All,
    mem_storage: true,
    num_replicas: 1,
    inactive_threshold: 60_000_000_000,
  })
  const consumer = await js.consumers.get(stream, name)
  try {
    for (;;) {
      const { num_pending } = await consumer.info()
      if (num_pending === 0) return
      const asked = Math.min(FETCH_MESSAGES, num_pending)
      let got = 0
      const batch = await consumer.fetch({ max_messages: asked, expires: FETCH_EXPIRES_MS })
      for await (const message of batch) {
        yield { topic: message.subject.slice(prefix.length + 1), data: message.data }
        got += 1
        if (got === asked) break
      }
    }
  } finally {
    await consumer.delete()
  }
}

async function* valuesOf(
  part: "players" | "access" | "pictures",
  bucket: KV,
): AsyncIterable<Extract<BackupContent, { key: string }>> {
  const keys = (await keysOf(bucket, ">")).toSorted()
  for (let start = 0; start < keys.length; start += VALUES_AT_ONCE) {
    const some = keys.slice(start, start + VALUES_AT_ONCE)
    const entries = await Promise.all(some.map((key) => bucket.get(key)))
    for (const entry of entries)
      // One that went meanwhile is not there.
      if (entry?.operation === "PUT") yield { part, key: entry.key, data: base64(entry.value) }
  }
}

async function keysOf(bucket: KV, filter: string): Promise<string[]> {
  const keys: string[] = []
  for await (const key of await bucket.keys(filter)) keys.push(key)
  return keys
}

/** A screen on the wall has its token until somebody takes it away: it need not be paired again. */
function isKept(key: string, data: string): boolean {
  if (ACCESS_KEPT.some((start) => key.startsWith(start))) return true
  if (!key.startsWith("session.")) return false
  return v.parse(Session, JSON.parse(fromBase64(data).toString("utf8"))).kind === "display"
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64")
export const fromBase64 = (text: string): Buffer => Buffer.from(text, "base64")

const Hashed = v.object({ hash: v.string() })
const hashOf = (line: string): string => v.parse(Hashed, JSON.parse(line)).hash
