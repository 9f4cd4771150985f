import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import process from "node:process"
import { fetchFromDebian, hasDebianTools, recordOfKept } from "./debian.mjs"
import { run, Stopped } from "./run.mjs"
import { bring, cache, messageOf, SetUpRefused } from "./step.mjs"

/** From 2.14 on the server stops acknowledging when the disk refuses to sync. */
const OLDEST = { major: 2, minor: 14 }
const OLDEST_WORDS = `${OLDEST.major}.${OLDEST.minor}`

/**
 * Finds a nats-server that money can be trusted to: the one that FELT_NATS_SERVER names, one on the
 * PATH, the one in the project's cache, or Debian's own, fetched into that cache with its signature
 * verified. Nothing of the system is touched.
 * @param {{
 *   environment?: NodeJS.ProcessEnv,
 *   folder?: string,
 *   fetch?: (folder: string) => Promise<string>
 * }} options
 * @returns {Promise<string>} its path
 */
export async function findNatsServer(options = {}) {
  const {
    environment = process.env,
    folder = join(cache, "nats-server"),
    fetch = fetchNatsServer,
  } = options
  const named = environment.FELT_NATS_SERVER
  if (named) return checkNamed(named)
  return bring(
    "getting nats-server",
    async () =>
      (await findOnPath(environment.PATH ?? "")) ??
      (isCached(folder) ? join(folder, "nats-server") : null),
    () => fetch(folder),
  )
}

/** @param {string} named */
async function checkNamed(named) {
  const version = await versionOf(named)
  if (isFit(version)) return named
  throw new SetUpRefused(
    `FELT_NATS_SERVER names ${named}, which is ${version ?? "no nats-server"}; Felt needs ` +
      `${OLDEST_WORDS} or newer.`,
  )
}

/**
 * Whether the cached binary is the very one that was verified when it came, and still new enough.
 * @param {string} folder
 */
export const isCached = (folder) => isFit(recordOfKept(folder, "nats-server")?.version ?? null)

/** @param {string} path */
async function findOnPath(path) {
  for (const folder of path.split(delimiter)) {
    const candidate = join(folder, "nats-server")
    if (folder && existsSync(candidate) && isFit(await versionOf(candidate))) return candidate
  }
  return null
}

/** @param {string} binary */
async function versionOf(binary) {
  try {
    return /v(\d+\.\d+\.\d+)/.exec(await run(binary, ["--version"]))?.[1] ?? null
  } catch (error) {
    if (error instanceof Stopped) throw error
    // Not there, or not to be run: no version.
    return null
  }
}

/** @param {string | null} version */
export function isFit(version) {
  const [major = 0, minor = 0] = (version ?? "0.0").split(".").map(Number)
  return major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)
}

const HOW_TO_GET_ONE =
  `Felt needs nats-server ${OLDEST_WORDS} or newer and found none. Put one on the PATH: from your ` +
  "system's package manager, from Homebrew (brew install nats-server), or from the NATS project's " +
  "own releases; or name it in FELT_NATS_SERVER."

/** @param {string} folder */
async function fetchNatsServer(folder) {
  if (!(await hasDebianTools())) throw new SetUpRefused(HOW_TO_GET_ONE)
  try {
    return await fetchFromDebian("nats-server", {
      binary: "usr/sbin/nats-server",
      folder,
      async check(candidate) {
        const version = await versionOf(candidate)
        if (!version || !isFit(version)) throw new Error(`it carries ${version}, which is too old`)
        return version
      },
    })
  } catch (error) {
    if (error instanceof Stopped) throw error
    throw new SetUpRefused(`${HOW_TO_GET_ONE}\nDebian's archive was tried:\n${messageOf(error)}`, {
      cause: error,
    })
  }
}
