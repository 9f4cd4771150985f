import * as v from "valibot"
import * as Y from "yjs"
import { pseudonymOf } from "../../domain/pseudonym.ts"
import type { BackupContent } from "../../schemas/backup-file.ts"
import { registrationFields } from "../../schemas/documents/registration.ts"
import { Registers } from "../../schemas/documents/registers.ts"
import { parseRoom } from "../../schemas/documents/rooms.ts"
import type { PlayerId } from "../../schemas/ids.ts"
import { Player } from "../../schemas/player.ts"
import { DETAILS, ERASED } from "../players.ts"
import { fromBase64, wholeOf } from "./content.ts"

/**
 * A backup's content without those who were erased since: as an erasure leaves it on a Leaf. Names and
 * contact details go, what they wrote about themselves is emptied, codes are worth nothing; results
 * and money stay under the id.
 * @param erased everybody who was, those whom the backup knows of included
 */
export async function* withoutErased(
  content: AsyncIterable<BackupContent>,
  erased: ReadonlySet<PlayerId>,
): AsyncIterable<BackupContent> {
  const written = new Set<string>()
  for await (const record of content) {
    if (record.part === "documents") yield { ...record, data: emptied(record, erased) }
    else if (record.part === "players") yield* blanked(record, erased, written)
    else if (record.part !== "access" || !isIn(erased, claimantOf(record.key))) yield record
  }
  for (const playerId of erased)
    if (!written.has(playerId))
      yield { part: "players", key: `${ERASED}${playerId}`, data: base64("true") }
}

type Value = Extract<BackupContent, { part: "players" | "access" | "pictures" }>

function* blanked(
  record: Value,
  erased: ReadonlySet<PlayerId>,
  written: Set<string>,
): Iterable<BackupContent> {
  if (record.key.startsWith(ERASED)) written.add(record.key.slice(ERASED.length))
  const isDetails = record.key.startsWith(DETAILS)
  if (isDetails && isIn(erased, record.key.slice(DETAILS.length))) return
  if (!isIn(erased, record.key)) return yield record
  const { playerId } = v.parse(Player, JSON.parse(fromBase64(record.data).toString("utf8")))
  yield { ...record, data: base64(JSON.stringify({ playerId, name: pseudonymOf(playerId) })) }
}

/** What an erased player wrote, taken back in the same document, so that no old copy brings it back. */
function emptied(
  { room, data }: { room: string; data: string },
  erased: ReadonlySet<PlayerId>,
): string {
  const parsed = parseRoom(room)
  if (parsed?.kind !== "registration" || !isIn(erased, parsed.playerId)) return data
  const doc = new Y.Doc()
  Y.applyUpdate(doc, fromBase64(data))
  const registers = new Registers(doc)
  const filled = registrationFields.filter((field) => registers.get(field) !== undefined)
  if (filled.length === 0) return data
  registers.setAll(filled.map((field) => [field, null]))
  return Buffer.from(wholeOf(doc)).toString("base64")
}

/** Whose code it is; nobody's where it is none. */
const claimantOf = (key: string): string =>
  key.startsWith("claim.") ? key.slice(key.lastIndexOf(".") + 1) : ""
const isIn = (erased: ReadonlySet<string>, id: string): boolean => erased.has(id)
const base64 = (text: string): string => Buffer.from(text).toString("base64")
