import { EventEmitter, once } from "node:events"
import process from "node:process"
import { setImmediate as nextTurn } from "node:timers/promises"
import * as decoding from "lib0/decoding"
import { suite } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { WebsocketProvider } from "y-websocket"
import * as Y from "yjs"
import { Child } from "../../bench/relay/child.ts"
import { type Random, seededRandom, shuffle, uniform } from "../../domain/random.ts"
import { DURABLE } from "../../schemas/documents/frames.ts"
import { Registers } from "../../schemas/documents/registers.ts"
import { writeTellMe } from "../../sync-server/protocol.ts"
import { temporaryFolder } from "../support/folder.ts"
import { RawClient, ROOM } from "../support/relay.ts"
import { until, within } from "../support/until.ts"
import { WeakLink } from "../support/weak-link.ts"

/** Decides what is done, in which order; what the network and the processes make of it, it cannot. */
const SEED = process.env["FELT_SEED"] ?? "20261125"
const CLIENTS = 10
const KILLS = 5
const STEPS_BETWEEN_KILLS = 120
const ROUNDS_IN_PEACE = 20
const BACK_WITHIN_MS = 20_000
const LONG_CHARACTERS = 20_000
/** The kinds of edit; the first few put something into the list, the next takes something out. */
const KINDS = 8
const INSERTIONS = 3

const SCRIPT = new URL("../../bench/relay/servers/felt.ts", import.meta.url)
const Said = v.object({ port: v.number(), store: v.number() })

/** Starts the relay and its log, each in a process of its own, on a free port. */
async function serve(data: string) {
  const child = await Child.start(SCRIPT, "0", data)
  const { port, store } = v.parse(Said, child.said)
  return { data, port, log: store, kill: () => child.kill(store) }
}
type Server = Awaited<ReturnType<typeof serve>>

/** Who made it, and that author's clock after it. */
type Edit = { author: number; clock: number }

/** A stock client behind a link of its own, which asks what of its edits is on the relay's disk. */
class Client {
  readonly doc = new Y.Doc()
  readonly list = this.doc.getArray<string>("list")
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
  /**
   * `safe`: of the edits until the last kill, those that the relay had called safe by then, and
   * likewise removals; `unsafe`: those that a kill found on their way or waiting for a link.
   */
  readonly counts = { edits: 0, cuts: 0, slowed: 0, kills: 0, safe: 0, safeRemovals: 0, unsafe: 0 }
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
    const fuzz = new Fuzz(await serve(temporaryFolder()))
    for (let number = 0; number < CLIENTS; number++) {
      const link = await WeakLink.open(fuzz.#server.port)
      fuzz.clients.push(new Client(number, link, () => fuzz.#words.emit("word")))
    }
    await until("all are in sync", () => fuzz.clients.every(({ provider }) => provider.synced))
    return fuzz
  }

  async stop(): Promise<void> {
    for (const { provider, doc } of this.clients) {
      provider.destroy()
      doc.destroy()
    }
    await Promise.all(this.clients.map(({ link }) => link.close()))
    await this.#server.kill()
  }

  /** What was put into the list, and nobody took out. */
  get left(): Map<string, Edit> {
    const removed = this.clients.flatMap((client) => client.removed.map(({ id }) => id))
    const left = new Map(this.#inserted)
    for (const id of removed) left.delete(id)
    return left
  }

  /** One thing that happens in the hall. */
  async step(): Promise<void> {
    const client = this.#somebody()
    const chance = uniform(this.random, 100)
    if (chance < 68) this.#edit(client, 1 + uniform(this.random, 4))
    else if (chance < 76) for (const link of this.#some("open")) this.#cut(link)
    else if (chance < 86) for (const link of this.#some("cut")) link.restore()
    else if (chance < 92) this.#slow(client.link)
    else {
      // Waiting for somebody now and then keeps the steps from being faster than the network.
      client.link.restore()
      await client.safe()
    }
    await nextTurn()
  }

  /** Ends the relay and its log in the midst of writing, and starts them on the same folder. */
  async killWhileWriting(): Promise<void> {
    const [one, other] = shuffle(this.clients, this.random)
    if (!one || !other) throw new Error("There are too few clients.")
    for (const client of [one, other]) client.link.restore()
    await Promise.all([one.safe(), other.safe()])
    // On its own: beside something new a removal could hardly be lost.
    one.remove(this.random)
    await one.safe()
    if (this.counts.kills % 2 === 0) await this.#writeWhileLogHangs(one, other)
    else await this.#writeForSomeWords()
    await this.restart(() => this.#edit(this.#somebody(), 1))
    this.counts.safe = this.#edits.filter(this.#isSafe()).length
    this.counts.unsafe += this.#edits.length - this.counts.safe
    this.counts.safeRemovals = this.#removedForGood.length
  }

  /**
   * Before any client is back, a reader looks whether all is there that was acknowledged.
   * @param meanwhile what the clients do while they have no contact
   */
  async restart(meanwhile: () => void): Promise<void> {
    const killed = this.#server.kill()
    const open = this.clients.map(({ link }) => link).filter(({ isCut }) => !isCut)
    for (const { link } of this.clients) link.cut()
    await killed
    this.counts.kills += 1
    for (let edits = uniform(this.random, 20); edits > 0; edits--) meanwhile()
    this.#server = await serve(this.#server.data)
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

  /** No edit of anybody meets a restart or a broken link. */
  async writeInPeace(): Promise<void> {
    for (let round = 0; round < ROUNDS_IN_PEACE; round++) {
      this.#editByAll()
      await nextTurn()
    }
    await this.restoreAll()
  }

  /** What is written now is relayed, and the relay must call none of it safe. */
  async #writeWhileLogHangs(one: Client, other: Client): Promise<void> {
    process.kill(this.#server.log, "SIGSTOP")
    this.#editByAll()
    // There and back: whatever the relay says of the first edit, it has said by then.
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      this.#edit(from, 1, INSERTIONS)
      from.ask()
      await until("an edit is relayed", () => Y.getState(to.doc.store, from.author) >= from.clock)
    }
  }

  /** The relay says a few times what is safe; with the last word the power goes. */
  async #writeForSomeWords(): Promise<void> {
    this.#editByAll()
    for (let words = uniform(this.random, 4); words > 0; words--) {
      await within("the relay says what is on its disk", once(this.#words, "word"))
      if (words > 1) this.#editByAll()
    }
  }

  #somebody(): Client {
    const client = this.clients[uniform(this.random, CLIENTS)]
    if (!client) throw new Error("There is nobody.")
    return client
  }

  #edit(client: Client, times: number, kinds = KINDS): void {
    for (let time = 0; time < times; time++) {
      const before = client.clock
      const kind = uniform(this.random, kinds)
      const inserted = kind < INSERTIONS ? client.insert(this.random) : null
      if (kind === INSERTIONS) client.remove(this.random)
      else if (kind > INSERTIONS) client.scribble(this.random)
      const { author, clock } = client
      if (inserted !== null) this.#inserted.set(inserted, { author, clock })
      if (clock > before) this.#edits.push({ author, clock })
      this.counts.edits += 1
    }
  }

  #editByAll(): void {
    for (const client of this.clients) this.#edit(client, 1 + uniform(this.random, 3))
  }

  /** One to three links, if there are so many. */
  #some(state: "open" | "cut"): WeakLink[] {
    const links = this.clients.map(({ link }) => link)
    const found = links.filter(({ isCut }) => isCut === (state === "cut"))
    return shuffle(found, this.random).slice(0, 1 + uniform(this.random, 3))
  }

  #cut(link: WeakLink): void {
    link.cut()
    this.counts.cuts += 1
  }

  #slow(link: WeakLink): void {
    if (link.isSlow) return link.slow(0)
    link.slow(5 + uniform(this.random, 60))
    this.counts.slowed += 1
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
    const isSafe = this.#isSafe()
    const lost = [...this.left].filter(([id, edit]) => isSafe(edit) && !list.has(id))
    assert.equal(lost, [], `${where}: what was safe is there`)
    const returned = this.#removedForGood.filter((id) => list.has(id))
    assert.equal(returned, [], `${where}: what was safely removed is gone`)
  }
}

/** All that a document holds, as one can read it. */
const contentOf = (doc: Y.Doc) => ({
  list: doc.getArray("list").toJSON(),
  registers: doc.getArray("registers").toJSON(),
  text: doc.getText("text").toDelta(),
  map: doc.getMap("map").toJSON(),
})

/** Whether both have the same of everything that was ever written and removed. */
const isSame = (one: Y.Doc, other: Y.Doc): boolean =>
  Y.equalSnapshots(Y.snapshot(one), Y.snapshot(other))

const isWaiting = ({ store }: Y.Doc): boolean =>
  store.pendingStructs !== null || store.pendingDs !== null

/** Everybody has what a new reader is given, which is everything that anybody wrote, once. */
async function assertOne(fuzz: Fuzz): Promise<void> {
  const server = await fuzz.read()
  assert.not.ok(isWaiting(server), "the relay waits for nothing")
  await until("all have all", () => fuzz.clients.every(({ doc }) => isSame(doc, server)))
  for (const client of fuzz.clients) {
    assert.not.ok(isWaiting(client.doc), `author ${client.author} waits for nothing`)
    assert.equal(contentOf(client.doc), contentOf(server), `author ${client.author}`)
  }
  const list = server.getArray<string>("list").toArray()
  assert.equal(list.toSorted(), [...fuzz.left.keys()].toSorted(), "each is there once")
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
    // What is on the disk is all of it.
    await fuzz.restart(() => {})
    await fuzz.restoreAll()
    await assertOne(fuzz)
    // And nobody had to come back for anything.
    await fuzz.writeInPeace()
    await assertOne(fuzz)
  } finally {
    console.log(`FELT_SEED=${SEED} ${JSON.stringify(counts)}`)
  }
  // Else the hall was too quiet to prove anything.
  assert.ok(counts.kills >= 3 && counts.cuts >= 20 && counts.slowed >= 5, "the network was bad")
  assert.ok(counts.safe >= 500 && counts.safeRemovals >= 30, "much was acknowledged before kills")
  assert.ok(counts.unsafe >= 40, "much was not")
})

test.run()
