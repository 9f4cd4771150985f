import * as awareness from "y-protocols/awareness"
import type * as Y from "yjs"
import { Peer } from "./peer.ts"
import * as protocol from "./protocol.ts"

/**
 * Who is in a room and what they say of themselves (Yjs "awareness"): among those who may write,
 * kept by nobody, gone when they go. Readers neither see it nor appear in it; each presence costs a
 * message to everybody who sees it, every 15 s.
 */
export class Presence {
  readonly #awareness: awareness.Awareness
  readonly #peers: ReadonlySet<Peer>

  constructor(doc: Y.Doc, peers: ReadonlySet<Peer>) {
    this.#peers = peers
    this.#awareness = new awareness.Awareness(doc)
    // The relay itself is nobody.
    this.#awareness.setLocalState(null)
    this.#awareness.on("update", (change: Change, origin: unknown) => this.#relay(change, origin))
  }

  /** Tells a peer who is there. */
  tell(peer: Peer): void {
    const clients = peer.grant.access === "write" ? [...this.#awareness.getStates().keys()] : []
    peer.send(this.#frame(clients))
  }

  /** Takes what a peer says of itself; `false` where that cannot be read. */
  take(peer: Peer, update: Uint8Array): boolean {
    if (peer.grant.access === "read") return true
    try {
      awareness.applyAwarenessUpdate(this.#awareness, update, peer)
      return true
    } catch {
      // It throws at the first byte or JSON text that makes no sense; that is the answer.
      return false
    }
  }

  /** Tells the others that those who spoke through this peer are gone. */
  leave(peer: Peer): void {
    awareness.removeAwarenessStates(this.#awareness, [...peer.present], null)
  }

  destroy(): void {
    this.#awareness.destroy()
  }

  /** To all who may write, the sender included: a stock client lives on hearing its own echo. */
  #relay({ added, updated, removed }: Change, origin: unknown): void {
    if (origin instanceof Peer) {
      for (const client of added) origin.present.add(client)
      for (const client of removed) origin.present.delete(client)
    }
    const frame = this.#frame([...added, ...updated, ...removed])
    for (const peer of this.#peers) if (peer.grant.access === "write") peer.send(frame)
  }

  #frame(clients: number[]): Uint8Array {
    return protocol.writeAwareness(awareness.encodeAwarenessUpdate(this.#awareness, clients))
  }
}

type Change = { added: number[]; updated: number[]; removed: number[] }
