import { existsSync } from "node:fs"
import { chmod, copyFile, readdir, rename, rm } from "node:fs/promises"
import { basename, dirname, resolve } from "node:path"
import process from "node:process"
import * as v from "valibot"
import { clearFolder, goneBeside } from "../leaf/backup/make.ts"
import type { Gone } from "../leaf/backup/erasures.ts"
import { checkBackup } from "../leaf/backup/file.ts"
import { fillFolder } from "../leaf/backup/fill.ts"
import { type BackupKey, readBackupKey } from "../leaf/backup/key.ts"
import { RESTORING } from "../leaf/backup/names.ts"
import { BackupRefused } from "../leaf/backup/seal.ts"
import { type CoreAccess, readConfig } from "../leaf/config.ts"
import { freeBytes, lockDataFolder } from "../leaf/data-folder.ts"
import { askCoreAs } from "../leaf/uplink/core-api.ts"
import { CoreFile } from "../leaf/uplink/core-file.ts"
import { erasedAtCore } from "../leaf/uplink/people-uplink.ts"
import { syncFolder, syncTree } from "../program/sync-files.ts"
import type { BackupContent, BackupEnd, BackupManifest } from "../schemas/backup-file.ts"
import type { PlayerId } from "../schemas/ids.ts"
import { millis } from "../schemas/units.ts"
import { InputError } from "./input-error.ts"
import { KEY_NAME, keyPathOf } from "./backup.ts"
import { isOfLog } from "./log-errors.ts"
import { afterAMoment, progressBar } from "./progress.ts"

/** What may lie in a data folder that is empty. */
const NOTHING = new Set(["lost+found", "leaf.lock", "leaf.lock-journal", KEY_NAME, RESTORING])

/** What `felt restore --from` prints. */
export type RestoredFile = {
  venueId: string
  madeAt: string
  lastSequence: number
  headHash: string
  documents: number
  /** Players who were erased since the backup was made, and did not come back. */
  erasedSince: number
  /** Lines that Core has beyond these; `null` where no Core was asked. */
  coreIsAhead: number | null
}

export type RestoreFlags = { data: string; from: string; key?: string; withoutCore: boolean }

/** A backup that was read to its end and found whole. */
export type OpenBackup = {
  path: string
  key: BackupKey
  manifest: BackupManifest
  end: BackupEnd
  /** How the Leaf came to Core when it was made. */
  core: CoreAccess | null
}

/**
 * `felt restore --from`: fills an empty data folder with a backup. Whoever was erased since, as Core
 * and the backups beside this one know, does not come back.
 * @throws InputError where the backup cannot be used, the folder is not empty, or Core does not say
 *   who was erased
 */
export async function restoreFromFile(flags: RestoreFlags): Promise<RestoredFile> {
  const data = resolve(flags.data)
  const { witness, natsServer, core: configured } = readConfig({ ...process.env, FELT_DATA: data })
  const backup = await openBackup(flags.from, keyPathOf(data, flags.key))
  const core = configured ?? backup.core
  const asked = core && !flags.withoutCore ? await askWhatCoreKnows(core, backup) : null
  const beside = await goneSinceThen(backup)
  const gone = { ...beside, players: new Set([...beside.players, ...(asked?.erased ?? [])]) }
  const lock = lockDataFolder(data)
  try {
    await demandEmpty(data)
    await demandRoom(data, backup)
    const part = `${data}/${RESTORING}`
    const ownWitness = `${data}/witness/ledger.jsonl`
    const { sequence, hash } = await fillFolder({
      folder: part,
      witness: witness === ownWitness ? `${part}/witness/ledger.jsonl` : witness,
      natsServer,
      backup,
      gone,
      withCore: true,
      at: millis(Date.now()),
      onProgress: afterAMoment(progressBar(process.stderr, "lines")),
    }).catch(async (error: unknown) => {
      await clearFolder(part)
      throw asInput(error, data)
    })
    await moveIn(part, data)
    await keepKey(keyPathOf(data, flags.key), data)
    return {
      ...described(backup),
      lastSequence: sequence,
      headHash: hash,
      erasedSince: gone.players.size - backup.manifest.erased.length,
      coreIsAhead: asked && Math.max(0, asked.lines - sequence),
    }
  } finally {
    lock.release()
  }
}

/**
 * Reads a backup to its end.
 * @throws InputError saying in one sentence why it cannot be used
 */
export async function openBackup(from: string, keyPath: string): Promise<OpenBackup> {
  const path = resolve(from)
  const key = await readBackupKey(keyPath)
  let core: CoreAccess | null = null
  const findCore = (record: BackupContent) => {
    if (record.part === "file" && record.name === "core.json")
      core = v.parse(CoreFile, JSON.parse(record.text))
  }
  try {
    return { path, key, ...(await checkBackup(path, key, findCore)), core }
  } catch (cause) {
    if (cause instanceof BackupRefused) throw new InputError(cause.message, { cause })
    throw cause
  }
}

/** Who has gone since a backup was made, as far as is known without asking Core. */
export const goneSinceThen = ({ path, key, manifest }: OpenBackup): Promise<Gone> =>
  goneBeside(dirname(path), key, manifest)

export const described = ({ manifest, end }: OpenBackup) => ({
  venueId: manifest.venueId,
  madeAt: new Date(manifest.madeAt).toISOString(),
  documents: end.rooms,
})

async function askWhatCoreKnows(
  core: CoreAccess,
  { manifest }: OpenBackup,
): Promise<{ erased: PlayerId[]; lines: number }> {
  try {
    const { ledger } = await askCoreAs(manifest.venueId, core)
    return { erased: await erasedAtCore(core), lines: ledger.lines }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new InputError(
      `Core does not say who was erased since this backup was made: ${why.replace(/\.$/, "")}. ` +
        "Nothing was restored; try again when it answers, or say --without-core: then it is told at the first contact.",
      { cause },
    )
  }
}

async function demandEmpty(data: string): Promise<void> {
  // Without who it is the folder is no Leaf's: a restoring that was cut off, which begins anew.
  if (existsSync(`${data}/${RESTORING}`) && !existsSync(`${data}/identity.json`))
    for (const name of [RESTORING, "nats", "witness", "core.json"])
      await clearFolder(`${data}/${name}`)
  const found = (await readdir(data)).find((name) => !NOTHING.has(name))
  if (found !== undefined)
    throw new InputError(
      `The data folder ${data} is not empty (${found} is there): name an empty one with --data, or move this one away and keep it.`,
    )
}

/** What is packed in the backup takes about as much room as its lines do. */
async function demandRoom(data: string, { path, end }: OpenBackup): Promise<void> {
  const free = await freeBytes(data)
  if (free < end.bytes)
    throw new InputError(
      `The backup ${basename(path)} takes ${megabytes(end.bytes)} MB in ${data}, and ${megabytes(free)} MB are free: make room.`,
    )
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 1_000_000)

const asInput = (error: unknown, data: string): unknown =>
  isOfLog(error)
    ? new InputError(
        `The log did not take what is in the backup: look whether there is room in ${data}, and restore again.`,
        { cause: error },
      )
    : error

/** The next backups are made with the same key, so that it opens all of them. */
async function keepKey(used: string, data: string): Promise<void> {
  const own = keyPathOf(data, undefined)
  if (existsSync(own) || dirname(own) !== data) return
  await copyFile(used, own)
  await chmod(own, 0o600)
  await syncTree(own)
  await syncFolder(data)
}

/** Who the Leaf is comes last: until then the folder is no Leaf's. */
async function moveIn(part: string, data: string): Promise<void> {
  const names = (await readdir(part)).filter((name) => name !== "identity.json")
  for (const name of names) await rename(`${part}/${name}`, `${data}/${name}`)
  await syncFolder(data)
  await rename(`${part}/identity.json`, `${data}/identity.json`)
  await rm(part, { recursive: true })
  await syncFolder(data)
}
