import * as awareness from "y-protocols/awareness"
import * as decoding from "lib0/decoding"
import * as encoding from "lib0/encoding"
import type * as Y from "yjs"
import { toMessage } from "./message.ts"
import { Peer } from "./peer.ts"
import * as protocol from "./protocol.ts"

/** For each who listens, so long is waited for more to tell: then all together cost the same each second. */
const WAIT_MS_EACH = 2
const WAIT_MAX_MS = 1_000
/** What only says "I am still here" may wait: others are given up 30 s after their last word, said every 15. */
const RENEWAL_WAIT_MS = 5_000
/** What one peer may say, and for how many clients: a page that was reloaded is another client. */
const SAID_MAX_CHARACTERS = 16 * 1024
const CLIENTS_MAX = 16
/** So many that are gone are remembered, lest what others still say of them brings them back. */
const GONE_KEPT = 1_000

/**
 * Who is in a room and what they say of themselves (Yjs "awareness"): among those who may write,
 * kept by nobody, gone when they go. Readers neither see it nor appear in it.
 *
 * Everybody renews what they say every 15 s and everybody is told: that is the square of the peers,
 * unless what comes within a moment is told as one, and renewals within a longer one.
 */
export class Presence {
  readonly #awareness: awareness.Awareness
  readonly #peers: ReadonlySet<Peer>
  /** Through which peer each client speaks. */
  readonly #speakers = new Map<number, Peer>()
  readonly #changed = new Set<number>()
  readonly #newcomers = new Set<Peer>()
  #timer: NodeJS.Timeout | undefined
  /** When the timer is due. */
  #dueAt = Infinity
  #toldAt = 0

  constructor(doc: Y.Doc, peers: ReadonlySet<Peer>) {
    this.#peers = peers
    this.#awareness = new awareness.Awareness(doc)
    // The relay itself is nobody.
    this.#awareness.setLocalState(null)
    this.#awareness.on("change", () => this.#tellWithin(this.#waitMs))
    this.#awareness.on("update", (change: Change, origin: unknown) => this.#note(change, origin))
  }

  /** Tells a peer who is there. */
  tell(peer: Peer): void {
    if (peer.grant.access === "read") return
    this.#newcomers.add(peer)
    this.#tellWithin(this.#waitMs)
  }

  /**
   * Takes what a peer says of itself. Stock clients repeat what they hear of others too: that is
   * passed over, so that nobody can speak for anybody else.
   * @returns `false` where it is damaged or too much
   */
  take(peer: Peer, update: Uint8Array): boolean {
    if (peer.grant.access === "read") return true
    try {
      const own = sayingsOf(update).filter((saying) => this.#isOwn(peer, saying))
      const clients = new Set([...peer.present, ...own.map(({ client }) => client)])
      if (clients.size > CLIENTS_MAX) return false
      if (own.some(({ state }) => state.length > SAID_MAX_CHARACTERS)) return false
      if (own.length > 0) awareness.applyAwarenessUpdate(this.#awareness, encode(own), peer)
      return true
    } catch {
      // It throws at the first byte or JSON text that makes no sense; that is the answer.
      return false
    }
  }

  /** Tells the others that those who spoke through this peer are gone. */
  leave(peer: Peer): void {
    this.#newcomers.delete(peer)
    awareness.removeAwarenessStates(this.#awareness, [...peer.present], null)
  }

  destroy(): void {
    clearTimeout(this.#timer)
    this.#awareness.destroy()
  }

  /** Whoever comes again may find itself still there on its old socket; nobody else. */
  #isOwn(peer: Peer, { client, state }: Saying): boolean {
    if (state === "null" && !this.#awareness.states.has(client)) return false
    const speaker = this.#speakers.get(client)
    return speaker === undefined || speaker.grant.bearer === peer.grant.bearer
  }

  #note({ added, updated, removed }: Change, origin: unknown): void {
    if (origin instanceof Peer) {
      for (const client of [...added, ...updated]) {
        this.#speakers.get(client)?.present.delete(client)
        this.#speakers.set(client, origin)
        origin.present.add(client)
      }
    }
    for (const client of removed) {
      this.#speakers.get(client)?.present.delete(client)
      this.#speakers.delete(client)
    }
    for (const client of [...added, ...updated, ...removed]) this.#changed.add(client)
    this.#tellWithin(RENEWAL_WAIT_MS)
  }

  get #waitMs(): number {
    return Math.min(WAIT_MS_EACH * this.#peers.size, WAIT_MAX_MS)
  }

  /** Tells everybody, so long after the last time or at once where that is longer ago. */
  #tellWithin(ms: number): void {
    const now = performance.now()
    const dueAt = Math.max(now, this.#toldAt + ms)
    if (dueAt >= this.#dueAt) return
    clearTimeout(this.#timer)
    this.#dueAt = dueAt
    this.#timer = setTimeout(() => this.#tellAll(), dueAt - now)
  }

  /** To all who may write, the sender included: a stock client lives on hearing its own echo. */
  #tellAll(): void {
    this.#dueAt = Infinity
    this.#toldAt = performance.now()
    const everybody = [...this.#awareness.getStates().keys()]
    const whole = everybody.length === 0 ? null : this.#message(everybody)
    const news = this.#changed.size === 0 ? null : this.#message([...this.#changed])
    for (const peer of this.#peers) {
      if (peer.grant.access === "read") continue
      if (news) peer.share(news)
      if (whole && this.#newcomers.has(peer)) peer.share(whole)
    }
    this.#forgetGone()
    this.#changed.clear()
    this.#newcomers.clear()
  }

  #forgetGone(): void {
    const { meta, states } = this.#awareness
    if (meta.size < states.size + GONE_KEPT) return
    for (const client of meta.keys()) if (!states.has(client)) meta.delete(client)
  }

  #message(clients: number[]) {
    return toMessage(
      protocol.writeAwareness(awareness.encodeAwarenessUpdate(this.#awareness, clients)),
    )
  }
}

type Change = { added: number[]; updated: number[]; removed: number[] }

/** What is said of one client; `state` is JSON, "null" for gone. */
type Saying = { client: number; clock: number; state: string }

/** @throws where the update is none */
function sayingsOf(update: Uint8Array): Saying[] {
  const decoder = decoding.createDecoder(update)
  const sayings: Saying[] = []
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const [client, clock] = [decoding.readVarUint(decoder), decoding.readVarUint(decoder)]
    sayings.push({ client, clock, state: decoding.readVarString(decoder) })
  }
  return sayings
}

const encode = (sayings: readonly Saying[]): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, sayings.length)
    for (const { client, clock, state } of sayings) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, state)
    }
  })
