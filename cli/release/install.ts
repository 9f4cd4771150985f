import process from "node:process"
import { lockFolder } from "../../program/folder-lock.ts"
import { InputError } from "../input-error.ts"
import { unpackArchive, verifyArchive } from "./archive.ts"
import { tournamentsRunning, whyNotReady } from "./leaf-asked.ts"
import { ReleaseNotReady } from "./not-ready.ts"
import {
  beginTrial,
  buildOf,
  currentSlot,
  endTrial,
  otherSlot,
  readTrial,
  type Slot,
  switchTo,
  type Trial,
} from "./slots.ts"

/** The box that is updated. */
export type Box = {
  /** Where releases lie on it. */
  folder: string
  /** Where its Leaf is reached from itself. */
  url: string
  /** Starts the Leaf anew, from what `current` then names. */
  restart: () => Promise<void>
  /** How long a release may take until it is ready. */
  withinMs: number
}

export type Installed = { slot: Slot; build: string; version?: string }

/**
 * Installs a release: checks it whole, fills the slot that does not run, switches, and goes back by itself
 * where the new one is not ready. However it is cut off, a whole release runs afterwards.
 * @param isNow also while a tournament runs
 * @throws InputError where nothing was changed; ReleaseNotReady where the earlier release runs again
 */
export async function installRelease(
  box: Box,
  archive: string,
  { publicKeyPem, isNow }: { publicKeyPem: string; isNow: boolean },
): Promise<Installed> {
  const lock = lockFolder(box.folder, { program: "Update", setting: "--folder" })
  try {
    const manifest = await verifyArchive(archive, publicKeyPem)
    const platform = `${process.platform}-${process.arch}`
    if (manifest.platform !== platform)
      throw new InputError(`${archive} is for ${manifest.platform}, and this is ${platform}.`)
    if (await readTrial(box.folder))
      throw new InputError("An update was cut off: end it first with felt release settle.")
    const from = await currentSlot(box.folder)
    if (from && !isNow) await demandQuiet(box.url)
    const to = otherSlot(from)
    await unpackArchive(archive, manifest, `${box.folder}/${to}`)
    const { build, version } = manifest
    const installed = { slot: to, build, version }
    if (!from) {
      await switchTo(box.folder, to)
      return installed
    }
    // It has taken some seconds to fill the slot.
    if (!isNow) await demandQuiet(box.url)
    const trial = { from, to, build, earlierBuild: await buildOf(box.folder, from) }
    await beginTrial(box.folder, trial)
    await switchTo(box.folder, to)
    await decide(box, trial)
    return installed
  } finally {
    lock.release()
  }
}

/**
 * Ends an update that was cut off between the switch and the decision: keeps the new release where it is
 * ready, else goes back.
 * @returns the release that runs; `null` where there was nothing to decide
 * @throws ReleaseNotReady where the earlier release runs again
 */
export async function settleRelease(box: Box): Promise<Installed | null> {
  const lock = lockFolder(box.folder, { program: "Update", setting: "--folder" })
  try {
    const trial = await readTrial(box.folder)
    if (!trial) return null
    if ((await currentSlot(box.folder)) === trial.to) {
      await decide(box, trial)
      return { slot: trial.to, build: trial.build }
    }
    // Cut off before the switch, or on the way back after it.
    await endTrial(box.folder)
    return { slot: trial.from, build: trial.earlierBuild }
  } finally {
    lock.release()
  }
}

async function decide(box: Box, { from, build, earlierBuild }: Trial): Promise<void> {
  const why = await startAndLook(box, build)
  if (why === null) return endTrial(box.folder)
  await switchTo(box.folder, from)
  const whyNeither = await startAndLook(box, earlierBuild)
  await endTrial(box.folder)
  const seconds = box.withinMs / 1_000
  throw new ReleaseNotReady(
    whyNeither === null
      ? `The new release was not ready within ${seconds} s (${why}): the one before it runs again and is ready.`
      : `The new release was not ready within ${seconds} s (${why}), and neither is the one before it, which runs ` +
          `again (${whyNeither}): see felt doctor.`,
  )
}

async function startAndLook(box: Box, build: string): Promise<string | null> {
  try {
    await box.restart()
  } catch (error) {
    return `it could not be started: ${error instanceof Error ? error.message : String(error)}`
  }
  return whyNotReady(box.url, build, box.withinMs)
}

async function demandQuiet(url: string): Promise<void> {
  const running = await tournamentsRunning(url)
  if (running.length > 0)
    throw new InputError(
      `${running.join(", ")} is being played: update afterwards, or use --now, which stops the Leaf for some seconds.`,
    )
}
