import { existsSync } from "node:fs"
import { open, readFile, rename } from "node:fs/promises"
import * as v from "valibot"
import { syncFolder } from "../program/sync-files.ts"
import { BackupState } from "../schemas/backup-state.ts"
import type { Millis } from "../schemas/units.ts"

const pathOf = (data: string): string => `${data}/backups.json`

/**
 * How the backups to files of a data folder went: when the last good one was made, and why the last
 * try gave none. Nothing was tried where both are `null`.
 */
export async function readBackupState(
  dataFolder: string,
): Promise<{ lastGoodAt: Millis | null; lastProblem: string | null }> {
  try {
    const { lastGood, lastProblem } = await readState(dataFolder)
    return { lastGoodAt: lastGood?.at ?? null, lastProblem: lastProblem?.words ?? null }
  } catch {
    // It tells of backups and is none itself: the next good one writes it anew.
    const words = `The file ${pathOf(dataFolder)} cannot be read: make a backup, which writes it anew.`
    return { lastGoodAt: null, lastProblem: words }
  }
}

/** Notes that a backup was made and found good; on the disk when this resolves. */
export const noteGoodBackup = (
  dataFolder: string,
  lastGood: NonNullable<BackupState["lastGood"]>,
): Promise<void> => writeState(dataFolder, { lastGood, lastProblem: null })

/** Notes why there is no new backup; the last good one stays known. On the disk when this resolves. */
export async function noteBackupProblem(
  dataFolder: string,
  problem: { at: Millis; words: string },
): Promise<void> {
  const known = await readState(dataFolder).catch(() => NOTHING)
  await writeState(dataFolder, { ...known, lastProblem: problem })
}

const NOTHING: BackupState = { lastGood: null, lastProblem: null }

async function readState(data: string): Promise<BackupState> {
  const path = pathOf(data)
  if (!existsSync(path)) return NOTHING
  return v.parse(BackupState, JSON.parse(await readFile(path, "utf8")))
}

async function writeState(data: string, state: BackupState): Promise<void> {
  const path = pathOf(data)
  const file = await open(`${path}.part`, "w", 0o600)
  try {
    await file.writeFile(JSON.stringify(state))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.part`, path)
  await syncFolder(data)
}
