import * as Y from "yjs"
import type { SimulatedLeaf } from "./leaf.ts"
import { Link } from "./network.ts"
import { FLOOR_ROOM, nameOf, playerOf, PLAYERS, roomOf } from "./people.ts"
import { RoomClient } from "./room-client.ts"
import type { DeviceListener } from "./tablet.ts"
import { Process, type World } from "./world.ts"

type Parts = { world: World; leaf: SimulatedLeaf; listener: DeviceListener }

/** A player's phone, which writes the player's own wishes; now and then it tries what it may not. */
export class Phone {
  readonly player: number
  readonly link: Link
  readonly process: Process
  /** The own registration. */
  own: RoomClient | null = null
  /** What it said last of each field. */
  readonly said = new Map<string, unknown>()
  readonly #parts: Parts
  readonly #clients: RoomClient[] = []
  #wasDenied = 0

  constructor(player: number, parts: Parts) {
    this.player = player
    this.#parts = parts
    this.link = new Link(parts.world, `phone-${player}`)
    this.process = new Process(`phone-${player}`)
  }

  /** How often it was sent away from where it may not write. */
  get denied(): number {
    return this.#wasDenied
  }

  start(): void {
    const open = () => (this.own = this.#open(roomOf(this.player)))
    this.#parts.world.schedule(0, "timer", open, this.process)
  }

  say(): void {
    const { world } = this.#parts
    const [field, value] = world.oneOf([
      ["coming", world.once(2)],
      ["lateMinutes", world.pick(60)],
      ["nickname", nameOf(this.player)],
      ["seatNeed", world.oneOf(["none", "end_of_table", "wheelchair"])],
    ] as const)
    this.own?.write([[field, value]])
    if (this.own) this.said.set(field, value)
  }

  /** Writes what is another's: their registration, or the floor. */
  trespass(): void {
    const { world } = this.#parts
    const other = (this.player % PLAYERS) + 1
    const isFloor = world.once(2)
    // Who is not let in at all tries again for ever; here for a while.
    const visit = new Process(`${this.process.name} as a stranger`)
    world.schedule(12_000, "timer", () => visit.die(), null)
    const client = world.within(visit, () => this.#open(isFloor ? FLOOR_ROOM : roomOf(other)))
    const write = () =>
      client.write(
        isFloor ? [[`entry/e${other}/player`, nameOf(other)]] : [["nickname", nameOf(this.player)]],
      )
    world.schedule(world.pick(2_000), "timer", write, visit)
  }

  get isSettled(): boolean {
    return this.own !== null && this.own.edits.ends.length === 0
  }

  destroy(): void {
    for (const client of this.#clients) client.destroy()
  }

  #open(room: string): RoomClient {
    const { world, leaf, listener } = this.#parts
    const token = `phone ${playerOf(this.player)}`
    const isOwn = room === roomOf(this.player)
    const process = world.current ?? this.process
    const client = new RoomClient({
      room,
      kept: null,
      connect: (page) => {
        const knock = () => {
          if (this.link.isCut || !leaf.process) return page.fail(1_006)
          const admit = () => void leaf.admit(this.link, page, process, room, token)
          world.schedule(this.link.delay(), `${process.name} knocks`, admit, leaf.process)
        }
        world.schedule(this.link.delay(), "timer", knock, process)
        const giveUp = () => page.readyState === 0 && page.fail(1_006)
        world.schedule(8_000, "timer", giveUp, process)
      },
      onDurable: (name, vector) => {
        if (isOwn) listener.durable(name, vector)
      },
      onDenied: () => {
        this.#wasDenied += 1
        if (isOwn) world.fail(new Error(`Phone ${this.player} was denied its own registration.`))
      },
    })
    this.#clients.push(client)
    return client
  }
}

/** A screen on the wall: reads the floor's feed, and has no way up. */
export class Display {
  readonly link: Link
  process: Process
  doc = new Y.Doc()
  readonly #parts: Omit<Parts, "listener">
  #lastSeen: string | null = null

  constructor(name: string, parts: Omit<Parts, "listener">) {
    this.#parts = parts
    this.link = new Link(parts.world, name)
    this.process = new Process(name)
  }

  /** Switched on, or off and on again: it knows nothing. */
  start(): void {
    this.process.die()
    this.process = new Process(this.link.name)
    this.doc = new Y.Doc()
    this.#lastSeen = null
    this.#parts.world.schedule(0, "timer", () => this.#follow(), this.process)
  }

  #follow(): void {
    const { world, leaf } = this.#parts
    const again = () =>
      void world.schedule(500 + world.pick(1_000), "timer", () => this.#follow(), this.process)
    const { process } = leaf
    if (this.link.isCut || !process || !leaf.running) return again()
    const open = () => void this.#watch(process, again)
    world.schedule(this.link.delay(), `${this.process.name} looks`, open, process)
    // Whoever is not answered looks again.
    let isOpen = false
    this.#onOpen = () => (isOpen = true)
    world.schedule(6_000, "timer", () => !isOpen && this.#follow(), this.process)
  }

  #onOpen = () => {}

  async #watch(process: Process, again: () => void): Promise<void> {
    const { world, leaf } = this.#parts
    const room = await leaf.room(FLOOR_ROOM)
    if (!room || this.link.isCut) return
    const connection = this.link.connect(this.process, process)
    connection.client.onMessage = (bytes) => {
      const [id = "", ...update] = new TextDecoder("latin1").decode(bytes).split("\n")
      Y.applyUpdate(this.doc, Buffer.from(update.join("\n"), "base64"))
      this.#lastSeen = id
    }
    connection.client.onClose = again
    const opened = this.#onOpen
    connection.deliver(connection.server, `${this.process.name} sees`, () => opened())
    const stop = room.feed.watch(this.#lastSeen, ({ id, update }) =>
      connection.send(
        connection.server,
        Buffer.from(`${id}\n${Buffer.from(update).toString("base64")}`, "latin1"),
      ),
    )
    connection.server.onClose = stop
    world.note(`${this.process.name} follows`)
  }
}
