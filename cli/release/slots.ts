import { readFile, readlink, rename, rm, symlink, writeFile } from "node:fs/promises"
import * as v from "valibot"
import { syncFolder, syncTree } from "../../program/sync-files.ts"

/*
 * Where releases lie on a box:
 *
 *   <folder>/a, <folder>/b   the two slots
 *   <folder>/current         a link to the one that runs
 *   <folder>/trial.json      while the release in `to` has yet to show that it is ready
 *
 * `current` only ever names a slot that is whole, and changes in one step.
 */

export const Slot = v.picklist(["a", "b"])
export type Slot = v.InferOutput<typeof Slot>

const Trial = v.strictObject({ from: Slot, to: Slot, build: v.string(), earlierBuild: v.string() })
export type Trial = v.InferOutput<typeof Trial>

/** The slot that runs; `null` on a box without a release. */
export async function currentSlot(folder: string): Promise<Slot | null> {
  try {
    return v.parse(Slot, await readlink(`${folder}/current`))
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

export const otherSlot = (slot: Slot | null): Slot => (slot === "a" ? "b" : "a")

/** Makes a slot the one that runs from the next start on. After a power cut it is either this or the other. */
export async function switchTo(folder: string, slot: Slot): Promise<void> {
  const next = `${folder}/current.next`
  await rm(next, { force: true })
  await symlink(slot, next)
  await rename(next, `${folder}/current`)
  await syncFolder(folder)
}

/** What a Leaf from that slot says of itself in `X-Felt-Build`. */
export async function buildOf(folder: string, slot: Slot): Promise<string> {
  return (await readFile(`${folder}/${slot}/dist/.built`, "utf8")).trim().slice(0, 12)
}

export async function readTrial(folder: string): Promise<Trial | null> {
  try {
    return v.parse(Trial, JSON.parse(await readFile(`${folder}/trial.json`, "utf8")))
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

export async function beginTrial(folder: string, trial: Trial): Promise<void> {
  await writeFile(`${folder}/trial.next`, JSON.stringify(trial))
  await syncTree(`${folder}/trial.next`)
  await rename(`${folder}/trial.next`, `${folder}/trial.json`)
  await syncFolder(folder)
}

export async function endTrial(folder: string): Promise<void> {
  await rm(`${folder}/trial.json`)
  await syncFolder(folder)
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT"
