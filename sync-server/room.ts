import * as Y from "yjs"
import { Close, type Refusal } from "../schemas/documents/frames.ts"
import { Registers } from "../schemas/documents/registers.ts"
import { type Refuses, unlessRemoved } from "./access.ts"
import { type Act, Acts } from "./acts.ts"
import { Answers } from "./answers.ts"
import { Authors } from "./authors.ts"
import { type Incoming, mergeBatch, takeBatch, withUndoing } from "./batch.ts"
import { contains, type Decoded, decodeSound, newAuthors } from "./checks.ts"
import type { DocumentStore } from "./document-store.ts"
import { Feed } from "./feed.ts"
import { inspect } from "./inspection.ts"
import { Journal } from "./journal.ts"
import { once, toMessage } from "./message.ts"
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
/** Who wrote fields that are gone is remembered for so many more. */
const WRITINGS_SPARE = 1_000

const UNSEEN = { keys: new Set<string>(), refusals: [], written: [] }

export type RoomOptions = {
  name: string
  store: DocumentStore
  /** In milliseconds since 1970. */
  now: () => number
  /** For so long after it was loaded, authors are waited for before others' copies are judged. */
  graceMs: number
  /** Over how many milliseconds all peers should spread when they come back. */
  spreadMs: () => number
  onError: (error: unknown, context: string) => void
  /** Told what was not taken from whom, and why. */
  onRefused: (refused: { room: string; bearer: string; reason: string; key?: string }) => void
  /** Told that there is something new in the store. */
  onStored: (room: string) => void
  /** Told what was done to the room as soon as that is stored; where it is not given, nobody looks. */
  onActs: ((acts: readonly Act[]) => void) | undefined
}

/**
 * One document and the peers on it.
 *
 * An update goes: checked, applied, relayed, stored; then its author is told that it is safe. One
 * that holds something its author may not write goes on together with its own undoing, so that
 * nobody ever sees what was refused, its author is put right, and no gap is left that its later edits
 * would wait for. What came in during one turn of the event loop goes on as one.
 *
 * The document is ahead of the store by what is on its way there. A failed append takes nothing
 * back: the peers are sent away, and what the document has is stored before anybody is let in again.
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
  readonly #authors = new Authors()
  readonly #acts: Acts | null
  #readers = 0
  #loading: Promise<void> | null = null
  #isLoading = false
  readonly #incoming: Incoming[] = []
  #turn: NodeJS.Immediate | undefined
  #loadedAt = 0
  /** How often something could not be stored. */
  #failures = 0
  #isClosed = false
  readonly #answers = new Answers(this.doc)

  constructor(options: RoomOptions) {
    this.#options = options
    const { name, store, now, onError, onActs } = options
    this.#acts = onActs
      ? new Acts({ room: name, registers: this.#registers, now, tell: onActs })
      : null
    this.#journal = new Journal({
      room: name,
      doc: this.doc,
      store,
      now,
      onError,
      onFailed: (error) => this.#fail(error),
      onStored: () => {
        this.#releaseWaiting()
        options.onStored(name)
      },
    })
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
    return !isUsed && !this.#isLoading && !this.#turn && !this.#journal.isBusy
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
    peer.share(this.#answers.greeting)
    this.#presence.tell(peer)
  }

  /** Lets a peer go whose socket is closing; the others learn that it is no longer there. */
  leave(peer: Peer): void {
    if (!this.#peers.delete(peer)) return
    this.#presence.leave(peer)
    this.#authors.leave(peer)
  }

  /** Takes one frame from a peer. */
  receive(peer: Peer, bytes: Uint8Array): void {
    if (!this.#peers.has(peer) || this.#isClosed) return
    const frame = protocol.readFrame(bytes)
    if (!frame) return this.dismiss(peer, Close.BAD_FRAME, "This is no frame of the protocol.")
    switch (frame.kind) {
      case "step1":
        return peer.share(this.#answers.to(frame.stateVector))
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
        return void this.#tellDurable(peer, frame.mark)
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
    if (!contains(this.doc, decoded)) this.#takeIn({ update, from: null, isLate: false, ...UNSEEN })
    this.#relayIncoming()
    const failures = this.#failures
    await this.#journal.settled()
    if (this.#failures !== failures)
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
    if (!this.#isLoading && !this.#isClosed) this.#journal.tidy()
  }

  /** Stores what has come in so far, then sends everybody away. Never rejects. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#relayIncoming()
    await this.#journal.close()
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
      await this.#journal.load(this)
      this.#acts?.tellAll()
      this.#loadedAt = this.#options.now()
      this.#answers.forget()
      this.feed.restart()
    } catch (error) {
      this.#loading = null
      throw error
    } finally {
      this.#isLoading = false
    }
  }

  #takeUpdate(peer: Peer, frame: protocol.UpdateFrame): void {
    const { kind, update } = frame
    const decoded = decodeSound(update)
    if (!decoded)
      return this.dismiss(
        peer,
        Close.BAD_FRAME,
        "The update is damaged, too large or not in Yjs encoding V1.",
      )
    // Every step 2 lists all deletions again, and what two relays tell each other comes back once.
    if (contains(this.doc, decoded)) {
      // Another may have brought it first, and this may be who waits to hear that it is safe.
      if (peer.isTold && decoded.structs.length > 0) void this.#tellDurable(peer, null)
      return
    }
    if (peer.grant.access === "read") return this.#passOver(peer, kind, decoded)
    const authors = newAuthors(this.doc, decoded)
    if (!this.#authors.mayWrite(authors, peer))
      return this.dismiss(peer, Close.SERVER_ERROR, "This is written in the name of another.")
    const found = this.#inspect(decoded, peer.grant.refuses)
    if (found?.kind === "foreign")
      return this.dismiss(peer, Close.FOREIGN, `Only registers may be written: no ${found.what}.`)
    const { keys, refusals, written } = found ?? UNSEEN
    if (refusals.length > 0 && kind === "step2" && this.#isEarly()) return this.#defer(peer, frame)
    if (refusals.length > 0) this.#noteRefused(peer, refusals)
    if (peer.refused > REFUSALS_MAX)
      return this.dismiss(peer, Close.TOO_MUCH, "Too many edits had to be refused.")
    // What somebody brings at the door may be others' as well; what comes later is its own.
    if (kind === "update") this.#authors.claim(authors, peer)
    // Who fills a room that was blank has just made it.
    const isLate = kind === "step2" && this.doc.store.clients.size > 0
    this.#takeIn({ update, from: peer, isLate, keys, refusals, written })
    if (this.#journal.waitingBytes > WAITING_MAX_BYTES) peer.hold("the store is behind")
  }

  /** What a reader writes is not taken, and it hears so. */
  #passOver(peer: Peer, kind: protocol.UpdateFrame["kind"], decoded: Decoded): void {
    // What it brings when it comes may be what we gave it just before we were cut off, and an update
    // of which we still miss the beginning may be one that we relayed to it: then it is innocent.
    const isWaiting = this.doc.store.pendingStructs !== null || this.doc.store.pendingDs !== null
    if (kind === "step2" || isWaiting || contains(this.doc, decoded)) return
    this.dismiss(peer, Close.READ_ONLY, "read only")
  }

  #isEarly(): boolean {
    return this.#options.now() - this.#loadedAt < this.#options.graceMs
  }

  /**
   * Who comes back after a cut may bring what others wrote just before it, and may not write that
   * itself. Their authors are given the time to bring it; until then nothing more is read from it.
   */
  #defer(peer: Peer, frame: protocol.UpdateFrame): void {
    peer.hold("others may come first")
    setTimeout(() => {
      peer.release("others may come first")
      if (this.#peers.has(peer) && !this.#isClosed) this.#takeUpdate(peer, frame)
    }, this.#options.graceMs)
  }

  /** Goes on with it when everything that has arrived by now was read. */
  #takeIn(incoming: Incoming): void {
    this.#incoming.push(incoming)
    this.#turn ??= setImmediate(() => this.#relayIncoming())
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

  #relayIncoming(): void {
    clearImmediate(this.#turn)
    this.#turn = undefined
    while (this.#incoming.length > 0) {
      const batch = takeBatch(this.#incoming)
      const update = this.#toRelay(batch)
      if (update) this.#relay(update, batch)
    }
  }

  #relay(update: Uint8Array, batch: Incoming[]): void {
    this.#relayUpdate(update, batch, this.feed.last + 1) // First, since somebody waits for it.
    const apply = () => Y.applyUpdate(this.doc, update, this)
    if (this.#acts) this.#acts.note(batch, apply)
    else apply()
    this.#sendAway(this.#authors.owing(this.doc, batch))
    this.#answers.forget()
    this.feed.push(update)
    for (const { from, keys } of batch)
      if (from) this.record.noteWritten(from.grant.bearer, keys, this.#options.now())
    if (this.record.writings.size > this.#registers.count * 2 + WRITINGS_SPARE)
      this.record.forgetAllBut(this.#registers.all())
    this.#journal.write(update, () => {
      this.#tellAuthors(update, batch)
      this.#acts?.tellNext()
    })
  }

  #releaseWaiting(): void {
    if (this.#journal.waitingBytes > WAITING_MAX_BYTES) return
    for (const peer of this.#peers) peer.release("the store is behind")
  }

  /** What goes on of a batch; `null` where its authors have to come again first. */
  #toRelay(batch: Incoming[]): Uint8Array | null {
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
  #relayUpdate(update: Uint8Array, batch: Incoming[], number: number): void {
    const isChanged = batch.some(({ refusals }) => refusals.length > 0)
    const authors = new Set(batch.map(({ from }) => from))
    const plain = once(() => toMessage(protocol.writeUpdate(update)))
    const numbered = once(() => toMessage(protocol.writeNumbered(number, update)))
    const known = once(() => toMessage(protocol.writeNumbered(number, new Uint8Array())))
    for (const peer of this.#peers) {
      const hasIt = !isChanged && authors.size === 1 && authors.has(peer)
      if (peer.isNumbered) peer.share(hasIt ? known() : numbered())
      else if (!hasIt) peer.share(plain())
    }
  }

  /** Tells a peer what of the document is on the disk, as soon as all that came in so far is. */
  async #tellDurable(peer: Peer, mark: number | null): Promise<void> {
    this.#relayIncoming()
    const message = protocol.writeDurable(Y.encodeStateVector(this.doc), mark)
    await this.#journal.settled()
    if (this.#peers.has(peer)) peer.send(message)
  }

  /** Tells those who asked for it that what they wrote is on the disk, and what was put back. */
  #tellAuthors(update: Uint8Array, batch: Incoming[]): void {
    const told = new Set(batch.flatMap(({ from }) => (from?.isTold ? [from] : [])))
    if (told.size === 0) return
    const message = toMessage(protocol.writeDurable(this.#reached(update)))
    for (const peer of told) peer.share(message)
    for (const { from, refusals } of batch)
      if (from?.isTold && refusals.length > 0) from.send(protocol.writeRefused(refusals))
  }

  /** How far the authors of an update that was just stored are on the disk. */
  #reached(update: Uint8Array): Uint8Array {
    // What waits for something missing in between is stored as well, but no clock can tell that.
    const isAllStored = this.#journal.waitingBytes === 0
    const reached = [...Y.parseUpdateMeta(update).to].map(([client, end]): [number, number] => {
      const clock = Y.getState(this.doc.store, client)
      return [client, isAllStored ? clock : Math.min(end, clock)]
    })
    return Y.encodeStateVector(new Map(reached))
  }

  /**
   * It is not known what the store holds now, and nobody may think that these edits are safe. All
   * peers have to come back; until then document and store are brought together.
   */
  #fail(error: unknown): void {
    this.#failures += 1
    this.#options.onError(error, `storing an update of the room ${this.name}`)
    this.#incoming.length = 0
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
    const { bearer } = peer.grant
    if (code >= 4400) this.#options.onRefused({ room: this.name, bearer, reason })
    if (code >= 4400 && code !== Close.SIGNED_OUT)
      this.record.noteRefused(bearer, [{ key: null, reason }], this.#options.now())
    this.leave(peer)
    peer.close(code, reason)
  }
}
