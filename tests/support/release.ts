import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { once } from "node:events"
import { existsSync, globSync, readFileSync } from "node:fs"
import { cp, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
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

/** The word by which the other release is known: what its section "Tonight" is called. */
export const NEW = "This evening"
const BUILD = "another"

/**
 * Another release of Felt, as an update brings it: a folder of its own with the app built anew, in
 * which one word is other. It is built once for these sources and lies in the project's cache.
 * @returns the folder
 */
export async function otherRelease(): Promise<string> {
  const key = hashOf([...PARTS, "tests/support/release.ts"]).slice(0, 16)
  const made = `${root}.cache/release/${key}`
  if (existsSync(made)) return made
  for (const each of await readdir(dirname(made)).catch(() => []))
    if (!each.startsWith(key)) await rm(`${dirname(made)}/${each}`, { recursive: true })
  // Elsewhere first: in a folder that git ignores the style sheets would be without most classes.
  const folder = temporaryFolder()
  for (const part of PARTS) await cp(`${root}${part}`, `${folder}/${part}`, { recursive: true })
  await symlink(`${root}node_modules`, `${folder}/node_modules`)
  await changeWord(`${folder}/app/words/en.ts`)
  await build(folder)
  const part = `${made}.${process.pid}`
  await cp(folder, part, { recursive: true })
  await rename(part, made).catch((error: unknown) => {
    // Another file of tests has built the same at the same moment.
    if (!existsSync(made)) throw error
  })
  return made
}

/** One hash over the files at and below these places. */
function hashOf(places: readonly string[]): string {
  const hash = createHash("sha256")
  for (const each of globSync(
    places.flatMap((place) => (place.includes(".") ? [place] : [`${place}/**/*.*`])),
    { cwd: root },
  ).toSorted())
    hash.update(`${each} `).update(readFileSync(root + each))
  return hash.digest("hex")
}

async function changeWord(file: string): Promise<void> {
  const words = (await readFile(file, "utf8")).replace('"Tonight"', `"${NEW}"`)
  if (!words.includes(NEW)) throw new Error(`${file} does not say "Tonight".`)
  await writeFile(file, words)
}

async function build(folder: string): Promise<void> {
  const vite = `${root}node_modules/vite/bin/vite.js`
  const child = spawn(process.execPath, [vite, "build", "--logLevel", "error"], {
    cwd: folder,
    env: { ...process.env, FELT_BUILD: BUILD },
    stdio: ["ignore", "ignore", "inherit"],
  })
  const [code] = await once(child, "exit")
  if (code !== 0) throw new Error(`The release could not be built: vite ended with ${code}.`)
  await writeFile(`${folder}/dist/.built`, BUILD)
}
