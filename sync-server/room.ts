import * as Y from "yjs"
import { Close, type Refusal } from "../schemas/documents/frames.ts"
import { Registers } from "../schemas/documents/registers.ts"
import type { Refuses } from "./access.ts"
import { type Incoming, mergeBatch, takeBatch, withUndoing } from "./batch.ts"
import { contains, type Decoded, decodeSound, newAuthors } from "./checks.ts"
import type { DocumentStore } from "./document-store.ts"
import { Feed } from "./feed.ts"
import { inspect } from "./inspection.ts"
import { Journal } from "./journal.ts"
import { type Message, toMessage } from "./message.ts"
import type { Peer } from "./peer.ts"
import { Presence } from "./presence.ts"
import * as protocol from "./protocol.ts"
import { RoomRecord } from "./record.ts"

/** What may wait to be stored before the peers that send it have to wait too. */
const WAITING_MAX_BYTES = 4 * 1024 * 1024
/** So often may a peer have something refused before it is sent away for good. */
const REFUSALS_MAX = 100
/** What may wait in the document for edits that have not come. */
const PENDING_MAX_BYTES = 256 * 1024
/** So many different answers to "this is what I have" are kept until the next update. */
const ANSWERS_KEPT = 64

const NO_KEYS: ReadonlySet<string> = new Set()

export type RoomOptions = {
  name: string
  store: DocumentStore
  /** In milliseconds since 1970. */
  now: () => number
  /** Over how many milliseconds all peers should spread when they come back. */
  spreadMs: () => number
  onError: (error: unknown, context: string) => void
  /** Told what was not taken from whom, and why. */
  onRefused: (refused: { room: string; bearer: string; reason: string; key?: string }) => void
  /** Told that there is something new in the store. */
  onStored: (room: string) => void
}

/**
 * One document and the peers on it.
 *
 * An update goes: checked, stored, applied, relayed. One that holds something its author may not
 * write is stored and relayed together with its own undoing, so that nobody ever sees what was
 * refused, its author is put right, and no gap is left that its later edits would wait for. It is
 * applied only when it is stored, so that what this document holds, and therefore what anybody is
 * told, is never ahead of the store. After a failed append nothing has to be taken back: the peers
 * are sent away and bring their edits again.
 */
export class Room {
  readonly doc = new Y.Doc()
  /** The same document, for those who only read. */
  readonly feed = new Feed(this.doc)
  readonly record = new RoomRecord()
  readonly #options: RoomOptions
  readonly #journal: Journal
  readonly #registers = new Registers(this.doc)
  /** The author of what is put back. Not the document's own, which Yjs gives up where it sees it. */
  readonly #restorer = new Y.Doc().clientID
  readonly #peers = new Set<Peer>()
  readonly #presence = new Presence(this.doc, this.#peers)
  /** Which peer writes in the name of which Yjs client. */
  readonly #authors = new Map<number, Peer>()
  #readers = 0
  #loading: Promise<void> | null = null
  #isLoading = false
  #incoming: Incoming[] = []
  #incomingBytes = 0
  #storing = Promise.resolve()
  #isStoring = false
  #isClosed = false
  /** What was answered since the last update: a whole room asks the same when it comes back. */
  readonly #answers = new Map<string, Message>()
  #greeting: Message | null = null

  constructor(options: RoomOptions) {
    this.#options = options
    this.#journal = new Journal(options.name, options.store, options.now, options.onError)
  }

  get name(): string {
    return this.#options.name
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

  /** Whether nothing was ever written here. */
  get isBlank(): boolean {
    return this.doc.store.clients.size === 0 && this.#journal.size.updates === 0
  }

  get peers(): ReadonlySet<Peer> {
    return this.#peers
  }

  /** What the store has of it since it was last written as one. */
  get stored(): { updates: number; bytes: number } {
    return this.#journal.size
  }

  /** Lets a peer in and asks it for what it did while it was away. The room must be loaded. */
  join(peer: Peer): void {
    this.#peers.add(peer)
    this.#greeting ??= toMessage(protocol.writeStep1(this.doc))
    peer.share(this.#greeting)
    this.#presence.tell(peer)
  }

  /** Lets a peer go whose socket is closing; the others learn that it is no longer there. */
  leave(peer: Peer): void {
    if (!this.#peers.delete(peer)) return
    this.#presence.leave(peer)
    for (const [author, owner] of this.#authors) if (owner === peer) this.#authors.delete(author)
  }

  /** Takes one frame from a peer. */
  receive(peer: Peer, bytes: Uint8Array): void {
    if (!this.#peers.has(peer) || this.#isClosed) return
    const frame = protocol.readFrame(bytes)
    if (!frame) return this.dismiss(peer, Close.BAD_FRAME, "This is no frame of the protocol.")
    switch (frame.kind) {
      case "step1":
        return peer.share(this.#answer(frame.stateVector))
      case "step2":
      case "update":
        return this.#takeUpdate(peer, frame)
      case "awareness":
        if (this.#presence.take(peer, frame.update)) return
        return this.dismiss(peer, Close.BAD_FRAME, "The presence is damaged, or another's.")
      case "query-awareness":
        return this.#presence.tell(peer)
      case "tell-me":
        peer.isTold = true
        return
      case "number-for-me":
        peer.isNumbered = true
        peer.send(protocol.writeNumbered(this.feed.last, new Uint8Array()))
        peer.send(protocol.writeWindow(this.#options.spreadMs()))
    }
  }

  /**
   * Takes an update that another relay has checked and stored already; resolves when this one has
   * stored it too. The room must be loaded.
   * @throws Error where it is damaged or could not be stored
   */
  async bring(update: Uint8Array): Promise<void> {
    const decoded = decodeSound(update)
    if (!decoded) throw new Error(`What was brought to the room ${this.name} is no update.`)
    if (contains(this.doc, decoded)) return
    this.#store({ update, from: null, keys: NO_KEYS, refusals: [] })
    await this.#storing
    if (!contains(this.doc, decoded))
      throw new Error(`What was brought to the room ${this.name} could not be stored.`)
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

  /** Writes the room anew where that is due and nobody writes to it. */
  tidy(): void {
    if (this.#journal.isDue && !this.#isStoring && !this.#isLoading && !this.#isClosed)
      this.#storing = this.#storeIncoming()
  }

  /** Stores what has come in so far, then sends everybody away. Never rejects. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#storing
    const window = toMessage(protocol.writeWindow(this.#options.spreadMs()))
    for (const peer of this.#peers) {
      if (peer.isNumbered) peer.share(window)
      this.dismiss(peer, Close.GOING_AWAY, "The relay is stopping.")
    }
    this.#presence.destroy()
    this.doc.destroy()
  }

  async #load(): Promise<void> {
    this.#isLoading = true
    try {
      await this.#journal.load(this.doc, this)
      this.#forgetAnswers()
      this.feed.restart()
    } catch (error) {
      this.#loading = null
      throw error
    } finally {
      this.#isLoading = false
    }
  }

  #answer(stateVector: Uint8Array): Message {
    const asked = Buffer.from(stateVector).toString("latin1")
    const known = this.#answers.get(asked)
    if (known) return known
    const answer = toMessage(protocol.writeStep2(this.doc, stateVector))
    if (this.#answers.size < ANSWERS_KEPT) this.#answers.set(asked, answer)
    return answer
  }

  #forgetAnswers(): void {
    this.#answers.clear()
    this.#greeting = null
  }

  #takeUpdate(peer: Peer, { kind, update }: protocol.UpdateFrame): void {
    const decoded = decodeSound(update)
    if (!decoded)
      return this.dismiss(
        peer,
        Close.BAD_FRAME,
        "The update is damaged, too large or not in Yjs encoding V1.",
      )
    if (peer.grant.access === "read")
      return contains(this.doc, decoded) ? undefined : this.#refuse(peer)
    // Every step 2 lists all deletions again; mostly there is nothing new in it.
    if (kind === "step2" && contains(this.doc, decoded)) return
    if (!this.#isInOwnName(peer, decoded))
      return this.dismiss(peer, Close.SERVER_ERROR, "This is written in the name of another.")
    const found = this.#inspect(decoded, peer.grant.refuses)
    if (found?.kind === "foreign")
      return this.dismiss(peer, Close.FOREIGN, `Only registers may be written: no ${found.what}.`)
    const { keys = NO_KEYS, refusals = [] } = found ?? {}
    if (refusals.length > 0) this.#noteRefused(peer, refusals)
    if (peer.refused > REFUSALS_MAX)
      return this.dismiss(peer, Close.TOO_MUCH, "Too many edits had to be refused.")
    this.#store({ update, from: peer, keys, refusals })
    if (this.#incomingBytes > WAITING_MAX_BYTES) peer.hold("the store is behind")
  }

  #store(incoming: Incoming): void {
    this.#incoming.push(incoming)
    this.#incomingBytes += incoming.update.length
    if (!this.#isStoring) this.#storing = this.#storeIncoming()
  }

  /**
   * Two contents under one name and clock would part the documents for good. So as long as somebody
   * writes in a name, nobody else does. Whoever signed in anew on the same device may meet its own old
   * socket for a moment and has to come again.
   */
  #isInOwnName(peer: Peer, decoded: Decoded): boolean {
    const authors = newAuthors(this.doc, decoded)
    for (const author of authors) {
      const owner = this.#authors.get(author)
      if (owner && owner.grant.bearer !== peer.grant.bearer) return false
    }
    for (const author of authors) this.#authors.set(author, peer)
    return true
  }

  #inspect(decoded: Decoded, refuses: Refuses | null) {
    if (!refuses) return null
    const { isFull } = this.#journal
    return inspect(decoded, this.#registers, isFull ? unlessRemoved(refuses) : refuses)
  }

  #noteRefused(peer: Peer, refusals: readonly Refusal[]): void {
    peer.refused += refusals.length
    const { bearer } = peer.grant
    this.record.noteRefused(bearer, refusals, this.#options.now())
    for (const refusal of refusals) this.#options.onRefused({ room: this.name, bearer, ...refusal })
  }

  #refuse(peer: Peer): void {
    // An update of which we still miss the beginning may be one that we relayed to this reader
    // ourselves: it is dropped, and the reader stays.
    if (this.doc.store.pendingStructs === null && this.doc.store.pendingDs === null)
      this.dismiss(peer, Close.READ_ONLY, "read only")
  }

  /** Never rejects: whatever fails in here fails the room. */
  async #storeIncoming(): Promise<void> {
    this.#isStoring = true
    try {
      do {
        if (this.#incoming.length > 0) await this.#storeBatch(takeBatch(this.#incoming))
        if (this.#journal.isDue) {
          await this.#journal.compact(this.doc)
          this.record.forgetAllBut(this.#registers.all())
        }
      } while (this.#incoming.length > 0)
    } catch (error) {
      this.#fail(error)
    } finally {
      this.#isStoring = false
    }
  }

  async #storeBatch(batch: Incoming[]): Promise<void> {
    this.#incomingBytes -= batch.reduce((bytes, { update }) => bytes + update.length, 0)
    const update = this.#toStore(batch)
    if (update) {
      await this.#journal.append(update)
      Y.applyUpdate(this.doc, update, this)
      this.#forgetAnswers()
      this.feed.push(update)
      this.#relayUpdate(update, batch)
      this.#tellAuthors(update, batch)
      for (const { from, keys } of batch)
        if (from) this.record.noteWritten(from.grant.bearer, keys, this.#options.now())
      this.#options.onStored(this.name)
    }
    if (this.#incomingBytes <= WAITING_MAX_BYTES)
      for (const peer of this.#peers) peer.release("the store is behind")
  }

  /** What is stored and relayed of a batch; `null` where its authors have to come again first. */
  #toStore(batch: Incoming[]): Uint8Array | null {
    const [first] = batch
    if (first && first.refusals.length > 0)
      return withUndoing(this.doc, this.#restorer, first) ?? this.#sendAway(batch)
    return this.#withinPending(batch, mergeBatch(batch))
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
      if (from) this.dismiss(from, Close.SERVER_ERROR, "An earlier edit is missing. Come again.")
    return null
  }

  /** To everybody, encoded once. Only who wrote all of it has it already. */
  #relayUpdate(update: Uint8Array, batch: Incoming[]): void {
    const isChanged = batch.some(({ refusals }) => refusals.length > 0)
    const authors = new Set(batch.map(({ from }) => from))
    const number = this.feed.last
    const plain = once(() => toMessage(protocol.writeUpdate(update)))
    const numbered = once(() => toMessage(protocol.writeNumbered(number, update)))
    const known = once(() => toMessage(protocol.writeNumbered(number, new Uint8Array())))
    for (const peer of this.#peers) {
      const hasIt = !isChanged && authors.size === 1 && authors.has(peer)
      if (peer.isNumbered) peer.share(hasIt ? known() : numbered())
      else if (!hasIt) peer.share(plain())
    }
  }

  /** Tells those who asked for it that what they wrote is on the disk, and what was put back. */
  #tellAuthors(update: Uint8Array, batch: Incoming[]): void {
    const told = new Set(batch.flatMap(({ from }) => (from?.isTold ? [from] : [])))
    if (told.size === 0) return
    const message = toMessage(protocol.writeDurable(Y.encodeStateVectorFromUpdate(update)))
    for (const peer of told) peer.share(message)
    for (const { from, refusals } of batch)
      if (from?.isTold && refusals.length > 0) from.send(protocol.writeRefused(refusals))
  }

  /**
   * It is not known what the store holds now. Nobody may think that these edits are safe, so all
   * peers have to come back; by then the document holds what the store does, and they bring the rest.
   */
  #fail(error: unknown): void {
    this.#options.onError(error, `storing an update of the room ${this.name}`)
    this.#incoming = []
    this.#incomingBytes = 0
    for (const peer of this.#peers)
      this.dismiss(peer, Close.SERVER_ERROR, "An edit could not be stored. Come again.")
    this.#loading = null
    if (!this.#isClosed) void this.#reload()
  }

  /** Readers in this process have no socket to be sent away on: their document is brought up to date. */
  async #reload(): Promise<void> {
    try {
      await this.load()
    } catch (error) {
      this.#options.onError(error, `loading the room ${this.name} again`)
    }
  }

  /** Sends a peer away: for good, or to come again, as the code says. */
  dismiss(peer: Peer, code: Close, reason: string): void {
    if (code >= 4400)
      this.#options.onRefused({ room: this.name, bearer: peer.grant.bearer, reason })
    this.leave(peer)
    peer.close(code, reason)
  }
}

/** Makes something when it is first asked for. */
function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined
  return () => (made ??= make())
}

/** In a document that is full nothing can be written any more, only removed. */
const unlessRemoved =
  (refuses: Refuses): Refuses =>
  (key, value) =>
    refuses(key, value) ??
    (value === null ? null : "The document is full: take something out of it first.")
