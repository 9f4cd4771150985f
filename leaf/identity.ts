import { randomBytes } from "node:crypto"
import { existsSync, mkdirSync } from "node:fs"
import { open, readFile, rename } from "node:fs/promises"
import * as v from "valibot"
import { VenueId } from "../schemas/ids.ts"
import { RESTORING } from "./backup/names.ts"
import { StartRefused } from "../program/start-refused.ts"

/**
 * Who this Leaf is: made at the first start and never again. The pepper goes into every PIN's hash
 * and is kept apart from the hashes, so that neither alone helps to guess a PIN.
 */
const Identity = v.object({ venueId: VenueId, pepper: v.string() })
export type Identity = v.InferOutput<typeof Identity>

export async function readIdentity(data: string): Promise<Identity | null> {
  const path = `${data}/identity.json`
  try {
    return v.parse(Identity, JSON.parse(await readFile(path, "utf8")))
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT"))
      throw new StartRefused(`The file ${path} cannot be read: restore it from a backup.`, {
        cause: error,
      })
    return null
  }
}

/**
 * Reads who this Leaf is, or makes it at the first start.
 * @param findVenue of which venue a new Leaf is; `null` for one of its own
 * @throws StartRefused where it is gone and the log is still there: the PINs hang on it; or where a
 *   restoring was cut off: a new venue would begin in its place
 */
export async function readOrMakeIdentity(
  data: string,
  findVenue: () => Promise<VenueId | null> = () => Promise.resolve(null),
): Promise<Identity> {
  const known = await readIdentity(data)
  if (known) return known
  if (existsSync(`${data}/nats/store`))
    throw new StartRefused(`The file ${data}/identity.json is gone: restore it from a backup.`)
  if (existsSync(`${data}/${RESTORING}`))
    throw new StartRefused(
      `A backup was being restored into ${data}, and that was cut off: run felt restore again.`,
    )
  const path = `${data}/identity.json`
  const identity = v.parse(Identity, {
    venueId: (await findVenue()) ?? randomBytes(9).toString("base64url"),
    pepper: randomBytes(32).toString("base64url"),
  })
  mkdirSync(data, { recursive: true })
  const file = await open(`${path}.part`, "w", 0o600)
  await file.writeFile(JSON.stringify(identity))
  await file.sync()
  await file.close()
  await rename(`${path}.part`, path)
  return identity
}
