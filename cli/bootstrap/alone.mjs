import { mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import process from "node:process"
import { setTimeout as wait } from "node:timers/promises"

const LOOK_EVERY_MS = 100
const BEAT_EVERY_MS = 1_000
/** A lock that has not been touched for so long belongs to nobody any more. */
const FORGOTTEN_AFTER_MS = 10_000

/**
 * Does something that only one process may do at a time. The holder touches the lock file as long as
 * it lives; the lock of one that was killed is taken over. (By its age and not by a process id,
 * which is another's after a restart and means nothing in a container.)
 * @template T
 * @param {string} lock the lock file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(lock, work, forgottenAfterMs = FORGOTTEN_AFTER_MS) {
  mkdirSync(dirname(lock), { recursive: true })
  for (let waits = 0; !take(lock); waits += 1) {
    if (ageMs(lock) > forgottenAfterMs) clear(lock, forgottenAfterMs)
    else {
      if (waits === 0) process.stderr.write("felt: waiting for another set-up of this checkout …\n")
      await wait(LOOK_EVERY_MS)
    }
  }
  const beat = setInterval(() => touch(lock), BEAT_EVERY_MS)
  try {
    return await work()
  } finally {
    clearInterval(beat)
    rmSync(lock, { force: true })
  }
}

/** @param {string} lock */
function take(lock) {
  try {
    writeFileSync(lock, `${process.pid}\n`, { flag: "wx" })
    return true
  } catch (error) {
    if (isNamed(error, "EEXIST")) return false
    throw error
  }
}

/**
 * Puts a forgotten lock aside by renaming it, so that of two who see it at once only one does.
 * @param {string} lock
 * @param {number} forgottenAfterMs
 */
function clear(lock, forgottenAfterMs) {
  const aside = `${lock}.${process.pid}`
  try {
    renameSync(lock, aside)
    // Another one may have been quicker, and this is the new holder's: it goes back.
    if (ageMs(aside) <= forgottenAfterMs) renameSync(aside, lock)
    else rmSync(aside)
  } catch (error) {
    if (!isNamed(error, "ENOENT")) throw error
  }
}

/** @param {string} path */
function ageMs(path) {
  try {
    return Date.now() - statSync(path).mtimeMs
  } catch (error) {
    // Given back in this very moment.
    if (isNamed(error, "ENOENT")) return 0
    throw error
  }
}

/** @param {string} lock */
function touch(lock) {
  const now = new Date()
  utimesSync(lock, now, now)
}

/**
 * @param {unknown} error
 * @param {string} code the system's name of an error
 */
const isNamed = (error, code) => error instanceof Error && "code" in error && error.code === code
