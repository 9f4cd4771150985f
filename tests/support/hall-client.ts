import * as decoding from "lib0/decoding"
import { WebsocketProvider } from "y-websocket"
import * as Y from "yjs"
import { type Random, uniform } from "../../domain/random.ts"
import { DURABLE } from "../../schemas/documents/frames.ts"
import { Registers } from "../../schemas/documents/registers.ts"
import { writeTellMe } from "../../sync-server/protocol.ts"
import { ROOM } from "./relay.ts"
import { until } from "./until.ts"
import type { WeakLink } from "./weak-link.ts"

const BACK_WITHIN_MS = 20_000
const LONG_CHARACTERS = 20_000
/** Of so many updates that go one way on a bad network one does not arrive. */
const WITHHOLD_EVERY = 50

/** Whether a frame brings an edit: these may be missed, and the sender never hears of it. */
const isUpdate = ([frame, kind]: Uint8Array): boolean => frame === 0 && kind === 2

/** A stock client behind a link of its own, which asks what of its edits is on the relay's disk. */
export class HallClient {
  readonly doc = new Y.Doc()
  readonly list = this.doc.getArray<string>("list")
  readonly link: WeakLink
  readonly provider: WebsocketProvider
  /** Each author's clock up to which the relay has said that everything is on its disk. */
  readonly durable = new Map<number, number>()
  /** What this client took out of the list, and how many questions it had asked before. */
  readonly removed: { id: string; asked: number }[] = []
  /** Whether the network withholds an update now and then. */
  isLossy = false
  /** How many it has withheld, in both directions. */
  withheld = 0
  /** Whether something is missing on either side: only who comes anew is asked what that is. */
  #hasGap = false
  readonly #updates = { there: 0, back: 0 }
  readonly #registers = new Registers(this.doc)
  readonly #onWord: () => void
  #made = 0
  #asked = 0
  #answered = 0

  constructor(number: number, link: WeakLink, onWord: () => void) {
    this.link = link
    this.#onWord = onWord
    // By chance Yjs would settle conflicts in another order at every replay of a seed.
    this.doc.clientID = number + 1
    this.provider = new WebsocketProvider(`ws://127.0.0.1:${link.port}/sync`, ROOM, this.doc, {
      params: { token: `w${number}` },
      // Else the clients of one process would find each other without the relay.
      disableBc: true,
      maxBackoffTime: 60,
    })
    this.provider.on("status", ({ status }) => {
      if (status !== "connected" || !this.provider.ws) return
      this.#withhold(this.provider.ws)
      this.provider.ws.send(Uint8Array.of(DURABLE))
    })
    this.provider.on("sync", () => this.ask())
    this.provider.messageHandlers[DURABLE] = (_answer, message) => this.#hear(message)
  }

  get author(): number {
    return this.doc.clientID
  }

  get clock(): number {
    return Y.getState(this.doc.store, this.author)
  }

  /** What it took out of the list where the relay has said that this is on the disk as well. */
  get removedForGood(): string[] {
    return this.removed.filter(({ asked }) => asked < this.#answered).map(({ id }) => id)
  }

  /** Puts something that nobody else ever puts there into the list. */
  insert(random: Random): string {
    const id = `${this.author}.${++this.#made}`
    this.list.insert(uniform(random, this.list.length + 1), [id])
    return id
  }

  /** Takes something out of the list, its own or another's. */
  remove(random: Random): void {
    // Drawn in any case, so that a replay goes the same way where the list fills more slowly.
    const index = uniform(random, Math.max(1, this.list.length))
    if (index >= this.list.length) return
    const id = this.list.get(index)
    this.list.delete(index)
    this.removed.push({ id, asked: this.#asked })
  }

  /** Some other edit, which leaves nothing behind that could be counted. */
  scribble(random: Random): void {
    const key = `key ${uniform(random, 12)}`
    const value = `${this.author}.${++this.#made}`
    const text = this.doc.getText("text")
    const map = this.doc.getMap<unknown>("map")
    switch (uniform(random, 7)) {
      case 0:
        return this.#registers.set(key, uniform(random, 2) === 0 ? null : value)
      case 1:
        return this.#registers.setAll([
          [key, value],
          [`${key}, more`, { value }],
        ])
      case 2:
        return text.insert(uniform(random, text.length + 1), `<${value}>`)
      case 3: {
        const start = uniform(random, text.length + 1)
        return text.delete(start, Math.min(text.length - start, uniform(random, 9)))
      }
      case 4:
        return map.delete(key)
      case 5:
        // What is long keeps the log busy, and has the room written anew time and again.
        return void map.set("long", value.padEnd(LONG_CHARACTERS, "."))
      default:
        return void map.set(key, uniform(random, 2) === 0 ? value : new Y.Map([["in", value]]))
    }
  }

  /** Resolves when everything that it has written is on the relay's disk, deletions included. */
  async safe(): Promise<void> {
    const asked = this.#asked
    if (this.#hasGap) this.provider.ws?.close()
    this.ask()
    // Where there is no contact or it breaks meanwhile, it asks when it is back.
    const what = `the relay has all of author ${this.author} on its disk`
    await until(what, () => this.#answered > asked, BACK_WITHIN_MS)
  }

  /** With a number, since without one the answer looks like any other word of the relay. */
  ask(): void {
    // Before that, what it wrote while it was away may come after the question.
    if (!this.provider.synced) return
    this.#asked += 1
    this.provider.ws?.send(Uint8Array.from(writeTellMe(this.#asked)))
  }

  /** From now on every so many-th update is lost on its way there, and likewise on its way back. */
  #withhold(socket: WebSocket): void {
    this.#hasGap = false
    const [send, hear] = [socket.send.bind(socket), socket.onmessage]
    const isLost = (way: "there" | "back", frame: Uint8Array): boolean => {
      if (!this.isLossy || !isUpdate(frame) || ++this.#updates[way] % WITHHOLD_EVERY > 0)
        return false
      this.withheld += 1
      this.#hasGap = true
      return true
    }
    socket.send = (frame: Uint8Array<ArrayBuffer>) => {
      if (!isLost("there", frame)) send(frame)
    }
    // In the place of the provider's own, which would hear it all.
    // oxlint-disable-next-line unicorn/prefer-add-event-listener
    socket.onmessage = (event: MessageEvent<ArrayBuffer>) => {
      if (!isLost("back", new Uint8Array(event.data))) hear?.call(socket, event)
    }
  }

  #hear(message: decoding.Decoder): void {
    const vector = Y.decodeStateVector(decoding.readVarUint8Array(message))
    for (const [author, clock] of vector)
      this.durable.set(author, Math.max(clock, this.durable.get(author) ?? 0))
    if (decoding.hasContent(message)) this.#answered = decoding.readVarUint(message)
    this.#onWord()
  }
}
