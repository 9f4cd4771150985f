// What all steps of the set-up share. Plain JavaScript: it runs before anything is installed, on
// whatever Node the machine has.
import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..")
export const cache = join(root, ".cache")
export const node = join(
  root,
  "node_modules",
  ".bin",
  process.platform === "win32" ? "node.cmd" : "node",
)

/** Something that this machine lacks and that only a person can change. One sentence or two. */
export class SetUpRefused extends Error {}

/** Says what is done, does it, and says how long it took. All on standard error. */
export async function step(name, work) {
  const startedAt = Date.now()
  process.stderr.write(`felt: ${name} …\n`)
  const result = await work()
  process.stderr.write(`felt: ${name}: done in ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`)
  return result
}

/** Runs a program and gives what it said; its words are shown only where it fails. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options })
    let output = ""
    let errors = ""
    child.stdout?.setEncoding("utf8").on("data", (text) => (output += text))
    child.stderr?.setEncoding("utf8").on("data", (text) => (errors += text))
    child.on("error", reject)
    child.on("close", (code) => {
      if (code === 0) resolve(output)
      else reject(new Error(`${command} ${args[0] ?? ""} failed (${code}).\n${output}${errors}`))
    })
  })
}

export const sha256 = (content) => createHash("sha256").update(content).digest("hex")

/** The text of a small file, or an empty one where there is none. */
export const readIfThere = (path) => (existsSync(path) ? readFileSync(path, "utf8").trim() : "")
