import { readFileSync } from "node:fs"
import process from "node:process"
import { connect, type NatsConnection } from "@nats-io/transport-node"
import { pino } from "pino"
import * as v from "valibot"
import type { HubSettings } from "../../core/config.ts"
import { Hub } from "../../core/hub/hub.ts"
import { CORE_USER, readHubSecrets } from "../../core/hub/hub-config.ts"
import type { VenueOf } from "../../core/venues.ts"
import { type HubLog, openHubLog } from "../../leaf/uplink/hub-log.ts"
import { readNatsAddress } from "../../program/nats-address.ts"
import { natsPaths, readClient } from "../../program/nats-process.ts"
import { TenantId, VenueId } from "../../schemas/ids.ts"
import { temporaryFolder } from "./folder.ts"
import { natsServerPath } from "./nats.ts"

export const venueOf = (tenant: number, venue: string): VenueOf => ({
  tenantId: v.parse(TenantId, `${String(tenant).padStart(8, "0")}-0000-4000-8000-000000000000`),
  venueId: v.parse(VenueId, venue),
})

/** A real hub in this process's hands, whose tokens are those of a map. */
export class TestHub {
  readonly data = temporaryFolder()
  readonly tokens = new Map<string, VenueOf>()
  readonly errors: unknown[] = []
  readonly #lastsSeconds: number | undefined
  readonly #open: Hub[] = []

  constructor({ lastsSeconds }: { lastsSeconds?: number } = {}) {
    this.#lastsSeconds = lastsSeconds
  }

  /** With a nats-server of its own. */
  start(): Promise<Hub> {
    return this.#openOn({
      data: this.data,
      binary: natsServerPath(),
      publicUrl: null,
      cluster: null,
    })
  }

  /** A second Core on the same nats-server, as on a cluster. */
  another(): Promise<Hub> {
    const address = `127.0.0.1:${readClient(natsPaths(this.data)).port}`
    const { password, issuerSeed } = readHubSecrets(natsPaths(this.data))
    const options = readNatsAddress(`nats://${CORE_USER}:${password}@${address}`, {
      mayBeOpen: false,
    })
    if (!options) throw new Error(`${address} is no address.`)
    return this.#openOn({
      data: temporaryFolder(),
      binary: "",
      publicUrl: null,
      cluster: { options, issuerSeed, replicas: 1 },
    })
  }

  /** Comes to the hub as whoever has this token. */
  knock(hub: Hub, token: string, inboxPrefix = "_INBOX.none"): Promise<NatsConnection> {
    const { host, port } = hub.server
    return connect({ servers: `${host}:${port}`, token, inboxPrefix, reconnect: false })
  }

  /** A venue's ledger as its Leaf opens it, straight at the server. */
  async leafLog(hub: Hub, venue: VenueOf, token: string): Promise<HubLog> {
    const { host, port } = hub.server
    const place = { ...(await hub.place(venue)), url: `nats://${host}:${port}` }
    return openHubLog(place, { url: "http://127.0.0.1:9", token })
  }

  /** SIGKILL; the hub's supervision starts the server again. */
  kill(): void {
    process.kill(Number(readFileSync(natsPaths(this.data).pid, "utf8").trim()), "SIGKILL")
  }

  async stop(): Promise<void> {
    // The one with the server last.
    for (const hub of this.#open.splice(0).toReversed()) await hub.close()
  }

  async #openOn(settings: HubSettings): Promise<Hub> {
    const lastsSeconds = this.#lastsSeconds
    const door = {
      find: (token: string | null) => Promise.resolve(this.tokens.get(token ?? "") ?? null),
      onError: (error: unknown) => this.errors.push(error),
      ...(lastsSeconds === undefined ? {} : { lastsSeconds }),
    }
    const hub = await Hub.open(settings, door, pino({ level: "silent" }))
    this.#open.push(hub)
    return hub
  }
}
