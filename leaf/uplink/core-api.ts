import * as v from "valibot"
import { BackedUpVenue } from "../../schemas/backup.ts"
import type { VenueId } from "../../schemas/ids.ts"
import { describeIssues } from "../../schemas/issues.ts"
import type { CoreAccess } from "../config.ts"

const ANSWERED_WITHIN_MS = 10_000

/**
 * Asks one of Core's addresses as this venue.
 * @param answer what it must say; `v.null()` for one that says nothing
 * @throws Error saying in one sentence why there is no answer
 */
export async function askCoreApi<T>(
  { url, token }: CoreAccess,
  [method, path]: [method: "GET" | "POST", path: string],
  { body, answer }: { body?: unknown; answer: v.GenericSchema<unknown, T> },
): Promise<T> {
  let response: Response
  try {
    response = await fetch(`${url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  } catch (cause) {
    throw new Error(`There is no answer from ${url}.`, { cause })
  }
  if (response.status === 401) throw new Error(`Core at ${url} does not know the token.`)
  if (!response.ok) throw new Error(`Core at ${url} answers with ${response.status}.`)
  const parsed = v.safeParse(answer, response.status === 204 ? null : await response.json())
  if (parsed.success) return parsed.output
  throw new Error(`Core at ${url} speaks otherwise. ${describeIssues(parsed.issues)}`)
}

/** What Core says of the venue that a token is of. */
export const askCore = (core: CoreAccess): Promise<BackedUpVenue> =>
  askCoreApi(core, ["GET", "/api/venue"], { answer: BackedUpVenue })

/**
 * The same, where it is to be this venue's token.
 * @throws Error also where it is another's: nothing of two venues may be mixed
 */
export async function askCoreAs(venueId: VenueId, core: CoreAccess): Promise<BackedUpVenue> {
  const there = await askCore(core)
  if (there.venueId !== venueId)
    throw new Error(
      `The token is the venue ${there.venueId}'s, and this is ${venueId}: set FELT_CORE_TOKEN.`,
    )
  return there
}
