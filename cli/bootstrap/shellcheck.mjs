import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import process from "node:process"
import { fetchFromDebian, hasDebianTools, ownSuite, recordOfKept } from "./debian.mjs"
import { run, Stopped } from "./run.mjs"
import { bring, cache, messageOf, SetUpRefused } from "./step.mjs"

const HOW_TO_GET_IT =
  "The scripts in deploy/ are not checked here, since there is no shellcheck: put it on the PATH from " +
  "your system's package manager or from Homebrew (brew install shellcheck), or name it in FELT_SHELLCHECK."

/**
 * Finds what the tests check the scripts in deploy/ with: the one that FELT_SHELLCHECK names, one on
 * the PATH, the one in the project's cache, or Debian's own, fetched into that cache with its signature
 * verified. Where none can be had a sentence says so, and the other tests run.
 * @param {{
 *   environment?: NodeJS.ProcessEnv,
 *   folder?: string,
 *   fetch?: (folder: string) => Promise<string>,
 *   say?: (words: string) => void
 * }} options
 * @returns {Promise<string | null>} its path
 */
export async function findShellcheck(options = {}) {
  const {
    environment = process.env,
    folder = join(cache, "shellcheck"),
    fetch = fetchShellcheck,
    say = (words) => process.stderr.write(`felt: ${words}\n`),
  } = options
  const named = environment.FELT_SHELLCHECK
  if (named && existsSync(named)) return named
  if (named) throw new SetUpRefused(`FELT_SHELLCHECK names ${named}, where there is nothing.`)
  const kept = () => (recordOfKept(folder, "shellcheck") ? join(folder, "shellcheck") : null)
  try {
    return await bring(
      "getting shellcheck",
      () => onPath(environment.PATH ?? "") ?? kept(),
      () => fetch(folder),
    )
  } catch (error) {
    if (error instanceof Stopped) throw error
    say(`${HOW_TO_GET_IT}\n${messageOf(error)}`)
    return null
  }
}

/** @param {string} path */
const onPath = (path) =>
  path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, "shellcheck"))
    .find((place) => existsSync(place)) ?? null

/** @param {string} folder */
async function fetchShellcheck(folder) {
  if (!(await hasDebianTools())) throw new Error("This is no Debian that could fetch it itself.")
  const own = ownSuite()
  return fetchFromDebian("shellcheck", {
    binary: "usr/bin/shellcheck",
    folder,
    // A newer one may need newer libraries than this machine has.
    ...(own && { suites: [own] }),
    async check(candidate) {
      const version = /^version: (\S+)$/m.exec(await run(candidate, ["--version"]))?.[1]
      if (!version) throw new Error("it does not say its version")
      return version
    },
  })
}
