import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { basename, dirname, join } from "node:path"
import process from "node:process"
import { run, Stopped } from "./run.mjs"
import { cache, messageOf, readIfThere, sha256 } from "./step.mjs"

const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
/** The suites that carry what an older Debian does not, the calmer first. */
const SUITES = ["forky", "sid"]

/**
 * @typedef {object} Wanted
 * @property {string} binary its path in the package
 * @property {string} folder where it is kept, beside a record of where it came from
 * @property {(candidate: string) => Promise<string>} check gives the version, or throws where it will not do
 * @property {readonly string[]} [suites] where to look, in this order; those newer than a machine's own if not given
 */

/** Whether this is a Debian that can fetch from its own archive and verify what comes. */
export async function hasDebianTools() {
  try {
    await run("apt-get", ["--version"])
    await run("dpkg-deb", ["--version"])
    return existsSync(KEYRING)
  } catch (error) {
    if (error instanceof Stopped) throw error
    // Not a Debian system.
    return false
  }
}

/** The suite that this machine itself is of, as in "bookworm"; `null` where it does not say. */
export const ownSuite = () =>
  /^VERSION_CODENAME=(\w+)$/m.exec(readIfThere("/etc/os-release"))?.[1] ?? null

/**
 * What is recorded of a program that was kept, where it is still the very one that was verified when
 * it came; else `null`.
 * @param {string} folder
 * @param {string} name
 * @returns {{ version: string } | null}
 */
export function recordOfKept(folder, name) {
  try {
    const about = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"))
    return sha256(readFileSync(join(folder, name))) === about.sha256 ? about : null
  } catch {
    // Missing or half-written: it is fetched anew.
    return null
  }
}

/**
 * Takes one program out of a Debian, by default a newer one than this machine's, without root and without a trace in
 * the system: apt works on folders of our own. It checks the archive's signature against Debian's
 * keyring and the package's hash against the signed index.
 * @param {string} name the package
 * @param {Wanted} wanted
 * @returns {Promise<string>} the path of the program
 * @throws where no suite of no archive has one that will do
 */
export async function fetchFromDebian(name, wanted) {
  return fromDebian([name], wanted.suites, async (suite, here) => {
    const [deb = ""] = await unpackFromSuite([name], suite, here)
    const candidate = join(here, "unpacked", wanted.binary)
    const version = await wanted.check(candidate)
    return keep(candidate, { version, source: `Debian, ${deb}` }, wanted.folder)
  })
}

/**
 * Takes whole packages out of a Debian, in the same way, into one folder.
 * @param {string[]} names
 * @param {{ architecture?: string, folder: string, suites?: readonly string[] }} wanted the folder is emptied first;
 *   this machine's own architecture, and suites newer than its own, if not given
 * @returns {Promise<string[]>} the packages' files, which tell their versions
 * @throws where no suite of no archive has them all
 */
export async function unpackFromDebian(names, { architecture, folder, suites }) {
  return fromDebian(names, suites, async (suite, here) => {
    const debs = await unpackFromSuite(names, suite, here, architecture)
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(dirname(folder), { recursive: true })
    renameSync(join(here, "unpacked"), folder)
    return debs
  })
}

/**
 * Tries one suite of one archive after the other.
 * @template T
 * @param {string[]} names
 * @param {readonly string[]} suites
 * @param {(suite: string, here: string) => Promise<T>} attempt gets an archive's address and a suite of it, as a sources
 *   list has them, and a folder to work in
 * @returns {Promise<T>}
 */
async function fromDebian(names, suites = SUITES, attempt) {
  mkdirSync(cache, { recursive: true })
  const work = mkdtempSync(join(cache, `${names[0]}-`))
  const reasons = []
  try {
    for (const suite of suites)
      for (const archive of await archives()) {
        const here = join(work, String(reasons.length))
        try {
          return await attempt(`${archive} ${suite}`, here)
        } catch (error) {
          if (error instanceof Stopped) throw error
          reasons.push(`${suite}: ${messageOf(error)}`)
        }
      }
    throw new Error(reasons.join("\n") || "this system names no Debian archive")
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/**
 * @param {string[]} names
 * @param {string} suite
 * @param {string} here a folder for apt to work in; what the packages hold is in `unpacked` there
 * @param {string} [architecture] this machine's own if not given
 * @returns {Promise<string[]>} the packages' files
 */
async function unpackFromSuite(names, suite, here, architecture) {
  for (const part of ["lists/partial", "cache/archives/partial", "parts", "unpacked"])
    mkdirSync(join(here, part), { recursive: true })
  writeFileSync(
    join(here, "sources.list"),
    `deb [${architecture ? `arch=${architecture} ` : ""}signed-by=${KEYRING}] ${suite} main\n`,
  )
  const options = [
    `Dir::Etc::SourceList=${here}/sources.list`,
    `Dir::Etc::SourceParts=${here}/parts`,
    `Dir::State::Lists=${here}/lists`,
    `Dir::Cache=${here}/cache`,
    "Acquire::Languages=none",
    ...(process.getuid?.() === 0 ? ["APT::Sandbox::User=root"] : []),
    ...(architecture
      ? [`APT::Architecture=${architecture}`, `APT::Architectures::=${architecture}`]
      : []),
  ].flatMap((option) => ["-o", option])
  await run("apt-get", [...options, "update"])
  await run("apt-get", [...options, "download", ...names], { cwd: here })
  const debs = readdirSync(here).filter((file) => file.endsWith(".deb"))
  if (debs.length !== names.length)
    throw new Error(
      `apt-get download brought only ${debs.join(", ") || "nothing"} of ${names.join(", ")}`,
    )
  for (const deb of debs) await run("dpkg-deb", ["-x", join(here, deb), join(here, "unpacked")])
  return debs
}

/**
 * The addresses of this machine's own Debian archives, as its set-up names them. apt names its
 * targets only once it has fetched its lists, which a new container has not: then the addresses
 * that it would fetch them from say the same. A foreign archive among them does no harm: Debian's
 * keyring does not verify it.
 */
async function archives() {
  const targets = await run("apt-get", [
    "indextargets",
    "--format",
    "$(SITE)/dists/$(RELEASE)/",
    "Created-By: Packages",
  ])
  return archivesIn(targets || (await run("apt-get", ["--print-uris", "update"])))
}

/**
 * The archives in a list of addresses of the form ARCHIVE/dists/SUITE/…, each once. Those for
 * security fixes carry no whole suite.
 * @param {string} addresses
 */
export function archivesIn(addresses) {
  const all = [...addresses.matchAll(/^'?(\S+?)\/dists\/([^/\s]+)\//gm)]
    .filter(([, , suite = ""]) => !suite.includes("security"))
    .map(([, archive = ""]) => archive)
  return [...new Set(all)]
}

/**
 * Keeps the program, which has its final name only once it is whole. The record comes last: a
 * program without it, or with that of another one, is not trusted.
 * @param {string} candidate
 * @param {{ version: string, source: string }} about
 * @param {string} folder
 */
function keep(candidate, about, folder) {
  mkdirSync(folder, { recursive: true })
  const kept = join(folder, basename(candidate))
  const part = `${kept}.${process.pid}.part`
  copyFileSync(candidate, part)
  chmodSync(part, 0o755)
  const record = { ...about, sha256: sha256(readFileSync(part)) }
  writeFileSync(`${part}.json`, `${JSON.stringify(record, null, 2)}\n`)
  renameSync(part, kept)
  renameSync(`${part}.json`, `${kept}.json`)
  return kept
}
