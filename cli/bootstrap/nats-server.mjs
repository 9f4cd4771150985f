import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { delimiter, join } from "node:path"
import process from "node:process"
import { cache, run, SetUpRefused, sha256, step } from "./step.mjs"

/** From 2.14 on the server stops acknowledging when the disk refuses to sync. */
const OLDEST = [2, 14]
const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
/** Debian's suites that carry one that is new enough, the calmer first. */
const SUITES = ["forky", "sid"]

/**
 * Finds a nats-server that money can be trusted to: the one that FELT_NATS_SERVER names, one on the
 * PATH, the one in the project's cache, or Debian's own, fetched into that cache with its signature
 * verified. Nothing of the system is touched.
 * @returns its path
 */
export async function findNatsServer(options = {}) {
  const {
    environment = process.env,
    folder = join(cache, "nats-server"),
    fetch = fetchFromDebian,
  } = options
  const named = environment.FELT_NATS_SERVER
  if (named) {
    const version = await versionOf(named)
    if (isFit(version)) return named
    throw new SetUpRefused(
      `FELT_NATS_SERVER names ${named}, which is ${version ?? "no nats-server"}; Felt needs ${OLDEST.join(".")} or newer.`,
    )
  }
  const onPath = await findOnPath(environment.PATH ?? "")
  if (onPath) return onPath
  if (isCached(folder)) return join(folder, "nats-server")
  return step("getting nats-server", () => fetch(folder))
}

/** Whether the cached binary is the very one that was verified when it came. */
export function isCached(folder) {
  try {
    const { sha256: recorded } = JSON.parse(readFileSync(join(folder, "nats-server.json"), "utf8"))
    return sha256(readFileSync(join(folder, "nats-server"))) === recorded
  } catch {
    // Missing or half-written: it is fetched anew.
    return false
  }
}

async function findOnPath(path) {
  for (const folder of path.split(delimiter)) {
    const candidate = join(folder, "nats-server")
    if (folder && existsSync(candidate) && isFit(await versionOf(candidate))) return candidate
  }
  return null
}

async function versionOf(binary) {
  try {
    return /v(\d+\.\d+\.\d+)/.exec(await run(binary, ["--version"]))?.[1] ?? null
  } catch {
    // Not there, or not to be run: no version.
    return null
  }
}

export function isFit(version) {
  const [major = 0, minor = 0] = (version ?? "0.0").split(".").map(Number)
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
}

async function fetchFromDebian(folder) {
  if (!(await hasDebianTools())) throw new SetUpRefused(howToGetOne)
  mkdirSync(cache, { recursive: true })
  const work = mkdtempSync(join(cache, "nats-server-"))
  try {
    const reasons = []
    for (const suite of SUITES) {
      try {
        return await fetchFromSuite(suite, work, folder)
      } catch (error) {
        reasons.push(`${suite}: ${error.message}`)
      }
    }
    throw new SetUpRefused(`${howToGetOne}\nDebian's archive was tried:\n${reasons.join("\n")}`)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

const howToGetOne =
  `Felt needs nats-server ${OLDEST.join(".")} or newer and found none. Put one on the PATH: from your ` +
  "system's package manager, from Homebrew (brew install nats-server), or from the NATS project's " +
  "own releases; or name it in FELT_NATS_SERVER."

async function hasDebianTools() {
  try {
    await run("apt-get", ["--version"])
    await run("dpkg-deb", ["--version"])
    return existsSync(KEYRING)
  } catch {
    // Not a Debian system.
    return false
  }
}

/** Debian's own tools check the archive's signature and the package's hash. */
async function fetchFromSuite(suite, work, folder) {
  const here = join(work, suite)
  for (const part of ["lists/partial", "cache/archives/partial", "parts", "unpacked"])
    mkdirSync(join(here, part), { recursive: true })
  writeFileSync(
    join(here, "sources.list"),
    `deb [signed-by=${KEYRING}] ${await archiveAddress()} ${suite} main\n`,
  )
  const options = [
    `Dir::Etc::SourceList=${here}/sources.list`,
    `Dir::Etc::SourceParts=${here}/parts`,
    `Dir::State::Lists=${here}/lists`,
    `Dir::Cache=${here}/cache`,
    ...(process.getuid?.() === 0 ? ["APT::Sandbox::User=root"] : []),
  ].flatMap((option) => ["-o", option])
  await run("apt-get", [...options, "update"])
  await run("apt-get", [...options, "download", "nats-server"], { cwd: here })
  const [deb] = (await run("sh", ["-c", "ls -- *.deb"], { cwd: here })).trim().split("\n")
  await run("dpkg-deb", ["-x", join(here, deb), join(here, "unpacked")])
  const binary = join(here, "unpacked", "usr", "sbin", "nats-server")
  const version = await versionOf(binary)
  if (!isFit(version)) throw new Error(`it carries ${version}, which is too old`)
  return keep(binary, { version, source: `Debian ${suite}` }, folder)
}

/** The address of this machine's own Debian archive, as its set-up names it. */
async function archiveAddress() {
  const targets = await run("apt-get", [
    "indextargets",
    "--format",
    "$(SITE)|$(CODENAME)",
    "Created-By: Packages",
  ])
  const site = targets
    .split("\n")
    .map((line) => line.split("|"))
    .find(([address, name]) => address && name && !name.includes("security"))?.[0]
  if (!site) throw new Error("this system names no Debian archive")
  return site
}

/** Puts the binary into the cache under its final name only when it is whole; of two at once, one wins. */
function keep(binary, about, folder) {
  mkdirSync(folder, { recursive: true })
  const mine = `${process.pid}.part`
  copyFileSync(binary, join(folder, mine))
  chmodSync(join(folder, mine), 0o755)
  const record = { ...about, sha256: sha256(readFileSync(join(folder, mine))) }
  writeFileSync(join(folder, `${mine}.json`), JSON.stringify(record, null, 2))
  renameSync(join(folder, mine), join(folder, "nats-server"))
  renameSync(join(folder, `${mine}.json`), join(folder, "nats-server.json"))
  return join(folder, "nats-server")
}
