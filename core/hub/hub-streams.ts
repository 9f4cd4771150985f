import { randomBytes } from "node:crypto"
import { JetStreamApiError, type JetStreamManager, type StreamConfig } from "@nats-io/jetstream"
import * as v from "valibot"
import { assertConfig, findStream, ledgerStream } from "../../ledger/ledger-stream.ts"
import { TenantId, VenueId } from "../../schemas/ids.ts"
import type { VenueOf } from "../venues.ts"

/** Where a venue's ledger is in the hub. */
export type HubStream = {
  stream: string
  /** What the subjects of its lines begin with. */
  prefix: string
  /** What those begin with at which the venue is answered. */
  inbox: string
}

/** JetStream's own number for "there is a stream of that name, and it is set up otherwise". */
const NAME_IN_USE = 10058
const KEY_BYTES = 16
const NAME = /^LEDGER-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(.+)$/
const Subjects = v.tuple([v.pipe(v.string(), v.regex(/^ledger\.[\w-]{22}\.\*$/))])

const prefixOf = ([subject]: v.InferOutput<typeof Subjects>): string =>
  subject.slice(0, -".*".length)

/** The name of a venue's stream. */
export const streamName = ({ tenantId, venueId }: VenueOf): string =>
  `LEDGER-${tenantId}-${venueId}`

/** Whose ledger a stream is; `null` where it is none. */
function venueOf(stream: string): VenueOf | null {
  const [, tenant, venue] = NAME.exec(stream) ?? []
  const [tenantId, venueId] = [v.safeParse(TenantId, tenant), v.safeParse(VenueId, venue)]
  return tenantId.success && venueId.success
    ? { tenantId: tenantId.output, venueId: venueId.output }
    : null
}

/**
 * The venues' streams in the hub, which only Core makes.
 *
 * A stream's subjects begin with a random key of its own that only its venue is told. For whoever
 * may publish anything can name any subject as the one to be answered at, and would otherwise have
 * the server's answers written into another venue's ledger.
 */
export class HubStreams {
  readonly #manager: JetStreamManager
  readonly #replicas: number
  readonly #known = new Map<string, HubStream>()
  readonly #venues = new Map<string, VenueOf>()

  constructor(manager: JetStreamManager, replicas: number) {
    this.#manager = manager
    this.#replicas = replicas
  }

  /**
   * A venue's stream, made where there is none.
   * @throws StartRefused where it is not as a ledger's must be
   */
  async of(venue: VenueOf): Promise<HubStream> {
    const name = streamName(venue)
    const known = this.#known.get(name)
    if (known) return known
    const wanted = { ...ledgerStream, num_replicas: this.#replicas }
    const config = (await findStream(this.#manager, name)) ?? (await this.#add(name, wanted))
    assertConfig(name, config, wanted)
    const prefix = prefixOf(v.parse(Subjects, config.subjects))
    this.#venues.set(prefix, venue)
    const found = { stream: name, prefix, inbox: prefix.replace(/^ledger/, "_INBOX") }
    this.#known.set(name, found)
    return found
  }

  /** The last line of every venue's ledger in the hub. */
  async *heads(): AsyncIterable<{ venue: VenueOf; last: number }> {
    for await (const { config, state } of this.#manager.streams.list()) {
      const venue = venueOf(config.name)
      const subjects = v.safeParse(Subjects, config.subjects)
      if (!venue || !subjects.success) continue
      this.#venues.set(prefixOf(subjects.output), venue)
      yield { venue, last: state.last_seq }
    }
  }

  /** Whose ledger a subject belongs to; `null` where that is not known yet. */
  venueAt(subject: string): VenueOf | null {
    return this.#venues.get(subject.slice(0, subject.lastIndexOf("."))) ?? null
  }

  async #add(name: string, wanted: Partial<StreamConfig>): Promise<StreamConfig> {
    const subjects = [`ledger.${randomBytes(KEY_BYTES).toString("base64url")}.*`]
    try {
      return (await this.#manager.streams.add({ ...wanted, name, subjects })).config
    } catch (error) {
      // Another Core was quicker, and its key is the one that holds.
      if (!(error instanceof JetStreamApiError && error.code === NAME_IN_USE)) throw error
      return (await this.#manager.streams.info(name)).config
    }
  }
}
