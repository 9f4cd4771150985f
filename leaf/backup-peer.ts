import { existsSync, rmSync, writeFileSync } from "node:fs"
import { setTimeout as wait } from "node:timers/promises"
import type { Logger } from "pino"
import * as v from "valibot"
import { BackedUpVenue } from "../schemas/backup.ts"
import { describeIssues } from "../schemas/issues.ts"
import type { VenueId } from "../schemas/ids.ts"
import type { DocumentStore } from "../sync-server/document-store.ts"
import type { Relay } from "../sync-server/relay.ts"
import { Uplink } from "../sync-server/uplink.ts"
import { StartRefused } from "../program/start-refused.ts"
import type { CoreAccess } from "./config.ts"

const ANSWERED_WITHIN_MS = 10_000
const PATIENCE = { firstMs: 500, mostMs: 10_000 }
const TELL_EVERY_MS = 5_000

/** There while a new Leaf has not yet got everything back that Core has of its venue. */
const restoringFile = (data: string) => `${data}/restoring`

/**
 * Of which venue a new Leaf is, where Core knows: then all that Core has of it is to be brought back
 * before anybody may use it.
 * @throws StartRefused where Core does not say: a new venue in its place could never be joined with it
 */
export async function venueFromCore(core: CoreAccess, data: string): Promise<VenueId> {
  try {
    const { venueId } = await askCore(core)
    writeFileSync(restoringFile(data), "")
    return venueId
  } catch (cause) {
    throw new StartRefused(
      `Core does not say of which venue this new Leaf is: ${messageOf(cause)} Start it again when ` +
        "Core answers, or without FELT_CORE_URL where this is a new venue.",
      { cause },
    )
  }
}

/** Keeps the venue's documents in step with Core, where there is one. */
export function openUplink(parts: {
  core: CoreAccess
  venueId: VenueId
  relay: Relay
  store: DocumentStore
  now: () => number
  log: Logger
}): Uplink {
  const { core, venueId, relay, store, now, log } = parts
  return new Uplink({
    relay,
    other: { address: `${core.url.replace(/^http/, "ws")}/sync`, token: core.token },
    async rooms() {
      const [here, there] = [await store.rooms(), await askCore(core)]
      if (there.venueId !== venueId)
        throw new Error(
          `The token is the venue ${there.venueId}'s, and this is ${venueId}: set FELT_CORE_TOKEN.`,
        )
      return [...new Set([...here, ...there.rooms])]
    },
    now,
    patienceMs: (failures) =>
      Math.min(PATIENCE.mostMs, PATIENCE.firstMs * 2 ** (failures - 1)) * (0.5 + Math.random() / 2),
    onError: (error, context) => log.warn({ error, context }, "Core is not in step"),
  })
}

/** Waits, where this Leaf is new, until it has everything that Core has of its venue. */
export async function restoreFromCore(uplink: Uplink, data: string, log: Logger): Promise<void> {
  if (!existsSync(restoringFile(data))) return
  let isDone = false
  const complete = uplink.complete.then(() => {
    isDone = true
  })
  while (!isDone) {
    log.warn(uplink.state, "bringing the venue's documents back from Core")
    await Promise.race([complete, wait(TELL_EVERY_MS, undefined, { ref: false })])
  }
  rmSync(restoringFile(data))
}

/** @throws Error saying in one sentence why there is no answer */
async function askCore({ url, token }: CoreAccess): Promise<BackedUpVenue> {
  let answer: Response
  try {
    answer = await fetch(`${url}/api/venue`, {
      headers: { Authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
    })
  } catch (cause) {
    throw new Error(`There is no answer from ${url}.`, { cause })
  }
  if (answer.status === 401) throw new Error(`Core at ${url} does not know the token.`)
  if (!answer.ok) throw new Error(`Core at ${url} answers with ${answer.status}.`)
  const parsed = v.safeParse(BackedUpVenue, await answer.json())
  if (parsed.success) return parsed.output
  throw new Error(`Core at ${url} speaks otherwise. ${describeIssues(parsed.issues)}`)
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
