import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { run } from "./run.mjs"
import { bring, node, readIfThere, root, sha256 } from "./step.mjs"

const SOURCES = ["app", "domain", "schemas", "vite.config.ts", "package-lock.json"]

/**
 * Builds the app unless the build at hand is of exactly these sources. The stamp is the build's id;
 * it is written last, so a build that was cut off counts for nothing.
 * @param {{ folder?: string, sources?: string[], build?: (id: string) => Promise<unknown> }} options
 */
export async function buildApp({ folder = root, sources = SOURCES, build = viteBuild } = {}) {
  const id = hashSources(folder, sources).slice(0, 12)
  const stamp = join(folder, "dist", ".built")
  await bring(
    "building the app",
    () => (readIfThere(stamp) === id ? id : null),
    async () => {
      rmSync(stamp, { force: true })
      await build(id)
      mkdirSync(join(folder, "dist"), { recursive: true })
      writeFileSync(stamp, id)
      return id
    },
  )
}

/** @param {string} id */
async function viteBuild(id) {
  const vite = join(root, "node_modules", "vite", "bin", "vite.js")
  await run(node, [vite, "build"], { cwd: root, env: { ...process.env, FELT_BUILD: id } })
}

/**
 * One hash over the paths and contents of all files below the given places.
 * @param {string} folder
 * @param {readonly string[]} places files and folders in it
 */
export function hashSources(folder, places) {
  const files = places.flatMap((place) => filesBelow(folder, place)).sort()
  return sha256(
    files.map((file) => `${file} ${sha256(readFileSync(join(folder, file)))}`).join("\n"),
  )
}

/**
 * @param {string} folder
 * @param {string} place
 * @returns {string[]}
 */
function filesBelow(folder, place) {
  if (statSync(join(folder, place)).isFile()) return [place]
  return readdirSync(join(folder, place)).flatMap((name) => filesBelow(folder, `${place}/${name}`))
}
