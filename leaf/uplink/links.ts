import type { Logger } from "pino"
import type { PlayerId, VenueId } from "../../schemas/ids.ts"
import type { Uplink, UplinkState } from "../../sync-server/uplink.ts"
import type { CoreAccess } from "../config.ts"
import { askCoreAs } from "./core-api.ts"
import { patienceMs } from "./loop.ts"
import type { LedgerUplink, LedgerUplinkState } from "./ledger-uplink.ts"
import type { Library } from "../library.ts"
import { LibraryUplink } from "./library-uplink.ts"
import { PeopleUplink, type PeopleUplinkState } from "./people-uplink.ts"
import type { Players } from "../players.ts"

/** How far Core has what is kept here. */
export type CoreStates = {
  documents: UplinkState
  ledger: LedgerUplinkState
  players: PeopleUplinkState
}

/**
 * All that goes between this Leaf and Core, each on a way of its own, so that none waits for another:
 * documents, ledger, players and the library that the tenant's venues share.
 */
export class CoreLinks {
  readonly #documents: Uplink
  readonly #ledger: LedgerUplink
  readonly #people: PeopleUplink
  readonly #library: LibraryUplink

  constructor(parts: {
    access: CoreAccess
    venueId: VenueId
    documents: Uplink
    ledger: LedgerUplink
    players: Players
    /** Erases everything of a player from this Leaf. */
    erase: (playerId: PlayerId) => Promise<void>
    library: Library
    now: () => number
    log: Logger
  }) {
    const { access: core, venueId, players, erase, library, now, log } = parts
    // A token of another venue's must not carry this one's names there.
    const meet = () => askCoreAs(venueId, core)
    this.#documents = parts.documents
    this.#ledger = parts.ledger
    this.#people = new PeopleUplink({
      core,
      players,
      erase,
      meet,
      now,
      patienceMs,
      onError: (error) => log.warn({ error }, "Core does not know all players"),
    })
    this.#library = new LibraryUplink({
      core,
      library,
      meet,
      now,
      patienceMs,
      onError: (error) => log.warn({ error }, "the library is not in step with Core"),
      onRefused: (itemId, sentence) =>
        log.warn({ itemId, sentence }, "another venue has sent what is no change of an item"),
    })
  }

  get states(): CoreStates {
    return {
      documents: this.#documents.state,
      ledger: this.#ledger.state,
      players: this.#people.state,
    }
  }

  /** Ends all of them; what waits is found again at the next start. */
  async close(): Promise<void> {
    await Promise.all([
      this.#documents.close(),
      this.#ledger.close(),
      this.#people.close(),
      this.#library.close(),
    ])
  }
}
