// What all steps of the set-up share. Plain JavaScript: it runs before anything is installed, on
// whatever Node the machine has.
import { createHash } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { alone } from "./alone.mjs"

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..")
export const cache = join(root, ".cache")
/** The project's own Node, which comes with the packages. */
export const node = join(root, "node_modules", ".bin", "node")

/** Something that this machine lacks and that only a person can change. One sentence or two. */
export class SetUpRefused extends Error {}

/**
 * Brings something that is not there yet. Of two set-ups on one checkout the second waits, and finds
 * it there. What is there already costs no word and no lock.
 * @template T
 * @param {string} name what is done, for the line of progress
 * @param {() => T | null | Promise<T | null>} find what was sought, or `null` while it is not there
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function bring(name, find, work) {
  return (
    (await find()) ??
    (await alone(join(cache, "set-up.lock"), async () => (await find()) ?? step(name, work)))
  )
}

/**
 * Says what is done, does it, and says how long it took: one line, on standard error.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function step(name, work) {
  const startedAt = Date.now()
  process.stderr.write(`felt: ${name} …`)
  try {
    const result = await work()
    process.stderr.write(` ${((Date.now() - startedAt) / 1_000).toFixed(1)} s\n`)
    return result
  } catch (error) {
    process.stderr.write("\n")
    throw error
  }
}

/** @param {string | Uint8Array} content */
export const sha256 = (content) => createHash("sha256").update(content).digest("hex")

/**
 * The text of a small file, or an empty one where there is none.
 * @param {string} path
 */
export const readIfThere = (path) => (existsSync(path) ? readFileSync(path, "utf8").trim() : "")

/**
 * What went wrong, in words.
 * @param {unknown} error
 */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error))
