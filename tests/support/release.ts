import { spawn } from "node:child_process"
import { once } from "node:events"
import { cpSync, symlinkSync, writeFileSync } from "node:fs"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { temporaryFolder } from "./folder.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
/** What a Leaf runs from. */
const PARTS = [
  "app",
  "domain",
  "schemas",
  "ledger",
  "library",
  "sync-server",
  "leaf",
  "program",
  "package.json",
  "package-lock.json",
  "vite.config.ts",
  "tsconfig.base.json",
]

/**
 * Another release of Felt, as an update brings it: a folder of its own with the app built anew.
 * @param build its id
 * @param change what is other in it, done to its sources
 * @returns the folder
 */
export async function makeRelease(
  build: string,
  change: (folder: string) => void,
): Promise<string> {
  const folder = temporaryFolder()
  for (const part of PARTS) cpSync(`${root}${part}`, `${folder}/${part}`, { recursive: true })
  symlinkSync(`${root}node_modules`, `${folder}/node_modules`)
  change(folder)
  const vite = `${root}node_modules/vite/bin/vite.js`
  const child = spawn(process.execPath, [vite, "build", "--logLevel", "error"], {
    cwd: folder,
    env: { ...process.env, FELT_BUILD: build },
    stdio: ["ignore", "ignore", "inherit"],
  })
  const [code] = await once(child, "exit")
  if (code !== 0) throw new Error(`The release could not be built: vite ended with ${code}.`)
  writeFileSync(`${folder}/dist/.built`, build)
  return folder
}
