import { EventEmitter, once } from "node:events"
import process from "node:process"
import { setImmediate as nextTurn } from "node:timers/promises"
import * as decoding from "lib0/decoding"
import { suite } from "uvu"
import * as assert from "uvu/assert"
import { WebsocketProvider } from "y-websocket"
import * as Y from "yjs"
import { Server } from "../../bench/relay/server.ts"
import { type Random, seededRandom, shuffle, uniform } from "../../domain/random.ts"
import { DURABLE } from "../../schemas/documents/frames.ts"
import { Registers } from "../../schemas/documents/registers.ts"
import { writeTellMe } from "../../sync-server/protocol.ts"
import { RawClient, ROOM } from "../support/relay.ts"
import { until, within } from "../support/until.ts"
import { WeakLink } from "../support/weak-link.ts"

/** Decides what is done, in which order; what the network and the processes make of it, it cannot. */
const SEED = process.env["FELT_SEED"] ?? "20261125"
const CLIENTS = 10
const KILLS = 6
const STEPS_BETWEEN_KILLS = 120
const BACK_WITHIN_MS = 20_000

/** Who made it, and that author's clock after it. */
type Edit = { author: number; clock: number }

/** A stock client behind a link of its own, which asks what of its edits is on the relay's disk. */
class Client {
  readonly doc = new Y.Doc()
  readonly link: WeakLink
  readonly provider: WebsocketProvider
  /** Each author's clock up to which the relay has said that everything is on its disk. */
  readonly durable = new Map<number, number>()
  /** What this client took out of the list, and how many questions it had asked before. */
  readonly removed: { id: string; asked: number }[] = []
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
      if (status === "connected") this.provider.ws?.send(Uint8Array.of(DURABLE))
    })
    // In sync it has also given everything that it wrote while it was away.
    this.provider.on("sync", (isSynced) => {
      if (isSynced) this.#ask()
    })
    this.provider.messageHandlers[DURABLE] = (_answer, message) => this.#hear(message)
  }

  get author(): number {
    return this.doc.clientID
  }

  get list(): Y.Array<string> {
    return this.doc.getArray("list")
  }

  get clock(): number {
    return Y.getState(this.doc.store, this.author)
  }

  get isWhole(): boolean {
    return this.doc.store.pendingStructs === null && this.doc.store.pendingDs === null
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
        return this.#registers.set(key, null)
      case 1:
        return this.#registers.setAll([
          [key, value],
          [`${key}, more`, { value }],
        ])
      case 2:
        return this.#registers.set(key, value)
      case 3:
        return text.insert(uniform(random, text.length + 1), `<${value}>`)
      case 4: {
        const start = uniform(random, text.length + 1)
        return text.delete(start, Math.min(text.length - start, uniform(random, 9)))
      }
      case 5:
        return map.delete(key)
      default:
        return void map.set(key, uniform(random, 2) === 0 ? value : new Y.Map([["in", value]]))
    }
  }

  /** Resolves when everything that it has written is on the relay's disk, deletions included. */
  async safe(): Promise<void> {
    const asked = this.#asked
    if (this.provider.synced) this.#ask()
    // Where the contact breaks meanwhile, it asks again when it is back.
    await until(
      `the relay has all of author ${this.author} on its disk`,
      () => this.#answered > asked,
      BACK_WITHIN_MS,
    )
  }

  destroy(): void {
    this.provider.destroy()
    this.doc.destroy()
  }

  /** With a number, since without one the answer looks like any other word of the relay. */
  #ask(): void {
    this.#asked += 1
    this.provider.ws?.send(Uint8Array.from(writeTellMe(this.#asked)))
  }

  #hear(message: decoding.Decoder): void {
    const vector = Y.decodeStateVector(decoding.readVarUint8Array(message))
    for (const [author, clock] of vector)
      this.durable.set(author, Math.max(clock, this.durable.get(author) ?? 0))
    if (decoding.hasContent(message)) this.#answered = decoding.readVarUint(message)
    this.#onWord()
  }
}

/** One run: the relay in a process of its own, ten clients, and what has happened so far. */
class Fuzz {
  readonly random = seededRandom(`convergence-${SEED}`)
  readonly counts = {
    edits: 0,
    cuts: 0,
    slowed: 0,
    kills: 0,
    /** Of the edits until the last kill, those that the relay had called safe by then. */
    safe: 0,
    /** And of the removals from the list. */
    safeRemovals: 0,
    /** Edits that a kill found on their way or waiting for a link. */
    unsafe: 0,
  }
  readonly clients: Client[] = []
  /** Emits "word" whenever the relay has told somebody what is on its disk. */
  readonly #words = new EventEmitter()
  /** Everything that was ever put into the list. */
  readonly #inserted = new Map<string, Edit>()
  /** Those that have a clock, which removals have not. */
  readonly #edits: Edit[] = []
  #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(): Promise<Fuzz> {
    const fuzz = new Fuzz(await Server.start("felt"))
    for (let number = 0; number < CLIENTS; number++) {
      const link = await WeakLink.open(fuzz.#server.port)
      fuzz.clients.push(new Client(number, link, () => fuzz.#words.emit("word")))
    }
    await until("all are in sync", () => fuzz.clients.every(({ provider }) => provider.synced))
    return fuzz
  }

  async stop(): Promise<void> {
    for (const client of this.clients) client.destroy()
    await Promise.all(this.clients.map(({ link }) => link.close()))
    await this.#server.kill()
  }

  /** What the list must hold in the end. */
  get expected(): string[] {
    const removed = this.#removed
    return [...this.#inserted.keys()].filter((id) => !removed.has(id))
  }

  /** One thing that happens in the hall. */
  async step(): Promise<void> {
    const client = this.#pick(this.clients)
    const chance = uniform(this.random, 100)
    if (chance < 68) this.#edit(client, 1 + uniform(this.random, 4))
    else if (chance < 76) this.#cutSome()
    else if (chance < 86) this.#restoreSome()
    else if (chance < 92) this.#slow(client.link)
    else {
      // Waiting for somebody now and then keeps the steps from being faster than the network.
      client.link.restore()
      await client.safe()
    }
    await nextTurn()
  }

  /**
   * Kills the relay and its log while all are writing, some words of the relay later, and starts them
   * on the same folder. Before any client is back, a reader looks whether all is there that was
   * acknowledged.
   */
  async killWhileWriting(): Promise<void> {
    const anybody = this.#pick(this.clients)
    anybody.link.restore()
    await anybody.safe()
    this.#editByAll()
    for (let words = uniform(this.random, 4); words > 0; words--) {
      await within("the relay says what is on its disk", once(this.#words, "word"))
      // With the last word the power goes.
      if (words > 1) this.#editByAll()
    }
    await this.restart(() => this.#edit(this.#pick(this.clients), 1))
    const safe = this.#edits.filter(this.#isSafe()).length
    this.counts.safe = safe
    this.counts.unsafe += this.#edits.length - safe
    this.counts.safeRemovals = this.#removedForGood.length
  }

  /** @param meanwhile what the clients do while they have no contact */
  async restart(meanwhile: () => void): Promise<void> {
    const killed = this.#server.kill()
    const open = this.clients.map(({ link }) => link).filter(({ isCut }) => !isCut)
    for (const { link } of this.clients) link.cut()
    await killed
    this.counts.kills += 1
    for (let edits = uniform(this.random, 20); edits > 0; edits--) meanwhile()
    this.#server = await Server.start("felt", this.#server.data)
    this.#assertKept(await this.read())
    for (const { link } of this.clients) link.pointTo(this.#server.port)
    for (const link of open) if (uniform(this.random, 4) > 0) link.restore()
  }

  /** The document as the relay gives it to somebody who comes for the first time. */
  async read(): Promise<Y.Doc> {
    const reader = await RawClient.connect(this.#server.port, { token: "reader" })
    const doc = await reader.ask()
    reader.stop()
    return doc
  }

  /** All links are good again; resolves when everybody's edits are on the disk. */
  async restoreAll(): Promise<void> {
    for (const { link } of this.clients) {
      link.slow(0)
      link.restore()
    }
    await Promise.all(this.clients.map((client) => client.safe()))
  }

  #pick<Item>(items: readonly Item[]): Item {
    const item = items[uniform(this.random, items.length)]
    if (item === undefined) throw new Error("There is nothing to pick from.")
    return item
  }

  #edit(client: Client, times: number): void {
    for (let time = 0; time < times; time++) {
      const before = client.clock
      const kind = uniform(this.random, 8)
      const inserted = kind < 3 ? client.insert(this.random) : null
      if (kind === 3) client.remove(this.random)
      else if (kind > 3) client.scribble(this.random)
      const { author, clock } = client
      if (inserted !== null) this.#inserted.set(inserted, { author, clock })
      if (clock > before) this.#edits.push({ author, clock })
      this.counts.edits += 1
    }
  }

  #editByAll(): void {
    for (const client of this.clients) this.#edit(client, 1 + uniform(this.random, 3))
  }

  #cutSome(): void {
    const open = this.clients.filter(({ link }) => !link.isCut)
    for (const { link } of shuffle(open, this.random).slice(0, 1 + uniform(this.random, 3))) {
      link.cut()
      this.counts.cuts += 1
    }
  }

  #restoreSome(): void {
    const cut = this.clients.filter(({ link }) => link.isCut)
    for (const { link } of shuffle(cut, this.random).slice(0, 1 + uniform(this.random, 3)))
      link.restore()
  }

  #slow(link: WeakLink): void {
    if (link.isSlow) return link.slow(0)
    link.slow(5 + uniform(this.random, 60))
    this.counts.slowed += 1
  }

  get #removed(): Set<string> {
    return new Set(this.clients.flatMap(({ removed }) => removed.map(({ id }) => id)))
  }

  get #removedForGood(): string[] {
    return this.clients.flatMap(({ removedForGood }) => removedForGood)
  }

  /** What the relay has said of each author, to whomever. */
  get #durable(): Map<number, number> {
    const latest = new Map<number, number>()
    for (const { durable } of this.clients)
      for (const [author, clock] of durable)
        latest.set(author, Math.max(clock, latest.get(author) ?? 0))
    return latest
  }

  #isSafe(): (edit: Edit) => boolean {
    const durable = this.#durable
    return ({ author, clock }) => clock <= (durable.get(author) ?? 0)
  }

  #assertKept(doc: Y.Doc): void {
    const where = `kill ${this.counts.kills} of seed ${SEED}`
    for (const [author, clock] of this.#durable) {
      const kept = Y.getState(doc.store, author)
      assert.ok(kept >= clock, `${where}: of author ${author} ${clock} was safe, ${kept} is kept`)
    }
    const list = new Set(doc.getArray<string>("list"))
    const [removed, isSafe] = [this.#removed, this.#isSafe()]
    const lost = [...this.#inserted].filter(
      ([id, edit]) => isSafe(edit) && !removed.has(id) && !list.has(id),
    )
    assert.equal(lost, [], `${where}: what was safe is there`)
    const returned = this.#removedForGood.filter((id) => list.has(id))
    assert.equal(returned, [], `${where}: what was safely removed is gone`)
  }
}

/** All that a document holds, as one can read it. */
const contentOf = (doc: Y.Doc) => ({
  list: doc.getArray("list").toJSON(),
  registers: doc.getArray("registers").toJSON(),
  values: [...new Registers(doc).all()],
  text: doc.getText("text").toDelta(),
  map: doc.getMap("map").toJSON(),
})

/** Everything that was ever written and removed, too. */
const isSame = (one: Y.Doc, other: Y.Doc): boolean =>
  Y.equalSnapshots(Y.snapshot(one), Y.snapshot(other))

/** Everybody has what a new reader is given, which is everything that anybody wrote, once. */
async function assertOne(fuzz: Fuzz): Promise<void> {
  const server = await fuzz.read()
  assert.is(server.store.pendingStructs, null)
  assert.is(server.store.pendingDs, null)
  await until("all have all", () => fuzz.clients.every(({ doc }) => isSame(doc, server)))
  for (const client of fuzz.clients) {
    assert.ok(client.isWhole, `author ${client.author} waits for nothing`)
    assert.equal(contentOf(client.doc), contentOf(server), `author ${client.author}`)
  }
  assert.equal(server.getArray<string>("list").toArray().toSorted(), fuzz.expected.toSorted())
}

// Each stock client listens for the end of the process.
process.setMaxListeners(2 * CLIENTS)
const test = suite("Convergence")
let fuzz: Fuzz | undefined
test.after(() => fuzz?.stop())

test("random edits by ten clients with partitions, restarts (SIGKILL) and slow links: all equal in the end, nothing acknowledged lost", async () => {
  fuzz = await Fuzz.start()
  const { counts } = fuzz
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      for (let step = 0; step < STEPS_BETWEEN_KILLS; step++) await fuzz.step()
      await fuzz.killWhileWriting()
    }
    await fuzz.restoreAll()
    await assertOne(fuzz)
    // And what is on the disk is all of it.
    await fuzz.restart(() => {})
    await fuzz.restoreAll()
    await assertOne(fuzz)
  } finally {
    console.log(`FELT_SEED=${SEED} ${JSON.stringify(counts)}`)
  }
  // Else the hall was too quiet to prove anything.
  assert.ok(counts.kills >= 3 && counts.cuts >= 20 && counts.slowed >= 5, JSON.stringify(counts))
  assert.ok(counts.safe >= 500 && counts.safeRemovals >= 30, JSON.stringify(counts))
  assert.ok(counts.unsafe >= 100, JSON.stringify(counts))
})

test.run()
