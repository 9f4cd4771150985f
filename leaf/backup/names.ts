import { readdir } from "node:fs/promises"
import { join } from "node:path"
import type { VenueId } from "../../schemas/ids.ts"
import { type Millis, millis } from "../../schemas/units.ts"

const ENDING = ".feltbackup"
/** What a backup is called until it is whole and found good. */
export const PART = ".part"
/** Where a data folder is filled from a backup, inside it, before it is a Leaf's. */
export const RESTORING = "restored.part"

/** What a backup's file is called; those of one venue are in order of time. */
export const backupName = (venueId: VenueId, madeAt: Millis): string =>
  `felt-${venueId}-${new Date(madeAt).toISOString().replaceAll(/[-:.]/g, "")}${ENDING}`

export type BackupFile = { path: string; madeAt: Millis }

/** The whole backups of a venue in a folder, oldest first. */
export async function backupsOf(folder: string, venueId: VenueId): Promise<BackupFile[]> {
  return (await readdir(folder))
    .flatMap((name) => {
      const madeAt = timeOf(name, venueId)
      return madeAt === null ? [] : [{ path: join(folder, name), madeAt }]
    })
    .toSorted((a, b) => a.madeAt - b.madeAt)
}

/** What a backup of this venue that was cut off has left behind. */
export async function partsOf(folder: string, venueId: VenueId): Promise<string[]> {
  return (await readdir(folder))
    .filter((name) => name.endsWith(PART) && timeOf(name.slice(0, -PART.length), venueId) !== null)
    .map((name) => join(folder, name))
}

/** When the backup of that name was made; `null` where it is none of this venue's. */
function timeOf(name: string, venueId: VenueId): Millis | null {
  const start = `felt-${venueId}-`
  if (!name.startsWith(start) || !name.endsWith(ENDING)) return null
  const [, year, month, day, hour, minute, second, rest] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/.exec(
      name.slice(start.length, -ENDING.length),
    ) ?? []
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${rest}Z`)
  return Number.isNaN(time) || time < 0 ? null : millis(time)
}
