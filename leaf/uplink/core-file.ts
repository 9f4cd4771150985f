import { existsSync, readFileSync, rmSync } from "node:fs"
import { open, rename } from "node:fs/promises"
import * as v from "valibot"
import { StartRefused } from "../../program/start-refused.ts"
import type { CoreAccess } from "../config.ts"

/** With what a Leaf that has joined comes to Core; the settings of the environment go before it. */
export const CoreFile = v.strictObject({ url: v.string(), token: v.string() })

const pathOf = (data: string): string => `${data}/core.json`

/** @throws StartRefused where the file is none */
export function readCoreFile(data: string): CoreAccess | null {
  const path = pathOf(data)
  if (!existsSync(path)) return null
  try {
    return v.parse(CoreFile, JSON.parse(readFileSync(path, "utf8")))
  } catch (cause) {
    throw new StartRefused(
      `The file ${path} cannot be read: delete it and join again (felt core join).`,
      { cause },
    )
  }
}

/** Keeps it, on the disk when this resolves: a token that is lost cannot be had again. */
export async function writeCoreFile(data: string, access: CoreAccess): Promise<void> {
  const path = pathOf(data)
  const file = await open(`${path}.part`, "w", 0o600)
  await file.writeFile(JSON.stringify(access))
  await file.sync()
  await file.close()
  await rename(`${path}.part`, path)
}

export const dropCoreFile = (data: string): void => rmSync(pathOf(data), { force: true })
