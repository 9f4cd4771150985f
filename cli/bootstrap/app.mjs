import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { node, readIfThere, root, run, sha256, step } from "./step.mjs"

const SOURCES = ["app", "domain", "schemas", "vite.config.ts", "package-lock.json"]
const stamp = join(root, "dist", ".built")

/** Builds the app unless the build at hand is of exactly these sources. The stamp is its build id. */
export async function buildApp() {
  const build = hashSources(root, SOURCES).slice(0, 12)
  if (readIfThere(stamp) === build) return
  await step("building the app", async () => {
    rmSync(stamp, { force: true })
    const vite = join(root, "node_modules", "vite", "bin", "vite.js")
    await run(node, [vite, "build"], { cwd: root, env: { ...process.env, FELT_BUILD: build } })
    mkdirSync(join(root, "dist"), { recursive: true })
    writeFileSync(stamp, build)
  })
}

/** One hash over the paths and contents of all files below the given places. */
export function hashSources(folder, places) {
  const files = places.flatMap((place) => filesBelow(folder, place)).sort()
  return sha256(
    files.map((file) => `${file} ${sha256(readFileSync(join(folder, file)))}`).join("\n"),
  )
}

function filesBelow(folder, place) {
  if (statSync(join(folder, place)).isFile()) return [place]
  return readdirSync(join(folder, place)).flatMap((name) => filesBelow(folder, `${place}/${name}`))
}
