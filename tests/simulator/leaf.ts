import * as v from "valibot"
import { Refused } from "../../app/data/errors.ts"
import { decide } from "../../domain/decide.ts"
import { mayAsk } from "../../domain/ledger-rights.ts"
import { GuardedEventLog } from "../../ledger/event-log-guarded.ts"
import { LogRefused, LogUnavailable } from "../../ledger/event-log.ts"
import { Ledger, LedgerBehind } from "../../ledger/ledger.ts"
import { assertNotBehind, LedgerInDoubt } from "../../ledger/recover.ts"
import { restoreLedger } from "../../ledger/restore.ts"
import { authorizer } from "../../leaf/access.ts"
import { LedgerUplink } from "../../leaf/uplink/ledger-uplink.ts"
import { type Role, IntentsRequest, type IntentAnswer } from "../../schemas/wire.ts"
import { millis, sequence } from "../../schemas/units.ts"
import { WIRE_VERSION } from "../../schemas/version.ts"
import type { Grant } from "../../sync-server/access.ts"
import { Peer } from "../../sync-server/peer.ts"
import { Room } from "../../sync-server/room.ts"
import type { SimulatedCore } from "./core.ts"
import { SimulatedDisk } from "./disk.ts"
import { LogServer, SimulatedDocumentStore, SimulatedEventLog } from "./log-server.ts"
import { ARRIVED_WITHIN_MS, Link } from "./network.ts"
import { VENUE } from "./people.ts"
import { sessionOf } from "./people.ts"
import { MemoryProjection } from "./projection.ts"
import { peerSocketOf, type PageSocket } from "./sockets.ts"
import { Process, type World } from "./world.ts"

export const WITNESS = "/second-disk/witness.jsonl"

/** Edges that are broken on purpose, to see that it is found out. */
export type Sabotage = {
  /** The log's server, or the witness's disk, says of these that they are synced when they are not. */
  lies?: readonly ("lines" | "documents" | "witness")[]
  /** The door answers an intent before the ledger has. */
  answersEarly?: boolean
  /** Whoever has a phone may write everybody's registration. */
  phonesMayWriteAll?: boolean
  /** The relay looks into nothing that staff write. */
  staffMayWriteAnything?: boolean
}

/** What is told of the Leaf to whoever audits it. */
export type LeafListener = {
  answered(answers: readonly IntentAnswer[]): void
  ready(leaf: SimulatedLeaf): void
  loaded(room: Room): void
}

/** One start of the Leaf's program, when it is ready. */
type Running = { ledger: Ledger<MemoryProjection>; uplink: LedgerUplink }

/**
 * The Leaf: the real ledger, relay rooms and uplink on a disk, a log and a network of this world. A
 * kill takes the program; a power cut takes what is not synced as well. It comes back by itself.
 */
export class SimulatedLeaf {
  readonly disk: SimulatedDisk
  readonly logServer: LogServer
  readonly projection = new MemoryProjection()
  readonly linkToCore: Link
  readonly rooms = new Map<string, Room>()
  readonly alarms: string[] = []
  /** Why it does not start: a person has to look. */
  doubt: string | null = null
  /** A new box: it asks Core for everything before it starts. */
  isNew = false
  process: Process | null = null
  /** Nothing starts here by itself: the box is not in its place. */
  #isAway = false
  running: Running | null = null
  /** This box's clock is off by so much. */
  clockOffMs = 0
  readonly #world: World
  readonly #core: SimulatedCore
  readonly #sabotage: Sabotage
  readonly #listener: LeafListener

  constructor(world: World, core: SimulatedCore, listener: LeafListener, sabotage: Sabotage) {
    this.#world = world
    this.#core = core
    this.#listener = listener
    this.#sabotage = sabotage
    this.disk = new SimulatedDisk(world)
    this.logServer = new LogServer(world)
    this.linkToCore = new Link(world, "leaf-core")
    const lies = new Set(sabotage.lies)
    this.disk.isLying = lies.has("witness")
    this.logServer.lies = { lines: lies.has("lines"), rooms: lies.has("documents") }
  }

  now(): number {
    return this.#world.now() + this.clockOffMs
  }

  start(): void {
    const leaf = new Process("leaf")
    this.process = leaf
    this.#world.schedule(0, "the leaf starts", () => void this.#open(leaf), leaf)
  }

  /** The program is gone; the log's server goes on. */
  kill(why: string): void {
    this.#world.note(`the leaf is killed: ${why}`)
    this.#end()
    this.projection.lines = []
    this.#startAgain()
  }

  /** Everything that runs here is gone, and so is what was not synced. */
  cutPower(): void {
    this.#world.note("the power goes")
    this.#end()
    this.disk.cutPower()
    this.logServer.cutPower()
    this.projection.lines = []
    this.#startAgain()
  }

  /** Ends in order and starts again; resolves when it has ended. */
  async stop(): Promise<void> {
    const { running, process } = this
    if (!running || !process?.isAlive) return
    await Promise.all([...this.rooms.values()].map((room) => room.close()))
    await running.uplink.close()
    await running.ledger.close()
    this.#world.note("the leaf has stopped in order")
    this.#end()
  }

  /** The box is gone. Later another one is in its place: empty, and with Core's address. */
  replace(): void {
    this.#world.note("the leaf is lost")
    this.#takeAway()
    this.disk.wipe()
    this.logServer.wipe()
    this.doubt = null
    this.isNew = true
    this.#setUp("a new leaf is put in its place")
  }

  /** All that is kept here, as it is now. Returns the way to put it back. */
  copyOfAll(): () => void {
    const parts = [this.disk.copyOfAll(), this.logServer.copyOfAll()]
    return () => {
      this.#takeAway()
      for (const putBack of parts) putBack()
      this.#setUp("the leaf is put back from an older copy")
    }
  }

  /** A person has read the alarm and brings the lines back: felt restore --from-core. */
  bringBack(): void {
    this.#world.note("the lines are to be brought back from Core")
    this.#end()
    this.projection.lines = []
    this.isNew = true
    this.start()
  }

  /** Answers a request for intents, as the Leaf's door does. @throws Refused */
  async record(text: string, role: Role): Promise<IntentAnswer[]> {
    const ledger = this.running?.ledger
    if (!ledger) throw new Refused(503, "The Leaf is starting.")
    const body = v.safeParse(IntentsRequest, JSON.parse(text))
    if (!body.success) throw new Refused(422, "This is no request.")
    const { intents } = body.output
    for (const intent of intents)
      if (!mayAsk(role, intent)) throw new Refused(403, `"${intent.kind}" is for a director.`)
    if (this.#sabotage.answersEarly) {
      let next: number = ledger.state.lastSequence
      const answers = intents.map((intent): IntentAnswer => {
        const known = ledger.state.answers.get(intent.id)
        const outcome = known?.outcome ?? decide(ledger.state, intent)
        const seq = known?.sequence ?? sequence((next += 1))
        return { id: intent.id, outcome: outcome.kind, seq }
      })
      void ledger.submit(intents).catch(() => {})
      this.#listener.answered(answers)
      return answers
    }
    try {
      const answers = await ledger.submit(intents)
      for (const { seq } of answers) this.#holdBoth(seq)
      this.#listener.answered(answers)
      return answers
    } catch (error) {
      if (error instanceof LedgerBehind) throw new Refused(409, error.message)
      const isLog = error instanceof LogRefused || error instanceof LogUnavailable
      throw new Refused(isLog ? 503 : 500, String(error))
    }
  }

  /** Sends every line after one, and all that follow, over a connection of their own. */
  stream(link: Link, reader: Process, after: number, onOpen: (close: () => void) => void) {
    const { process, running } = this
    if (!process || !running) return null
    const connection = link.connect(reader, process)
    let sent = after
    const encoder = new TextEncoder()
    const stop = running.ledger.subscribe((entry) => {
      if (entry.sequence !== sent + 1) return
      sent = entry.sequence
      connection.send(connection.server, encoder.encode(JSON.stringify(entry)))
    })
    connection.server.onClose = stop
    for (const entry of this.projection.lines.slice(after)) {
      sent = entry.sequence
      connection.send(connection.server, encoder.encode(JSON.stringify(entry)))
    }
    onOpen(() => connection.close(connection.client, 1_000))
    return connection
  }

  /** Lets a page into a room, as the relay does. */
  async admit(link: Link, page: PageSocket, client: Process, name: string, token: string) {
    const { process } = this
    const refuse = () =>
      void this.#world.schedule(link.delay(), `${name} is not open`, () => page.fail(1_006), client)
    const grant = this.running ? await this.#grant(name, token) : null
    const room = grant && (await this.room(name))
    if (!grant || !room || !process || link.isCut || !client.isAlive) return refuse()
    const connection = link.connect(client, process)
    const { socket, carrier } = peerSocketOf(connection)
    const peer = new Peer(socket, carrier, { grant, token, since: this.now() })
    connection.server.onMessage = (frame) => room.receive(peer, frame)
    socket.once("close", () => room.leave(peer))
    connection.deliver(connection.server, `${name} is open`, () => page.open(connection))
    room.join(peer)
  }

  /** Opens a room; `null` where it cannot be loaded now. */
  async room(name: string): Promise<Room | null> {
    const room = this.rooms.get(name) ?? this.#room(name)
    this.rooms.set(name, room)
    try {
      await room.load()
      return room
    } catch (error) {
      this.#world.note(`${name} cannot be loaded: ${String(error)}`)
      return null
    }
  }

  #room(name: string): Room {
    const room: Room = new Room({
      name,
      store: new SimulatedDocumentStore(this.logServer, this.#world),
      now: () => this.now(),
      graceMs: 3_000,
      spreadMs: () => 500,
      onError: (error, context) => this.#world.note(`${context}: ${String(error)}`),
      onRefused: ({ bearer, key }) =>
        this.#world.note(`${name}: refused to ${bearer}: ${key ?? "all of it"}`),
      onStored: () => {},
      onActs: undefined,
    })
    void room.load().then(
      () => this.#listener.loaded(room),
      () => {},
    )
    return room
  }

  /** What is answered lies on both disks; one that lies is to be found out by what it loses. */
  #holdBoth(line: number): void {
    const hash = this.projection.lines[line - 1]?.hash ?? "no line"
    if (this.#sabotage.lies || !this.running) return
    if (this.logServer.holds(line, hash) && this.disk.holds(WITNESS, hash)) return
    this.#world.fail(
      new Error(`Line ${line} is answered, and is not on the disks of log and witness.`),
    )
  }

  async #grant(name: string, token: string): Promise<Grant | null> {
    const session = sessionOf(token, this.#world.now())
    const find = () => Promise.resolve(session)
    const grant = await authorizer({ find }, VENUE)(name, token)
    const { phonesMayWriteAll, staffMayWriteAnything } = this.#sabotage
    if (phonesMayWriteAll && session?.kind === "phone" && name.startsWith("registration/"))
      return { bearer: `player ${session.playerId}`, access: "write", refuses: () => null }
    if (staffMayWriteAnything && grant?.access === "write") return { ...grant, refuses: null }
    return grant
  }

  #end(): void {
    this.process?.die()
    this.process = null
    this.running = null
    this.rooms.clear()
  }

  #takeAway(): void {
    this.#end()
    this.projection.lines = []
    this.#isAway = true
  }

  /** By hand, which takes longer than anything is on its way to Core. */
  #setUp(what: string): void {
    const bring = () => {
      this.#isAway = false
      this.start()
    }
    this.#world.schedule(ARRIVED_WITHIN_MS, what, bring, null)
  }

  #startAgain(): void {
    const world = this.#world
    // Another clock battery, another time: nothing may depend on it.
    if (world.once(3)) this.clockOffMs = world.pick(120_000) - 60_000
    const start = () => {
      if (!this.process && !this.#isAway && this.doubt === null) this.start()
    }
    world.schedule(200 + world.pick(4_000), "the leaf's box is up", start, null)
  }

  async #open(leaf: Process): Promise<void> {
    const world = this.#world
    const report = (alarm: string) => {
      world.note(alarm)
      this.alarms.push(alarm)
    }
    const log = new GuardedEventLog(new SimulatedEventLog(this.logServer, world, report))
    try {
      if (this.isNew) await this.#restore(log)
      const { sequence: projected } = await this.projection.head()
      await assertNotBehind(log, WITNESS, projected, this.disk)
      const ledger = await Ledger.open({
        log,
        witness: WITNESS,
        disk: this.disk,
        store: this.projection,
        now: () => millis(this.now()),
        onFatal: (error) => {
          const die = () => leaf === this.process && this.kill(String(error))
          world.schedule(1, "the leaf cannot go on", die, null)
        },
      })
      this.running = { ledger, uplink: this.#bring(ledger, log) }
      world.note(`the leaf is ready at line ${ledger.state.lastSequence}`)
      this.#listener.ready(this)
    } catch (error) {
      world.note(`the leaf does not start: ${String(error)}`)
      if (error instanceof LedgerInDoubt) this.doubt = error.message
      world.schedule(1, "the leaf ends", () => leaf === this.process && this.kill("start"), null)
    }
  }

  /** Everything that Core has of the ledger, as a new Leaf asks for it. */
  async #restore(log: GuardedEventLog): Promise<void> {
    for (;;)
      try {
        const hub = await this.#core.openHub(this.linkToCore)
        const { restored } = await restoreLedger(hub.log, log, WITNESS, () => {}, this.disk)
        await hub.close()
        this.#world.note(`brought ${restored} lines back from Core`)
        this.isNew = false
        return
      } catch (error) {
        if (error instanceof LedgerInDoubt) throw error
        await this.#world.pause(1_000, "asks Core again")
      }
  }

  #bring(ledger: Ledger<MemoryProjection>, log: GuardedEventLog): LedgerUplink {
    const world = this.#world
    return LedgerUplink.start({
      log,
      last: () => ledger.lastSafe,
      subscribe: (listener) => ledger.subscribe(listener),
      openHub: () => this.#core.openHub(this.linkToCore),
      now: () => this.now(),
      patienceMs: (failures) => Math.min(4_000, 250 * 2 ** failures),
      wait: (ms) => world.pause(ms, "timer"),
      onError: (error, context) => world.note(`${context}: ${String(error)}`),
    })
  }
}

export const requestOf = (intents: readonly unknown[]): string =>
  JSON.stringify({ version: WIRE_VERSION, intents })
