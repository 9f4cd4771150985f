import * as v from "valibot"
import * as Y from "yjs"
import { pseudonymOf } from "../../domain/pseudonym.ts"
import type { BackupContent, BackupManifest } from "../../schemas/backup-file.ts"
import { registrationFields } from "../../schemas/documents/registration.ts"
import { Registers } from "../../schemas/documents/registers.ts"
import { parseRoom } from "../../schemas/documents/rooms.ts"
import type { PlayerId, StaffId } from "../../schemas/ids.ts"
import { Player } from "../../schemas/player.ts"
import { DETAILS, ERASED } from "../players.ts"
import { fromBase64, STAFF, wholeOf } from "./content.ts"

/** Of whom nothing may be kept any more. */
export type Gone = { players: ReadonlySet<PlayerId>; staff: ReadonlySet<StaffId> }

export const NOBODY: Gone = { players: new Set(), staff: new Set() }

/** Who has gone since a backup was made, as a later one of the same venue knows. */
export const goneSince = (earlier: BackupManifest, later: BackupManifest): Gone => ({
  players: new Set([...earlier.erased, ...later.erased]),
  staff: new Set(earlier.staff.filter((staffId) => !later.staff.includes(staffId))),
})

/** The manifest of a backup that was written anew without them. */
export const manifestWithout = (manifest: BackupManifest, gone: Gone): BackupManifest => ({
  ...manifest,
  erased: [...new Set([...manifest.erased, ...gone.players])],
  staff: manifest.staff.filter((staffId) => !gone.staff.has(staffId)),
})

/**
 * A backup's content without those who were erased since: as an erasure leaves it on a Leaf. Names and
 * contact details go, what they wrote about themselves is emptied, codes are worth nothing; results
 * and money stay under the id.
 * @param gone everybody who was erased, those whom the backup knows of included
 */
export async function* withoutErased(
  content: AsyncIterable<BackupContent>,
  { players: erased, staff }: Gone,
): AsyncIterable<BackupContent> {
  const written = new Set<string>()
  for await (const record of content) {
    if (record.part === "documents") yield { ...record, data: emptied(record, erased) }
    else if (record.part === "players") yield* blanked(record, erased, written)
    else if (record.part !== "access") yield record
    else if (!isIn(erased, idIn(record.key, "claim.")) && !isIn(staff, idIn(record.key, STAFF)))
      yield record
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

/** The id at the end of a key of that kind; nobody's where it is another. */
const idIn = (key: string, kind: string): string =>
  key.startsWith(kind) ? key.slice(key.lastIndexOf(".") + 1) : ""
const isIn = (gone: ReadonlySet<string>, id: string): boolean => gone.has(id)
const base64 = (text: string): string => Buffer.from(text).toString("base64")
