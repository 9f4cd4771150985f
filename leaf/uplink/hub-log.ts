import { jetstream, jetstreamManager } from "@nats-io/jetstream"
import { connect } from "@nats-io/transport-node"
import { JetStreamEventLog } from "../../ledger/event-log-jetstream.ts"
import type { EventLog } from "../../ledger/event-log.ts"
import { readNatsAddress } from "../../program/nats-address.ts"
import type { VenueHub } from "../../schemas/backup.ts"
import type { CoreAccess } from "../config.ts"
import { openTunnel } from "./hub-tunnel.ts"

const ANSWERED_WITHIN_MS = 10_000
/** So soon it is noticed that the other end is gone without a word. */
const PING_EVERY_MS = 15_000

/** The venue's ledger in Core's hub, as long as one connection lasts. */
export type HubLog = {
  log: EventLog
  /** Resolves when the connection is over. */
  ended: Promise<unknown>
  close: () => Promise<void>
}

/**
 * Opens the venue's ledger in Core's hub.
 * @throws Error saying in one sentence why not
 */
export async function openHubLog(hub: VenueHub, core: CoreAccess): Promise<HubLog> {
  const { token } = core
  const address =
    hub.url === null
      ? { servers: [`127.0.0.1:${(await openTunnel(core)).port}`] }
      : readNatsAddress(hub.url, { mayBeOpen: false })
  if (!address) throw new Error(`Core's hub is at ${hub.url}, where the token would not be safe.`)
  const connection = await connect({
    ...address,
    token,
    inboxPrefix: hub.inbox,
    // A new connection begins with a look at where the hub's ledger ends.
    reconnect: false,
    timeout: ANSWERED_WITHIN_MS,
    pingInterval: PING_EVERY_MS,
  }).catch((cause: unknown) => {
    throw new Error(
      `Core's hub at ${hub.url ?? core.url} does not let this venue in: ${String(cause)}.`,
      {
        cause,
      },
    )
  })
  const { stream, prefix } = hub
  const manager = await jetstreamManager(connection, {
    checkAPI: false,
    timeout: ANSWERED_WITHIN_MS,
  })
  const js = jetstream(connection, { timeout: ANSWERED_WITHIN_MS })
  return {
    // What became of lines that were not answered is asked on the next connection.
    log: new JetStreamEventLog({ connection, js, manager, stream, prefix, patienceMs: 0 }),
    ended: connection.closed(),
    close: () => connection.close(),
  }
}
