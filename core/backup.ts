import type { IncomingMessage } from "node:http"
import type { Duplex } from "node:stream"
import type { BackedUpVenue } from "../schemas/backup.ts"
import type { Grant } from "../sync-server/access.ts"
import { PostgresDocumentStore } from "../sync-server/document-store-postgres.ts"
import { refuseUpgrade } from "../sync-server/refuse-upgrade.ts"
import { Relay, type RelayOptions, tokenOf } from "../sync-server/relay.ts"
import type { Tenants } from "./tenants.ts"
import type { VenueOf, Venues } from "./venues.ts"

/** A Leaf speaks for all the devices of its venue, and after a day apart it has much to say. */
const PER_SECOND = 20_000

type BackupOptions = Pick<RelayOptions, "onError" | "onRefused"> & {
  tenants: Tenants
  venues: Venues
}

/**
 * The backup peer of every venue: for each a relay of its own over the one database, so that rooms of
 * the same name at two venues are two documents, and no request can be about another venue's.
 */
export class Backup {
  readonly #options: BackupOptions
  readonly #relays = new Map<string, Promise<Relay>>()
  #isClosed = false

  constructor(options: BackupOptions) {
    this.#options = options
  }

  /** What there is of a venue. */
  async describe(venue: VenueOf): Promise<Pick<BackedUpVenue, "venueId" | "rooms">> {
    const store = await this.#openStore(venue)
    return { venueId: venue.venueId, rooms: await store.rooms() }
  }

  /** For the `upgrade` event of a node:http server. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Node leaves this socket to us; an error that nobody hears would end the process.
    socket.on("error", () => socket.destroy())
    this.#admit(request, socket, head).catch((error: unknown) => {
      this.#options.onError(error, "admitting a venue")
      refuseUpgrade(socket, 503, "Core cannot tell at the moment. Come again.")
    })
  }

  /** Stores everything that has come in, then sends everybody away. */
  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all([...this.#relays.values()].map(async (relay) => (await relay).close()))
  }

  async #admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const venue = await this.#options.venues.find(tokenOf(request))
    if (!venue) return refuseUpgrade(socket, 401, "The token is no venue's.")
    if (this.#isClosed) return refuseUpgrade(socket, 503, "Core is stopping. Come again.")
    const relay = await this.#relay(venue)
    relay.handleUpgrade(request, socket, head)
  }

  #relay(venue: VenueOf): Promise<Relay> {
    const name = nameOf(venue)
    const known = this.#relays.get(name)
    if (known) return known
    const opening = this.#openRelay(venue)
    this.#relays.set(name, opening)
    // Whoever comes next tries again.
    opening.catch(() => this.#relays.delete(name))
    return opening
  }

  async #openRelay(venue: VenueOf): Promise<Relay> {
    const { venues, onError, onRefused } = this.#options
    return new Relay({
      store: await this.#openStore(venue),
      // The Leaf has checked what its devices wrote. It alone decides what its venue's documents hold.
      authorize: async (_room, token): Promise<Grant | null> => {
        const found = await venues.find(token)
        return found !== null && nameOf(found) === nameOf(venue)
          ? { bearer: venue.venueId, access: "write", refuses: null }
          : null
      },
      onError,
      ...(onRefused ? { onRefused } : {}),
      perSecond: PER_SECOND,
    })
  }

  #openStore({ tenantId, venueId }: VenueOf): Promise<PostgresDocumentStore> {
    return PostgresDocumentStore.open(this.#options.tenants.poolOf(tenantId), venueId)
  }
}

const nameOf = ({ tenantId, venueId }: VenueOf): string => `${tenantId}/${venueId}`
