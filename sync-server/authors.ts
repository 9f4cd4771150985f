import * as Y from "yjs"
import type { Incoming } from "./batch.ts"
import type { Peer } from "./peer.ts"

/**
 * Which peer writes in the name of which Yjs client. Two contents under one name and clock would part
 * the documents for good. So as long as somebody writes in a name, nobody else does. Whoever signed in
 * anew on the same device may meet its own old socket for a moment and has to come again.
 */
export class Authors {
  readonly #peers = new Map<number, Peer>()

  /** Whether none of these names is somebody else's. */
  mayWrite(names: ReadonlySet<number>, peer: Peer): boolean {
    return [...names].every((name) => {
      const owner = this.#peers.get(name)
      return !owner || owner.grant.bearer === peer.grant.bearer
    })
  }

  /** Keeps these names for a peer. */
  claim(names: ReadonlySet<number>, peer: Peer): void {
    for (const name of names) this.#peers.set(name, peer)
  }

  /**
   * Of what was just taken into a document, that which waits there for something that its own author
   * has not sent: it got lost on its way, and only who comes anew brings it.
   */
  owing(doc: Y.Doc, batch: readonly Incoming[]): Incoming[] {
    if (doc.store.pendingStructs === null) return []
    return batch.filter(({ from, update }) =>
      [...Y.parseUpdateMeta(update).to].some(
        ([name, end]) => this.#peers.get(name) === from && Y.getState(doc.store, name) < end,
      ),
    )
  }

  /** Gives the names of a peer free. */
  leave(peer: Peer): void {
    for (const [name, owner] of this.#peers) if (owner === peer) this.#peers.delete(name)
  }
}
