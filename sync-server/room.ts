import * as Y from "yjs"
import { isSoundUpdate } from "./checks.ts"
import { Registers } from "../schemas/documents/registers.ts"
import type { Refuses } from "./access.ts"
import type { DocumentStore } from "./document-store.ts"
import { Feed } from "./feed.ts"
import { inspect, type Inspection, type Refusal } from "./inspection.ts"
import { Close, type Peer } from "./peer.ts"
import { Presence } from "./presence.ts"
import * as protocol from "./protocol.ts"

/** What is merged into one append; the log takes messages of 1 MiB at most. */
const BATCH_MAX_BYTES = 512 * 1024
/** What may wait to be stored before the peers that send it have to wait too. */
const WAITING_MAX_BYTES = 4 * 1024 * 1024

/** A room is written anew as one update when it has so many, or so much more than it needs. */
const LONG_UPDATES = 1_000
const LONG_BYTES = 512 * 1024
/** One update must fit into the log as one message; a document that does not takes no more edits. */
const DOCUMENT_MAX_BYTES = 900 * 1024
/** So often may a peer have something refused before it is sent away for good. */
const REFUSALS_MAX = 100
/** What may wait in the document for edits that have not come. */
const PENDING_MAX_BYTES = 256 * 1024

/** An update, and the keys in it that have to be put back as they were. */
type Incoming = { update: Uint8Array; from: Peer; refusals: readonly Refusal[] }

/**
 * One document and the peers on it.
 *
 * An update goes: checked, stored, applied, relayed. One that holds something its author may not
 * write is stored and relayed together with its own undoing, so that nobody ever sees what was
 * refused, its author is put right, and no gap is left that its later edits would wait for. It is applied only when it is stored, so that
 * what this document holds, and therefore what anybody is told, is never ahead of the store. After a
 * failed append nothing has to be taken back: the peers are sent away and bring their edits again.
 */
export class Room {
  readonly name: string
  readonly doc = new Y.Doc()
  /** The same document, for those who only read. */
  readonly feed = new Feed(this.doc)
  readonly #registers = new Registers(this.doc)
  /** The author of what is put back. Not the document's own, which Yjs gives up where it sees it. */
  readonly #restorer = new Y.Doc().clientID
  readonly #store: DocumentStore
  readonly #onError: (error: unknown, context: string) => void
  readonly #peers = new Set<Peer>()
  readonly #presence = new Presence(this.doc, this.#peers)
  #readers = 0
  #loading: Promise<void> | null = null
  #isLoading = false
  #incoming: Incoming[] = []
  #incomingBytes = 0
  #storing = Promise.resolve()
  #isStoring = false
  #isClosed = false
  #snapshot: Y.Snapshot | null = null
  /** What the store has of the room since it was last written as one. */
  #stored = { updates: 0, bytes: 0 }
  #isFull = false

  constructor(
    name: string,
    store: DocumentStore,
    onError: (error: unknown, context: string) => void,
  ) {
    this.name = name
    this.#store = store
    this.#onError = onError
  }

  /**
   * Resolves when the document holds everything stored. Before that nobody may join: a client that
   * took an empty document for the truth would fill it anew. After a failure the next call tries again.
   * @throws DocumentStoreError
   */
  load(): Promise<void> {
    this.#loading ??= this.#load()
    return this.#loading
  }

  /** Whether nobody needs the room at the moment. */
  get isIdle(): boolean {
    const isUsed = this.#peers.size > 0 || this.#readers > 0
    return !isUsed && !this.#isLoading && !this.#isStoring
  }

  get peerCount(): number {
    return this.#peers.size
  }

  /** Lets a peer in and asks it for what it did while it was away. The room must be loaded. */
  join(peer: Peer): void {
    this.#peers.add(peer)
    peer.send(protocol.writeStep1(this.doc))
    this.#presence.tell(peer)
  }

  /** Lets a peer go whose socket is closing; the others learn that it is no longer there. */
  leave(peer: Peer): void {
    if (!this.#peers.delete(peer)) return
    this.#presence.leave(peer)
  }

  /** Takes one frame from a peer. */
  receive(peer: Peer, bytes: Uint8Array): void {
    if (!this.#peers.has(peer) || this.#isClosed) return
    const frame = protocol.readFrame(bytes)
    if (!frame) return this.#dismiss(peer, Close.BAD_FRAME, "This is no frame of the protocol.")
    switch (frame.kind) {
      case "step1":
        return peer.send(protocol.writeStep2(this.doc, frame.stateVector))
      case "step2":
      case "update":
        return this.#takeUpdate(peer, frame)
      case "awareness":
        if (this.#presence.take(peer, frame.update)) return
        return this.#dismiss(peer, Close.BAD_FRAME, "The presence is damaged.")
      case "query-awareness":
        return this.#presence.tell(peer)
      case "tell-me":
        peer.isTold = true
    }
  }

  keepAlive(): void {
    for (const peer of this.#peers) peer.keepAlive()
  }

  /** Keeps the room loaded for a reader in this process, until the returned function is called. */
  hold(): () => void {
    let isHeld = true
    this.#readers += 1
    return () => {
      if (isHeld) this.#readers -= 1
      isHeld = false
    }
  }

  /** Stores what has come in so far, then sends everybody away. Never rejects. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#storing
    for (const peer of this.#peers) this.#dismiss(peer, Close.GOING_AWAY, "The relay is stopping.")
    this.#presence.destroy()
    this.doc.destroy()
  }

  async #load(): Promise<void> {
    this.#isLoading = true
    try {
      const updates = await this.#store.load(this.name)
      this.doc.transact(() => {
        for (const update of updates) Y.applyUpdate(this.doc, update, this)
      })
      this.#snapshot = null
      this.#stored = { updates: updates.length, bytes: sizeOf(updates) }
      this.feed.restart()
    } catch (error) {
      this.#loading = null
      throw error
    } finally {
      this.#isLoading = false
    }
  }

  #takeUpdate(peer: Peer, { kind, update }: protocol.UpdateFrame): void {
    if (!isSoundUpdate(update))
      return this.#dismiss(
        peer,
        Close.BAD_FRAME,
        "The update is damaged or not in Yjs encoding V1.",
      )
    if (peer.grant.access === "read") return this.#contains(update) ? undefined : this.#refuse(peer)
    // Every step 2 lists all deletions again; mostly there is nothing new in it.
    if (kind === "step2" && this.#contains(update)) return
    const found = this.#inspect(update, peer.grant.refuses)
    if (found?.kind === "foreign")
      return this.#dismiss(peer, Close.FOREIGN, `Only registers may be written: no ${found.what}.`)
    const refusals = found?.refusals ?? []
    peer.refused += refusals.length
    if (peer.refused > REFUSALS_MAX)
      return this.#dismiss(peer, Close.TOO_MUCH, "Too many edits had to be refused.")
    this.#incoming.push({ update, from: peer, refusals })
    this.#incomingBytes += update.length
    if (this.#incomingBytes > WAITING_MAX_BYTES) peer.pause()
    if (!this.#isStoring) this.#storing = this.#storeIncoming()
  }

  #inspect(update: Uint8Array, refuses: Refuses | null): Inspection | null {
    if (!refuses) return null
    return inspect(update, this.#registers, this.#isFull ? unlessRemoved(refuses) : refuses)
  }

  #contains(update: Uint8Array): boolean {
    this.#snapshot ??= Y.snapshot(this.doc)
    return Y.snapshotContainsUpdate(this.#snapshot, update)
  }

  #refuse(peer: Peer): void {
    // An update of which we still miss the beginning may be one that we relayed to this reader
    // ourselves: it is dropped, and the reader stays.
    if (this.doc.store.pendingStructs === null && this.doc.store.pendingDs === null)
      this.#dismiss(peer, Close.READ_ONLY, "read only")
  }

  /** Never rejects: whatever fails in here fails the room. */
  async #storeIncoming(): Promise<void> {
    this.#isStoring = true
    try {
      while (this.#incoming.length > 0) {
        const batch = takeBatch(this.#incoming)
        this.#incomingBytes -= sizeOf(batch.map((each) => each.update))
        const update = this.#withoutRefused(batch)
        if (!update) continue
        await this.#store.append(this.name, update)
        Y.applyUpdate(this.doc, update, this)
        this.#snapshot = null
        this.feed.push(update)
        this.#relayUpdate(update, batch)
        this.#tellAuthors(update, batch)
        this.#stored.updates += 1
        this.#stored.bytes += update.length
        await this.#compactIfLong()
        if (this.#incomingBytes <= WAITING_MAX_BYTES) this.#peers.forEach((peer) => peer.resume())
      }
    } catch (error) {
      this.#fail(error)
    } finally {
      this.#isStoring = false
    }
  }

  /**
   * What is stored and relayed of a batch: one with refused keys comes alone and is undone in the
   * same breath, in a copy of the document, so that its content is nowhere kept.
   * @returns `null` where its author has to come again first
   */
  #withoutRefused(batch: Incoming[]): Uint8Array | null {
    const [first] = batch
    if (!first || first.refusals.length === 0) return this.#withinPending(batch, merged(batch))
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(this.doc))
    // Another author for every refusal would stay in the document for ever.
    copy.clientID = this.#restorer
    const registers = new Registers(copy)
    const before = registers.registersOf(first.refusals.map(({ key }) => key))
    Y.applyUpdate(copy, first.update)
    if (copy.store.pendingStructs !== null) return this.#sendAway(batch)
    registers.restore(before)
    return Y.encodeStateAsUpdate(copy, Y.encodeStateVector(this.doc))
  }

  /** Edits whose predecessors are missing wait in every document: that must stay little. */
  #withinPending(batch: Incoming[], update: Uint8Array): Uint8Array | null {
    const pending = this.doc.store.pendingStructs?.update.length ?? 0
    if (pending === 0 || pending + update.length <= PENDING_MAX_BYTES) return update
    return this.#sendAway(batch)
  }

  /** Whoever comes back brings everything that is missing in between. */
  #sendAway(batch: Incoming[]): null {
    for (const { from } of batch)
      this.#dismiss(from, Close.SERVER_ERROR, "An earlier edit is missing. Come again.")
    return null
  }

  /**
   * Writes the room anew as one update where the log of it has grown long: values that were replaced
   * are then gone from the disk as well. Where it fails the room is as it was, only longer.
   */
  async #compactIfLong(): Promise<void> {
    if (this.#stored.updates < LONG_UPDATES && this.#stored.bytes < LONG_BYTES) return
    const whole = Y.encodeStateAsUpdate(this.doc)
    this.#isFull = whole.length > DOCUMENT_MAX_BYTES
    // Not tried again at every edit, also where it is refused or is hardly shorter.
    this.#stored = { updates: 0, bytes: 0 }
    if (this.#isFull) return
    try {
      await this.#store.compact(this.name, whole)
    } catch (error) {
      this.#onError(error, `compacting the room ${this.name}`)
    }
  }

  /** To everybody, encoded once. Only who wrote all of it has it already. */
  #relayUpdate(update: Uint8Array, batch: Incoming[]): void {
    const frame = protocol.writeUpdate(update)
    const isChanged = batch.some(({ refusals }) => refusals.length > 0)
    const authors = new Set(batch.map(({ from }) => from))
    for (const peer of this.#peers)
      if (isChanged || authors.size > 1 || !authors.has(peer)) peer.send(frame)
  }

  /** Tells those who asked for it that what they wrote is on the disk, and what was put back. */
  #tellAuthors(update: Uint8Array, batch: Incoming[]): void {
    const told = new Set(batch.map(({ from }) => from).filter(({ isTold }) => isTold))
    if (told.size === 0) return
    const frame = protocol.writeDurable(Y.encodeStateVectorFromUpdate(update))
    for (const peer of told) peer.send(frame)
    for (const { from, refusals } of batch)
      if (from.isTold && refusals.length > 0) from.send(protocol.writeRefused(refusals))
  }

  /**
   * It is not known what the store holds now. Nobody may think that these edits are safe, so all
   * peers have to come back; by then the document holds what the store does, and they bring the rest.
   */
  #fail(error: unknown): void {
    this.#onError(error, `storing an update of the room ${this.name}`)
    this.#incoming = []
    this.#incomingBytes = 0
    for (const peer of this.#peers)
      this.#dismiss(peer, Close.SERVER_ERROR, "An edit could not be stored. Come again.")
    this.#loading = null
    if (!this.#isClosed) void this.#reload()
  }

  /** Readers in this process have no socket to be sent away on: their document is brought up to date. */
  async #reload(): Promise<void> {
    try {
      await this.load()
    } catch (error) {
      this.#onError(error, `loading the room ${this.name} again`)
    }
  }

  #dismiss(peer: Peer, code: Close, reason: string): void {
    this.leave(peer)
    peer.close(code, reason)
  }
}

const sizeOf = (updates: readonly Uint8Array[]) =>
  updates.reduce((bytes, update) => bytes + update.length, 0)

/** Takes from the front what fits into one append; the first in any case. */
function takeBatch(incoming: Incoming[]): Incoming[] {
  let bytes = 0
  const tooMuch = incoming.findIndex(({ update, refusals }, index) => {
    bytes += update.length
    const isAlone = refusals.length > 0 || (incoming[0]?.refusals.length ?? 0) > 0
    return index > 0 && (isAlone || bytes > BATCH_MAX_BYTES)
  })
  return incoming.splice(0, tooMuch === -1 ? incoming.length : tooMuch)
}

function merged(batch: Incoming[]): Uint8Array {
  const [first, ...others] = batch.map(({ update }) => update)
  return first && others.length === 0 ? first : Y.mergeUpdates(batch.map(({ update }) => update))
}

/** In a document that is full nothing can be written any more, only removed. */
const unlessRemoved =
  (refuses: Refuses): Refuses =>
  (key, value) =>
    refuses(key, value) ??
    (value === null ? null : "The document is full: take something out of it first.")
