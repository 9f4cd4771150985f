import { existsSync, readFileSync } from "node:fs"
import { readdir, readFile } from "node:fs/promises"
import { builtinModules } from "node:module"
import { dirname, join } from "node:path"
import * as v from "valibot"
import { InputError } from "../input-error.ts"

/** What goes into a release: each file by its path there, with where it is now. */
export type Contents = { files: Map<string, string>; emptyFolders: string[] }

/** The folders that a box runs from, its command line and what sets it up among them. */
export const PARTS = [
  "leaf",
  "cli",
  "program",
  "ledger",
  "library",
  "sync-server",
  "domain",
  "schemas",
  "dist",
  "deploy/leaf",
  ".cache/projection",
  "package.json",
  "LICENSE",
]

const PackageFile = v.object({
  dependencies: v.optional(v.record(v.string(), v.string()), {}),
  optionalDependencies: v.optional(v.record(v.string(), v.string()), {}),
  peerDependencies: v.optional(v.record(v.string(), v.string()), {}),
  peerDependenciesMeta: v.optional(
    v.record(v.string(), v.object({ optional: v.optional(v.boolean(), false) })),
    {},
  ),
})

/**
 * The project's own files.
 * @param root the checkout, with the app built
 * @throws InputError where a part of it is missing
 */
export async function ownContents(
  root: string,
  parts: readonly string[] = PARTS,
): Promise<Contents> {
  const contents: Contents = { files: new Map(), emptyFolders: [] }
  for (const part of parts) {
    if (!existsSync(join(root, part)))
      throw new InputError(`There is no ${part} in ${root}: npm run build makes the app.`)
    await addAll(contents, join(root, part), part)
  }
  return contents
}

/**
 * The packages that these files import, with all that those need: nothing that only makes, tests or serves
 * other parts of Felt goes to a box.
 * @param modules a folder with a `node_modules`, of the platform that the release is for
 */
export async function packageContents(files: Iterable<string>, modules: string): Promise<Contents> {
  const contents: Contents = { files: new Map(), emptyFolders: [] }
  const found = new Set<string>()
  const waiting: [name: string, from: string, isNeeded: boolean][] = []
  for (const file of files)
    if (file.endsWith(".ts"))
      for (const name of packagesIn(readFileSync(file, "utf8"))) waiting.push([name, "", true])
  for (let each = waiting.pop(); each; each = waiting.pop()) {
    const [name, from, isNeeded] = each
    const place = resolve(modules, from, name)
    if (place === null) {
      if (isNeeded) throw new InputError(`There is no package ${name} in ${modules}: install it.`)
      continue
    }
    if (found.has(place)) continue
    found.add(place)
    await addAll(contents, join(modules, place), place)
    const about = v.parse(
      PackageFile,
      JSON.parse(await readFile(join(modules, place, "package.json"), "utf8")),
    )
    const needed = Object.keys(about.peerDependencies).filter(
      (peer) => !about.peerDependenciesMeta[peer]?.optional,
    )
    for (const dependency of [...Object.keys(about.dependencies), ...needed])
      waiting.push([dependency, place, true])
    for (const dependency of Object.keys(about.optionalDependencies))
      waiting.push([dependency, place, false])
  }
  return contents
}

/** Where Node would find a package from there, or `null`. */
function resolve(modules: string, from: string, name: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder === "." ? "" : folder, "node_modules", name)
    if (existsSync(join(modules, place, "package.json"))) return place
    if (folder === "" || folder === ".") return null
  }
}

/** The packages that a file of the project imports, types apart. */
export function packagesIn(text: string): string[] {
  const imports = text.matchAll(
    /^(?:import|export)\s(?!type\b)[^"]*?\bfrom\s+"([^"]+)"|\bimport\s*\(?\s*"([^"]+)"/gm,
  )
  return [...imports].flatMap(([, from, alone]) => {
    const name = from ?? alone ?? ""
    if (name.startsWith(".") || name.startsWith("node:") || builtinModules.includes(name)) return []
    return [name.split("/", name.startsWith("@") ? 2 : 1).join("/")]
  })
}

async function addAll(contents: Contents, place: string, path: string): Promise<void> {
  const entries = await readdir(place, { withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOTDIR") return null
    throw error
  })
  if (entries === null) {
    contents.files.set(path, place)
    return
  }
  if (entries.length === 0) contents.emptyFolders.push(path)
  for (const entry of entries) {
    // What a package brings of others is found as theirs.
    if (entry.name === "node_modules") continue
    const next: [string, string] = [join(place, entry.name), `${path}/${entry.name}`]
    if (entry.isDirectory()) await addAll(contents, ...next)
    else if (entry.isFile()) contents.files.set(next[1], next[0])
  }
}
