import {
  decode,
  encodeAuthorizationResponse,
  encodeUser,
  fromSeed,
  type KeyPair,
} from "@nats-io/jwt"
import type { Msg, NatsConnection } from "@nats-io/transport-node"
import * as v from "valibot"
import { ACCOUNT } from "./hub-config.ts"
import type { HubStream, HubStreams } from "./hub-streams.ts"
import type { VenueOf } from "../venues.ts"

/** Where a nats-server asks about whoever wants to come in. */
const ASKED_AT = "$SYS.REQ.USER.AUTH"
/** How long a connection lasts until its token is asked about again. */
const LASTS_SECONDS = 120

const Question = v.object({
  user_nkey: v.string(),
  server_id: v.object({ id: v.string() }),
  connect_opts: v.object({ auth_token: v.optional(v.string()), pass: v.optional(v.string()) }),
})

export type HubDoorOptions = {
  connection: NatsConnection
  streams: HubStreams
  issuerSeed: string
  /** Whose token this is; `null` for nobody's. */
  find: (token: string | null) => Promise<VenueOf | null>
  onError: (error: unknown, context: string) => void
  lastsSeconds?: number
}

/**
 * Lets venues into the hub: a nats-server asks Core about everybody who knocks, and Core answers
 * with what that one may do, signed. Of several Cores one answers each time.
 */
export class HubDoor {
  readonly #options: HubDoorOptions
  readonly #issuer: KeyPair

  private constructor(options: HubDoorOptions) {
    this.#options = options
    this.#issuer = fromSeed(new TextEncoder().encode(options.issuerSeed))
  }

  /** Answers from now on, as long as the connection is there. */
  static async open(options: HubDoorOptions): Promise<void> {
    const door = new HubDoor(options)
    options.connection.subscribe(ASKED_AT, {
      queue: "door",
      callback(error, message) {
        if (error) options.onError(error, "listening for who comes into the hub")
        else void door.#answer(message)
      },
    })
    await options.connection.flush()
  }

  async #answer(message: Msg): Promise<void> {
    try {
      // Only what one of the servers has signed can be read.
      const { nats } = decode(message.string())
      const { user_nkey: user, server_id: server, connect_opts: given } = v.parse(Question, nats)
      const token = given.auth_token ?? given.pass ?? null
      const answer = await this.#judge(user, token).catch((error: unknown) => {
        this.#options.onError(error, "letting a venue into the hub")
        return { error: "Core cannot tell at the moment." }
      })
      message.respond(await encodeAuthorizationResponse(user, server.id, this.#issuer, answer, {}))
    } catch (error) {
      this.#options.onError(error, "reading who wants to come into the hub")
    }
  }

  async #judge(user: string, token: string | null): Promise<{ jwt: string } | { error: string }> {
    const { find, streams, lastsSeconds = LASTS_SECONDS } = this.#options
    const venue = await find(token)
    if (!venue) return { error: "The token is no venue's." }
    const rights = rightsIn(await streams.of(venue))
    const exp = epochSeconds() + lastsSeconds
    return {
      jwt: await encodeUser(venue.venueId, user, this.#issuer, rights, { aud: ACCOUNT, exp }),
    }
  }
}

const epochSeconds = (): number => Math.floor(Date.now() / 1_000)

/** What a venue may do: append to its own ledger and read it. Nothing else, and nobody else's. */
const rightsIn = ({ stream, prefix, inbox }: HubStream) => ({
  pub: {
    allow: [
      `${prefix}.*`,
      `$JS.API.STREAM.INFO.${stream}`,
      `$JS.API.STREAM.MSG.GET.${stream}`,
      `$JS.API.CONSUMER.CREATE.${stream}`,
      `$JS.API.CONSUMER.CREATE.${stream}.>`,
      `$JS.API.CONSUMER.INFO.${stream}.>`,
      `$JS.API.CONSUMER.MSG.NEXT.${stream}.>`,
      `$JS.API.CONSUMER.DELETE.${stream}.>`,
    ],
    deny: [],
  },
  sub: { allow: [`${inbox}.>`], deny: [] },
  // A Leaf needs one; this is enough for one that was cut off and does not know it yet.
  subs: 64,
})
