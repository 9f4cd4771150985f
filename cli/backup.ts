import { existsSync } from "node:fs"
import { mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises"
import { dirname, resolve } from "node:path"
import process from "node:process"
import { BrokenChain } from "../ledger/chain.ts"
import { LedgerInDoubt } from "../ledger/recover.ts"
import { noteBackupProblem, noteGoodBackup } from "../leaf/backup-state.ts"
import { makeBackupKey, readBackupKey } from "../leaf/backup/key.ts"
import { makeBackup } from "../leaf/backup/make.ts"
import { BackupRefused } from "../leaf/backup/seal.ts"
import { syncFolder } from "../program/sync-files.ts"
import { StartRefused } from "../program/start-refused.ts"
import { millis } from "../schemas/units.ts"
import { InputError } from "./input-error.ts"
import { isOfLog } from "./log-errors.ts"
import { openLedgerAtHand } from "./ledger-at-hand.ts"
import { afterAMoment, progressBar } from "./progress.ts"

/** What `felt backup` prints. */
export type BackupResult = {
  file: string
  bytes: number
  venueId: string
  lastSequence: number
  headHash: string
  documents: number
  players: number
  tookMs: number
  /** Restored, and found to be what the Leaf has. */
  verified: true
  dropped: string[]
  rewritten: string[]
  unreached: string[]
}

export type BackupFlags = { data: string; to?: string; key?: string; sameDisk: boolean }

/**
 * `felt backup FILE`: one backup by that name, wherever it lies, outside the schedule of a folder's.
 * @throws InputError where there is such a file, or no folder for it
 */
export async function backupAs(name: string, flags: BackupFlags): Promise<BackupResult> {
  const file = resolve(name)
  if (existsSync(file)) throw new InputError(`There is a ${file} already: choose another name.`)
  if (!existsSync(dirname(file)))
    throw new InputError(`There is no folder ${dirname(file)}: make it, or choose another.`)
  const scratch = await mkdtemp(`${dirname(file)}/.felt-backup-`)
  try {
    const made = await backup({ ...flags, to: scratch, sameDisk: true }, file)
    await rename(made.file, file)
    await syncFolder(dirname(file))
    return { ...made, file }
  } finally {
    await rm(scratch, { recursive: true })
  }
}

/** The key's file in a data folder. */
export const KEY_NAME = "backup.key"

/** Where a data folder's key for backups is, unless another file is named. */
export const keyPathOf = (data: string, key: string | undefined): string =>
  resolve(key ?? process.env["FELT_BACKUP_KEY"] ?? `${data}/${KEY_NAME}`)

/**
 * `felt backup`: makes a backup of a data folder into another folder, whether a Leaf runs on it or
 * not, and finds it good by restoring it. What became of it is noted for the Leaf.
 * @param name what it will be called, where that is not its folder's affair
 * @throws InputError where the folder is no Leaf's, or the target is not there
 */
export async function backup(flags: BackupFlags, name?: string): Promise<BackupResult> {
  const started = performance.now()
  const data = resolve(flags.data)
  const at = millis(Date.now())
  const ledger = await openLedgerAtHand(data)
  try {
    const to = await demandTarget(data, flags)
    const key = await readBackupKey(keyPathOf(data, flags.key))
    const made = await makeBackup({
      data,
      connection: ledger.connection,
      natsServer: process.env["FELT_NATS_SERVER"] ?? "nats-server",
      to,
      key,
      at,
      onProgress: afterAMoment(progressBar(process.stderr, "records")),
    })
    const { path, bytes, manifest, end, ...rest } = made
    const { lastSequence, headHash } = manifest.ledger
    await noteGoodBackup(
      data,
      { at, file: name ?? path, lastSequence },
      unreachedWords(rest.unreached),
    )
    return {
      file: path,
      bytes,
      venueId: manifest.venueId,
      lastSequence,
      headHash,
      documents: end.rooms,
      players: end.counts.players,
      tookMs: Math.round(performance.now() - started),
      verified: true,
      ...rest,
    }
  } catch (cause) {
    const error = asInput(cause)
    await noteBackupProblem(data, { at, words: wordsOf(error) })
    throw error
  } finally {
    await ledger.close().catch((error: unknown) => {
      // The Leaf was stopped meanwhile, and its server with it: then there is nothing to close.
      if (!isOfLog(error)) throw error
    })
  }
}

function asInput(error: unknown): unknown {
  if (error instanceof BackupRefused) return new InputError(error.message, { cause: error })
  if (!isOfLog(error)) return error
  return new InputError(
    "The log did not answer to its end, as where the Leaf is stopped meanwhile: there is no new backup, make another one.",
    { cause: error },
  )
}

/**
 * `felt backup key`: makes the key of a data folder's backups.
 * @throws StartRefused where there is one
 */
export async function makeKey(flags: {
  data: string
  key?: string
}): Promise<{ file: string; recoveryLine: string }> {
  const file = keyPathOf(resolve(flags.data), flags.key)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  return { file, recoveryLine: await makeBackupKey(file) }
}

/**
 * The target must be there and another disk than the system's and the Leaf's: the folder of a disk
 * that is not plugged in is one of the system's, and a backup there would be none.
 */
async function demandTarget(data: string, { to: flag, sameDisk }: BackupFlags): Promise<string> {
  const named = flag ?? process.env["FELT_BACKUP_TO"]
  if (!named)
    throw new InputError("Say where the backup goes: --to <folder>, or set FELT_BACKUP_TO.")
  const to = resolve(named)
  if (!existsSync(to) || !(await stat(to)).isDirectory())
    throw new InputError(`There is no folder ${to}: plug in the disk for backups.`)
  if (sameDisk || process.env["FELT_BACKUP_SAME_DISK"] === "1") return to
  const [target, ...own] = await Promise.all([to, data, "/"].map((path) => stat(path)))
  if (own.some(({ dev }) => dev === target?.dev))
    throw new InputError(
      `The folder ${to} is on this box's own disk: plug in the disk for backups and mount it there, or say --same-disk.`,
    )
  return to
}

const unreachedWords = (paths: readonly string[]): string | null =>
  paths.length === 0
    ? null
    : `Older backups have another key or are damaged, so that nobody who is erased goes out of them: delete ${paths.join(", ")}.`

/** What an unknown error says may hold what was read at that moment; whoever tries again sees it. */
function wordsOf(error: unknown): string {
  if (isSaid(error)) return error.message
  const name = error instanceof Error ? error.name : "unknown"
  return `The backup was cut off by an error (${name}): make one with felt backup, which says more.`
}

/** Errors that are a sentence for whoever looks after the venue. */
const isSaid = (error: unknown): error is Error =>
  [InputError, BackupRefused, StartRefused, BrokenChain, LedgerInDoubt].some(
    (kind) => error instanceof kind,
  )
