import { existsSync, statSync } from "node:fs"
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { basename, join } from "node:path"
import { syncFolder, syncTree } from "../program/sync-files.ts"
import type { Millis } from "../schemas/units.ts"
import { StartRefused } from "../program/start-refused.ts"
import { freeBytes } from "./data-folder.ts"
import { natsPaths } from "../program/nats-process.ts"

/** So many copies are kept; the oldest go first. */
const MOST_KEPT = 3
const NOTE = "why.txt"
/** What a copy is called until it is whole. */
const PART = ".part"

/** Where the copies of a damaged ledger are, each in a folder that is named by its time. */
const copiesFolder = (data: string): string => `${data}/damaged-ledger`

const ledgerFolder = (data: string): string =>
  `${natsPaths(data).store}/jetstream/$G/streams/LEDGER`

/** The name of what is put aside at a time; names in order of time are in order. */
export const nameOfTime = (at: Millis): string =>
  new Date(at).toISOString().replaceAll(/[:.]/g, "-")

/**
 * Copies the ledger's stream before nats-server is started after an unclean stop: the server cuts a
 * file off at its first rotten line without a word. An earlier copy that nobody has judged yet is
 * from before an earlier cut, and is kept instead.
 * @returns the copy's folder, or `null` where there is no ledger yet
 * @throws StartRefused where it cannot be copied
 */
export async function copyBeforeStart(data: string, at: Millis): Promise<string | null> {
  const [early] = await copiesWithoutNote(data)
  return early ?? copyLedger(data, at)
}

async function copyLedger(data: string, at: Millis): Promise<string | null> {
  if (!existsSync(ledgerFolder(data))) return null
  const copy = join(copiesFolder(data), nameOfTime(at))
  try {
    await mkdir(copiesFolder(data), { recursive: true, mode: 0o700 })
    await dropParts(data)
    await demandRoom(data)
    await cp(ledgerFolder(data), join(`${copy}${PART}`, "LEDGER"), {
      recursive: true,
      // The readers come and go while the server runs, and are nothing to keep.
      filter: (path) => basename(path) !== "obs",
    })
    await syncTree(`${copy}${PART}`)
    await rename(`${copy}${PART}`, copy)
    await syncFolder(copiesFolder(data))
    await keepNewest(data)
  } catch (cause) {
    await dropParts(data)
    throw new StartRefused(
      `The ledger's store could not be copied to ${copy}: ${wordsOf(cause)}. ` +
        "Make room and start again: without the copy a damaged store would be lost.",
      { cause },
    )
  }
  return copy
}

/** Writes down why a copy is kept. A copy without that is dropped when the ledger is found whole. */
export async function noteCopy(copy: string, why: string): Promise<void> {
  await writeFile(join(copy, NOTE), `${why}\n`)
  await syncTree(copy)
}

/** Writes down, for the copies that nobody has judged yet, why they are kept. */
export async function noteCopies(data: string, why: string): Promise<void> {
  for (const copy of await copiesWithoutNote(data)) await noteCopy(copy, why)
}

/** Drops the copies that turned out not to be needed. */
export async function dropCopiesWithoutNote(data: string): Promise<void> {
  for (const copy of await copiesWithoutNote(data)) await rm(copy, { recursive: true })
}

/** Why the newest copy is kept; `null` where none is. A person deletes the folder when it is dealt with. */
export async function newestNote(data: string): Promise<string | null> {
  const noted = (await copies(data)).findLast((copy) => existsSync(join(copy, NOTE)))
  return noted === undefined ? null : (await readFile(join(noted, NOTE), "utf8")).trim()
}

const copiesWithoutNote = async (data: string): Promise<string[]> =>
  (await copies(data)).filter((copy) => !existsSync(join(copy, NOTE)))

/** Oldest first. */
async function copies(data: string): Promise<string[]> {
  if (!existsSync(copiesFolder(data))) return []
  return (await readdir(copiesFolder(data)))
    .filter((name) => !name.endsWith(PART))
    .toSorted()
    .map((name) => join(copiesFolder(data), name))
}

const wordsOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

/** What was not copied to its end is of no use, and takes room that may be why it was not. */
async function dropParts(data: string): Promise<void> {
  if (!existsSync(copiesFolder(data))) return
  for (const name of await readdir(copiesFolder(data)))
    if (name.endsWith(PART)) await rm(join(copiesFolder(data), name), { recursive: true })
}

/** A copy that cannot be finished would only fill the disk, on which the witness may be. */
async function demandRoom(data: string): Promise<void> {
  let needed = 0
  for (const name of await readdir(ledgerFolder(data), { recursive: true }))
    needed += statSync(join(ledgerFolder(data), name), { throwIfNoEntry: false })?.size ?? 0
  const free = await freeBytes(data)
  if (free < needed) throw new Error(`it takes ${needed} bytes, and ${free} are free`)
}

async function keepNewest(data: string): Promise<void> {
  for (const copy of (await copies(data)).slice(0, -MOST_KEPT)) await rm(copy, { recursive: true })
}
