import { EventEmitter, once } from "node:events"
import process from "node:process"
import { setImmediate as nextTurn } from "node:timers/promises"
import { suite } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import * as Y from "yjs"
import { Child } from "../../bench/relay/child.ts"
import { seededRandom, shuffle, uniform } from "../../domain/random.ts"
import { temporaryFolder } from "../support/folder.ts"
import { HallClient } from "../support/hall-client.ts"
import { RawClient } from "../support/relay.ts"
import { until, within } from "../support/until.ts"
import { WeakLink } from "../support/weak-link.ts"

/** Decides what is done, in which order; what the network and the processes make of it, it cannot. */
const SEED = process.env["FELT_SEED"] ?? "20261125"
const CLIENTS = 10
const KILLS = 5
const STEPS_BETWEEN_KILLS = 120
const ROUNDS_IN_PEACE = 20
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

/** One run: the relay in a process of its own, ten clients, and what has happened so far. */
class Fuzz {
  readonly random = seededRandom(`convergence-${SEED}`)
  /**
   * `safe`: of the edits until the last kill, those that the relay had called safe by then, and
   * likewise removals; `unsafe`: those that a kill found on their way or waiting for a link.
   */
  readonly counts = {
    edits: 0,
    cuts: 0,
    slowed: 0,
    withheld: 0,
    kills: 0,
    safe: 0,
    safeRemovals: 0,
    unsafe: 0,
  }
  readonly clients: HallClient[] = []
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
      fuzz.clients.push(new HallClient(number, link, () => fuzz.#words.emit("word")))
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

  /** From now on the network loses updates, or loses none any more. */
  withhold(isLossy: boolean): void {
    for (const client of this.clients) client.isLossy = isLossy
    this.counts.withheld = this.clients.reduce((sum, { withheld }) => sum + withheld, 0)
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
  async #writeWhileLogHangs(one: HallClient, other: HallClient): Promise<void> {
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

  #somebody(): HallClient {
    const client = this.clients[uniform(this.random, CLIENTS)]
    if (!client) throw new Error("There is nobody.")
    return client
  }

  #edit(client: HallClient, times: number, kinds = KINDS): void {
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

test("random edits by ten clients with partitions, restarts (SIGKILL), slow links and every 50th update withheld: all equal in the end, nothing acknowledged lost", async () => {
  fuzz = await Fuzz.start()
  const { counts } = fuzz
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      fuzz.withhold(true)
      for (let step = 0; step < STEPS_BETWEEN_KILLS; step++) await fuzz.step()
      fuzz.withhold(false)
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
  assert.ok(counts.withheld >= 8, "updates were lost on their way")
  assert.ok(counts.kills >= 3 && counts.cuts >= 20 && counts.slowed >= 5, "the network was bad")
  assert.ok(counts.safe >= 500 && counts.safeRemovals >= 30, "much was acknowledged before kills")
  assert.ok(counts.unsafe >= 40, "much was not")
})

test.run()
