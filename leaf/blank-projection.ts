import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"

/** The empty database that the set-up made; `null` without it: a new projection then takes seconds. */
export function blankProjection(): string | null {
  const path = fileURLToPath(new URL("../.cache/projection/blank", import.meta.url))
  return existsSync(path) ? path : null
}
