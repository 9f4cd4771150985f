import { isCoreAddress } from "../leaf/config.ts"
import { askCoreApi } from "../leaf/uplink/core-api.ts"
import { dropCoreFile, readCoreFile, writeCoreFile } from "../leaf/uplink/core-file.ts"
import { readIdentity } from "../leaf/identity.ts"
import { BackedUpVenue, VenueToken } from "../schemas/backup.ts"
import type { VenueId } from "../schemas/ids.ts"
import { InputError } from "./input-error.ts"

/** How the Leaf of a data folder comes to Core. What is written counts from the Leaf's next start. */

/**
 * Joins with the key that an owner has made. Asked again with the same key, as after an answer that
 * was lost, it gets a token again.
 * @throws InputError where the folder is no Leaf's, or Core does not take the key
 */
export async function joinCore(
  data: string,
  url: string,
  key: string,
): Promise<{ venueId: VenueId; url: string }> {
  const address = demandAddress(url)
  const identity = await readIdentity(data)
  if (!identity)
    throw new InputError(`There is no Leaf in ${data}: start it once, then join, or give --data.`)
  const { venueId } = identity
  const { token } = await said(
    askCoreApi({ url: address, token: "" }, ["POST", "/api/venue/join"], {
      body: { key, venueId },
      answer: VenueToken,
    }),
    "The key is not valid, or was used by another Leaf: ask the owner for a new one.",
  )
  await writeCoreFile(data, { url: address, token })
  return { venueId, url: address }
}

/**
 * Comes with a token that an owner has given for a venue: a new box in the place of a lost one.
 * @throws InputError where Core does not know it
 */
export async function useCore(
  data: string,
  url: string,
  token: string,
): Promise<{ venueId: VenueId; url: string }> {
  const access = { url: demandAddress(url), token }
  const { venueId } = await said(askVenue(access), NO_TOKEN)
  await writeCoreFile(data, access)
  return { venueId, url: access.url }
}

/** Changes the token; the one before counts until the new one is used for the first time. */
export async function rotateCore(data: string): Promise<{ venueId: VenueId; url: string }> {
  const access = readCoreFile(data)
  if (!access) throw new InputError(`The Leaf in ${data} has joined no Core: felt core join.`)
  const { token } = await said(
    askCoreApi(access, ["POST", "/api/venue/token"], { answer: VenueToken }),
    NO_TOKEN,
  )
  const renewed = { ...access, token }
  await writeCoreFile(data, renewed)
  // Used once, and the former one is worth nothing.
  const { venueId } = await said(askVenue(renewed), NO_TOKEN)
  return { venueId, url: access.url }
}

/** Comes to no Core any more; what Core has stays there. */
export function leaveCore(data: string): { left: boolean } {
  const left = readCoreFile(data) !== null
  dropCoreFile(data)
  return { left }
}

const NO_TOKEN = "Core does not know the token: ask the owner for a new one (felt core use)."

const askVenue = (access: { url: string; token: string }): Promise<BackedUpVenue> =>
  askCoreApi(access, ["GET", "/api/venue"], { answer: BackedUpVenue })

function demandAddress(url: string): string {
  if (isCoreAddress(url)) return new URL(url).origin
  throw new InputError(`"${url}" is no address of a Core: https://<host>.`)
}

async function said<T>(asked: Promise<T>, refused: string): Promise<T> {
  try {
    return await asked
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    throw new InputError(/does not know the token/.test(words) ? refused : words, { cause: error })
  }
}
