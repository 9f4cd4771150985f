import type { Logger } from "pino"
import type { EventLog } from "../../ledger/event-log.ts"
import type { Ledger } from "../../ledger/ledger.ts"
import type { VenueId } from "../../schemas/ids.ts"
import type { DocumentStore } from "../../sync-server/document-store.ts"
import type { Relay } from "../../sync-server/relay.ts"
import { Uplink } from "../../sync-server/uplink.ts"
import type { CoreAccess } from "../config.ts"
import { askCoreAs } from "./core-api.ts"
import { openHubLog } from "./hub-log.ts"
import { LedgerUplink } from "./ledger-uplink.ts"
import { patienceMs } from "./loop.ts"

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
      const [here, there] = [await store.rooms(), await askCoreAs(venueId, core)]
      return [...new Set([...here, ...there.rooms])]
    },
    now,
    patienceMs,
    onError: (error, context) => log.warn({ error, context }, "Core is not in step"),
  })
}

/** Brings the venue's ledger to Core, where there is one. */
export function openLedgerUplink(parts: {
  core: CoreAccess
  venueId: VenueId
  ledger: Ledger
  eventLog: EventLog
  now: () => number
  log: Logger
}): LedgerUplink {
  const { core, venueId, ledger, eventLog, now, log } = parts
  return LedgerUplink.start({
    log: eventLog,
    last: () => ledger.lastSafe,
    subscribe: (listener) => ledger.subscribe(listener),
    openHub: async () => openHubLog((await askCoreAs(venueId, core)).hub, core),
    now,
    patienceMs,
    onError: (error, context) => log.warn({ error, context }, "Core has not got the ledger"),
  })
}
