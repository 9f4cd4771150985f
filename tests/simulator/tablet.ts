import * as v from "valibot"
import { backoffMs } from "../../app/data/backoff.ts"
import { Outbox } from "../../app/data/outbox.ts"
import type { Queued } from "../../app/data/outbox-queue.ts"
import { uuidv7 } from "../../domain/ids.ts"
import { apply, type LedgerState, newLedger } from "../../domain/ledger.ts"
import { Entry } from "../../schemas/entry.ts"
import type { Intent, IntentKind } from "../../schemas/intent.ts"
import { millis, sequence } from "../../schemas/units.ts"
import type { IntentAnswer, Role } from "../../schemas/wire.ts"
import { intent } from "../support/intents.ts"
import { requestOf, type SimulatedLeaf } from "./leaf.ts"
import { Link } from "./network.ts"
import { FLOOR_ROOM } from "./people.ts"
import { type KeptRoom, RoomClient } from "./room-client.ts"
import { Process, type World } from "./world.ts"

const SAVE_AFTER_MS = 300
const Line = v.pipe(v.string(), v.parseJson(), Entry)

/** What is told of a device to whoever audits it. */
export type DeviceListener = {
  made(intent: Intent): void
  /** It is on the device, and will be brought to the Leaf however often that fails. */
  kept(intent: Intent): void
  withdrawn(id: Intent["id"]): void
  heard(answers: readonly IntentAnswer[]): void
  durable(room: string, stateVector: ReadonlyMap<number, number>): void
}

/** A device that is broken on purpose, to see that it is found out. */
export type DeviceSabotage = {
  /** What the outbox keeps is not kept. */
  forgetsOutbox?: boolean
  /** Whatever is sent again is sent under another id. */
  renamesWhatItRepeats?: boolean
}

type Parts = {
  name: string
  role: Role
  world: World
  leaf: SimulatedLeaf
  listener: DeviceListener
  sabotage: DeviceSabotage
}

/**
 * A tablet: the real outbox, the ledger as it has read it, the floor's document, and a clock of its
 * own. A reload takes what was not written down; what was, comes back.
 */
export class Tablet {
  readonly name: string
  readonly link: Link
  state: LedgerState = newLedger()
  outbox: Outbox | null = null
  floor: RoomClient | null = null
  process: Process
  readonly #parts: Parts
  readonly #clients: RoomClient[] = []
  /** What the device's database has. */
  readonly #queue = new Map<string, Queued>()
  readonly #clock: { offMs: number; rate: number }
  readonly #sent = new Map<string, string>()
  #lines: Entry[] = []
  #room: KeptRoom | null = null
  #lamport = 0
  #attempt = 0
  /** Whether the page has read what the device kept. */
  #isOpened = false

  constructor(parts: Parts) {
    const { name, world } = parts
    this.name = name
    this.#parts = parts
    this.link = new Link(world, name)
    // Up to ten minutes off, and up to 200 millionths fast or slow.
    this.#clock = {
      offMs: world.pick(1_200_000) - 600_000,
      rate: 1 + (world.pick(401) - 200) / 1e6,
    }
    this.process = new Process(name)
  }

  now(): number {
    const { elapsedMs } = this.#parts.world
    const started = this.#parts.world.now() - elapsedMs
    return Math.round(started + this.#clock.offMs + elapsedMs * this.#clock.rate)
  }

  /** Opens the page: what is on the device first, then the Leaf. */
  start(): void {
    const { world } = this.#parts
    this.process = new Process(this.name)
    world.schedule(0, `${this.name} opens the page`, () => this.#open(), this.process)
  }

  /** The page is gone, with all that was not written down, and comes back. */
  reload(): void {
    const { world } = this.#parts
    world.note(`${this.name} is reloaded`)
    this.process.die()
    this.outbox = null
    this.floor = null
    world.schedule(200 + world.pick(5_000), "timer", () => this.start(), null)
  }

  /** A person has it read all lines anew. */
  startOver(): void {
    this.#lines = []
    if (this.process.isAlive) this.reload()
  }

  /** Whether the Leaf refuses what this device asks, for it knows of lines that the Leaf has not got. */
  get isAhead(): boolean {
    return this.outbox?.fault()?.includes("restored from an older copy") ?? false
  }

  /** Asks for something by what is known here. */
  async ask(kind: IntentKind, fields: Record<string, unknown>): Promise<void> {
    const { world, listener } = this.#parts
    const { outbox } = this
    if (!outbox) return
    this.#lamport += 1
    const bytes = Uint8Array.from({ length: 10 }, () => world.pick(256))
    const made = intent(kind, {
      id: uuidv7(millis(this.now()), bytes),
      deviceId: this.name,
      staffId: this.name,
      lamport: this.#lamport,
      observedSequence: this.state.lastSequence,
      at: this.now(),
      ...fields,
    })
    listener.made(made)
    if (await outbox.add(made)) listener.kept(made)
  }

  /** Takes back the latest of what waits. */
  async takeBack(): Promise<void> {
    const item = this.outbox?.items().findLast(({ answer }) => answer === null)
    if (!item || !this.outbox) return
    const { id } = item.intent
    const { wasSent } = item
    if ((await this.outbox.takeBack(id)) && !wasSent) this.#parts.listener.withdrawn(id)
  }

  /**
   * Whether everything is with the Leaf, and everything of the Leaf's here.
   * @param mayWait what a Leaf refuses that has lost lines waits for a person
   */
  isSettled(last: number, mayWait: boolean): boolean {
    const { outbox, floor } = this
    if (!outbox || !floor || !this.#isOpened) return false
    if (outbox.waiting() > 0 && !(mayWait && this.isAhead)) return false
    return this.state.lastSequence === last && floor.edits.ends.length === 0
  }

  destroy(): void {
    for (const client of this.#clients) client.destroy()
  }

  #open(): void {
    const { world, listener } = this.#parts
    this.state = newLedger()
    for (const line of this.#lines) apply(this.state, line)
    const outbox = new Outbox({
      store: this.#store(),
      send: (intents) => this.#send(intents),
      maySend: () => true,
      wait: (ms) => world.pause(ms, "timer"),
      chance: () => world.pick(1_000) / 1_000,
      onTakeBack: ({ tournamentId }, line) =>
        void this.ask("void", { tournamentId, sequence: line, reason: "mistake" }),
    })
    this.outbox = outbox
    this.#isOpened = false
    void outbox.open()
    this.#attempt = 0
    this.#follow()
    this.floor = this.#openFloor(listener)
  }

  #openFloor(listener: DeviceListener): RoomClient {
    const { world, leaf, role } = this.#parts
    const { process } = this
    const client = new RoomClient({
      room: FLOOR_ROOM,
      kept: this.#room,
      connect: (page) => {
        const knock = () => {
          if (this.link.isCut || !leaf.process) return page.fail(1_006)
          const admit = () =>
            void leaf.admit(this.link, page, process, FLOOR_ROOM, `staff ${this.name} ${role}`)
          world.schedule(this.link.delay(), `${this.name} comes in`, admit, leaf.process)
        }
        world.schedule(this.link.delay(), "timer", knock, process)
        // A socket that nobody answers is given up.
        const giveUp = () => page.readyState === 0 && page.fail(1_006)
        world.schedule(8_000, "timer", giveUp, process)
      },
      onDurable: (room, vector) => listener.durable(room, vector),
      onDenied: () => world.fail(new Error(`${this.name} was sent away from the floor for good.`)),
    })
    this.#clients.push(client)
    let stop: (() => void) | null = null
    client.doc.on("update", () => {
      stop?.()
      stop = world.schedule(SAVE_AFTER_MS, "timer", () => (this.#room = client.kept()), process)
    })
    return client
  }

  #store() {
    const { world, sabotage } = this.#parts
    // What is asked of the browser's database later is done later.
    let doneAt = 0
    const write = () => {
      doneAt = Math.max(doneAt + 1, world.elapsedMs + 1 + world.pick(5))
      return world.pause(doneAt - world.elapsedMs, "disk")
    }
    return {
      all: async () => {
        await write()
        this.#isOpened = true
        return [...this.#queue.values()].map((item) => structuredClone(item))
      },
      put: async (items: readonly Queued[]) => {
        const copies = structuredClone(items)
        await write()
        if (sabotage.forgetsOutbox) return
        for (const item of copies) this.#queue.set(item.intent.id, item)
      },
      remove: async (ids: readonly string[]) => {
        await write()
        for (const id of ids) this.#queue.delete(id)
      },
    }
  }

  async #send(intents: readonly Intent[]): Promise<IntentAnswer[]> {
    const { leaf, role, listener } = this.#parts
    const ids = new Map<string, string>()
    const text = requestOf(intents.map((each) => ({ ...each, id: this.#nameOf(each.id, ids) })))
    const answers = await this.link.ask(
      `${this.name}: ${intents.map(({ kind }) => kind).join(", ")}`,
      () => leaf.process,
      () => leaf.record(text, role),
    )
    listener.heard(answers)
    return answers.map((answer) => ({ ...answer, id: intentIdOf(intents, ids, answer) }))
  }

  /** Under which id an intent goes out: its own, unless this device is broken. */
  #nameOf(id: Intent["id"], ids: Map<string, string>): string {
    const { sabotage, world } = this.#parts
    const isRepeated = this.#sent.has(id)
    this.#sent.set(id, id)
    const sent =
      sabotage.renamesWhatItRepeats && isRepeated
        ? uuidv7(
            millis(this.now()),
            Uint8Array.from({ length: 10 }, () => world.pick(256)),
          )
        : id
    ids.set(sent, id)
    return sent
  }

  /** Follows the Leaf's lines, and comes back whenever that breaks. */
  #follow(): void {
    const { world, leaf } = this.#parts
    const again = () => {
      this.#attempt += 1
      const wait = backoffMs(this.#attempt, world.pick(1_000) / 1_000)
      world.schedule(wait, "timer", () => this.#follow(), this.process)
    }
    const connection =
      this.link.isCut || !leaf.process
        ? null
        : world.within(leaf.process, () =>
            leaf.stream(this.link, this.process, this.state.lastSequence, () => {}),
          )
    if (!connection) return again()
    connection.client.onClose = again
    connection.client.onMessage = (bytes) => {
      this.#attempt = 0
      this.#take(v.parse(Line, new TextDecoder().decode(bytes)))
    }
  }

  #take(entry: Entry): void {
    if (entry.sequence <= this.state.lastSequence) return
    try {
      apply(this.state, entry)
      this.#lines.push(entry)
    } catch (error) {
      // As the app does: what is here is not that ledger, and is read anew.
      this.#parts.world.note(`${this.name} reads all lines anew: ${String(error)}`)
      return this.startOver()
    }
    void this.outbox?.forgetUpTo(sequence(this.state.lastSequence))
  }
}

function intentIdOf(
  intents: readonly Intent[],
  ids: ReadonlyMap<string, string>,
  { id }: IntentAnswer,
): Intent["id"] {
  const own = intents.find((each) => each.id === ids.get(id))
  if (!own) throw new Error(`Nobody asked for ${id}.`)
  return own.id
}
