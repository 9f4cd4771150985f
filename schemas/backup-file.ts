import * as v from "valibot"
import { PlayerId, StaffId, VenueId } from "./ids.ts"
import { Count, Millis } from "./units.ts"

/**
 * What is in a backup: records, one JSON line each, gzipped, then encrypted. The manifest is the first
 * and the end the last. 1: the first.
 */
export const BACKUP_FORMAT = 1

const Base64 = v.pipe(v.string(), v.base64("expected base64"))

/** What a backup is of. */
export const BackupManifest = v.object({
  part: v.literal("manifest"),
  format: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  venueId: VenueId,
  /** When it was begun, by the clock of the box. */
  madeAt: Millis,
  ledger: v.strictObject({ lastSequence: Count, headHash: v.string() }),
  /** Of whom nothing is in it, since nothing of them may be kept. */
  erased: v.array(PlayerId),
  /** Who is on the staff's list: whoever was and is not any more was erased. */
  staff: v.array(StaffId),
})
export type BackupManifest = v.InferOutput<typeof BackupManifest>

/** How many there are of each part, and the hash of all lines between the manifest and this one. */
export const BackupEnd = v.strictObject({
  part: v.literal("end"),
  counts: v.strictObject({
    file: Count,
    ledger: Count,
    documents: Count,
    library: Count,
    actions: Count,
    players: Count,
    access: Count,
    pictures: Count,
  }),
  /** Documents are kept as one or more updates each. */
  rooms: Count,
  /** How long those lines are, before they are packed. */
  bytes: Count,
  digest: v.string(),
})
export type BackupEnd = v.InferOutput<typeof BackupEnd>

/** A value of one of the Leaf's buckets. */
const BackupValue = v.strictObject({
  part: v.picklist(["players", "access", "pictures"]),
  key: v.pipe(v.string(), v.nonEmpty()),
  data: Base64,
})

/** Everything between. */
export const BackupContent = v.variant("part", [
  /** A file of the data folder, as it is. */
  v.strictObject({
    part: v.literal("file"),
    name: v.picklist(["identity.json", "core.json"]),
    text: v.string(),
  }),
  /** A line of the ledger, as log and witness have it. */
  v.strictObject({ part: v.literal("ledger"), text: v.string() }),
  /** An update of a document, or of an item of the library. */
  v.strictObject({
    part: v.picklist(["documents", "library"]),
    room: v.pipe(v.string(), v.nonEmpty()),
    data: Base64,
  }),
  /** A line of what staff did, in its order. */
  v.strictObject({ part: v.literal("actions"), topic: v.string(), text: v.string() }),
  BackupValue,
])
export type BackupContent = v.InferOutput<typeof BackupContent>
export type BackupPart = BackupContent["part"]

export const BackupRecord = v.variant("part", [BackupManifest, BackupContent, BackupEnd])
export type BackupRecord = v.InferOutput<typeof BackupRecord>
