import { existsSync, rmSync, writeFileSync } from "node:fs"
import { setTimeout as wait } from "node:timers/promises"
import type { Logger } from "pino"
import type { EventLog } from "../../ledger/event-log.ts"
import { LedgerInDoubt } from "../../ledger/recover.ts"
import { restoreLedger } from "../../ledger/restore.ts"
import type { VenueId } from "../../schemas/ids.ts"
import type { Uplink } from "../../sync-server/uplink.ts"
import { StartRefused } from "../../program/start-refused.ts"
import type { CoreAccess } from "../config.ts"
import { askCore, askCoreAs } from "./core-api.ts"
import { openHubLog } from "./hub-log.ts"
import { patienceMs } from "./loop.ts"
import { restorePlayers } from "./people-uplink.ts"
import type { Players } from "../players.ts"

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

/**
 * Gives a Leaf that is new the ledger that Core has of its venue, before it is opened.
 * @throws LedgerInDoubt where Core's is not sound
 */
export async function restoreLedgerFromCore(parts: {
  core: CoreAccess
  venueId: VenueId
  data: string
  eventLog: EventLog
  witness: string
  log: Logger
}): Promise<void> {
  const { core, venueId, eventLog, witness, log } = parts
  for (let failures = 1; existsSync(restoringFile(parts.data)); failures++)
    try {
      const hub = await openHubLog((await askCoreAs(venueId, core)).hub, core)
      try {
        const { restored } = await restoreLedger(hub.log, eventLog, witness)
        return log.warn({ restored }, "brought the ledger back from Core")
      } finally {
        await hub.close()
      }
    } catch (error) {
      // What is not sound does not become so by asking again.
      if (error instanceof LedgerInDoubt) throw error
      log.warn({ error }, "Core does not give the ledger; asking again")
      await wait(patienceMs(failures))
    }
}

/** Gives a Leaf that is new the players of its venue, before the documents: those end the restoring. */
export async function restorePlayersFromCore(
  core: CoreAccess,
  players: Players,
  data: string,
  log: Logger,
): Promise<void> {
  for (let failures = 1; existsSync(restoringFile(data)); failures++)
    try {
      const restored = await restorePlayers(core, players)
      return log.warn({ restored }, "brought the players back from Core")
    } catch (error) {
      log.warn({ error }, "Core does not give the players; asking again")
      await wait(patienceMs(failures))
    }
}

/** Waits, where this Leaf is new, until it has everything that Core has of its venue. */
export async function restoreDocumentsFromCore(
  uplink: Uplink,
  data: string,
  log: Logger,
): Promise<void> {
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

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
