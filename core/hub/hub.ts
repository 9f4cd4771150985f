import {
  jetstreamManager,
  jetstream,
  type JetStreamClient,
  type JetStreamManager,
} from "@nats-io/jetstream"
import { fromSeed } from "@nats-io/jwt"
import { connect, type NatsConnection } from "@nats-io/transport-node"
import type { Logger } from "pino"
import { JetStreamEventLog } from "../../ledger/event-log-jetstream.ts"
import type { EventLog } from "../../ledger/event-log.ts"
import { lockFolder } from "../../program/folder-lock.ts"
import { COMES_BACK } from "../../program/nats-address.ts"
import { NatsProcess, natsPaths } from "../../program/nats-process.ts"
import { StartRefused } from "../../program/start-refused.ts"
import { syncTree } from "../../program/sync-files.ts"
import type { VenueHub } from "../../schemas/backup.ts"
import type { HubCluster, HubSettings } from "../config.ts"
import { CORE_USER, hubConfig, readHubSecrets } from "./hub-config.ts"
import { HubDoor, type HubDoorOptions } from "./hub-door.ts"
import { HubStreams } from "./hub-streams.ts"
import type { VenueOf } from "../venues.ts"

/** Where a nats-server listens if nobody says otherwise. */
const NATS_PORT = 4222
/** A question that is sent while the server starts anew is lost: better to ask again soon. */
const ANSWERED_WITHIN_MS = 5_000

type Reached = HubCluster & { close: () => Promise<void> }

/** The ledgers of every venue, in NATS: Core's own server, or a cluster that somebody else runs. */
export class Hub {
  /** One of its servers. */
  readonly server: { host: string; port: number }
  readonly #publicUrl: string | null
  readonly streams: HubStreams
  readonly connection: NatsConnection
  readonly #js: JetStreamClient
  readonly #manager: JetStreamManager
  readonly #reached: Reached

  private constructor(
    publicUrl: string | null,
    reached: Reached,
    connection: NatsConnection,
    manager: JetStreamManager,
  ) {
    this.#reached = reached
    const { hostname, port } = new URL(`nats://${reached.options.servers[0]}`)
    this.server = { host: hostname, port: Number(port || NATS_PORT) }
    this.#publicUrl = publicUrl
    this.connection = connection
    this.#manager = manager
    this.#js = jetstream(connection, { timeout: ANSWERED_WITHIN_MS })
    this.streams = new HubStreams(manager, reached.replicas)
  }

  /**
   * Starts Core's own server, or connects to the one that is named, and lets venues in.
   * @throws StartRefused where it cannot be used
   */
  static async open(
    settings: HubSettings,
    door: Pick<HubDoorOptions, "find" | "onError" | "lastsSeconds">,
    log: Logger,
  ): Promise<Hub> {
    const { cluster } = settings
    const reached = cluster
      ? { ...cluster, close: () => Promise.resolve() }
      : await startOwn(settings, log)
    try {
      const connection = await connect({ ...COMES_BACK, ...reached.options })
      const manager = await jetstreamManager(connection, { timeout: ANSWERED_WITHIN_MS })
      const hub = new Hub(settings.publicUrl, reached, connection, manager)
      const { issuerSeed } = reached
      await HubDoor.open({ ...door, connection, streams: hub.streams, issuerSeed })
      return hub
    } catch (cause) {
      await reached.close()
      throw new StartRefused(`The hub does not answer: ${String(cause)}. See NATS_URL.`, { cause })
    }
  }

  /** Where a venue's Leaf brings its ledger. */
  async place(venue: VenueOf): Promise<VenueHub> {
    return { url: this.#publicUrl, ...(await this.streams.of(venue)) }
  }

  /** A venue's ledger as it is in the hub. */
  async log(venue: VenueOf): Promise<EventLog> {
    const { stream, prefix } = await this.streams.of(venue)
    const [connection, js, manager] = [this.connection, this.#js, this.#manager]
    return new JetStreamEventLog({ connection, js, manager, stream, prefix })
  }

  async close(): Promise<void> {
    await this.connection.drain()
    await this.#reached.close()
  }
}

async function startOwn({ data, binary }: HubSettings, log: Logger): Promise<Reached> {
  const paths = natsPaths(data)
  const lock = lockFolder(paths.folder, { program: "Core", setting: "FELT_CORE_DATA" })
  try {
    const { password, issuerSeed } = readHubSecrets(paths)
    // Only just written at the first start; a cut must not leave a file that cannot be read.
    await syncTree(`${paths.folder}/credentials.json`)
    const issuer = fromSeed(new TextEncoder().encode(issuerSeed)).getPublicKey()
    const server = await NatsProcess.start({
      binary,
      data,
      log,
      configOf: (client) => hubConfig(paths, client, { password, issuer }),
      unreadable: (folders) =>
        `nats-server cannot read ${folders}. Move that folder away and keep it; the venue's Leaf ` +
        "has every line and brings them again.",
    })
    const servers = [`127.0.0.1:${server.client.port}`]
    return {
      options: { servers, user: CORE_USER, pass: password },
      issuerSeed,
      replicas: 1,
      async close() {
        await server.stop()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}
