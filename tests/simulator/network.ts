import { Unreachable } from "../../app/data/errors.ts"
import type { Process, World } from "./world.ts"

/** How long a request waits for its answer. */
const PATIENCE_MS = 6_000
/** After so long at most an end notices that the other is gone without a word. */
const NOTICED_WITHIN_MS = 6_000
const GONE = 1_006
/** After so long nothing is on its way any more that somebody sent who is gone; a person takes longer. */
export const ARRIVED_WITHIN_MS = 5_000

/** The way between a device and the Leaf, or the Leaf and Core. */
export class Link {
  readonly name: string
  isCut = false
  /** Messages take from so long to so long. */
  delaysMs: [least: number, most: number] = [1, 20]
  /** Once in so many times a request or its answer is lost, or a request comes twice; 0 for never. */
  losesOnceIn = 0
  readonly #world: World
  readonly #connections = new Set<Connection>()

  constructor(world: World, name: string) {
    this.#world = world
    this.name = name
  }

  cut(): void {
    this.isCut = true
    for (const connection of this.#connections) connection.break()
  }

  heal(): void {
    this.isCut = false
    this.losesOnceIn = 0
    this.delaysMs = [1, 20]
  }

  delay(): number {
    const [least, most] = this.delaysMs
    return least + this.#world.pick(most - least + 1)
  }

  fails(): boolean {
    return this.losesOnceIn > 0 && this.#world.once(this.losesOnceIn)
  }

  /**
   * Sends a request and waits for its answer. Either may be lost or late, and the request may come
   * twice; requests overtake each other.
   * @param server the process that is there when it arrives, if any
   * @throws Unreachable where no answer came, which says nothing of what was done
   */
  ask<Answer>(
    what: string,
    server: () => Process | null,
    handle: () => Promise<Answer>,
  ): Promise<Answer> {
    const world = this.#world
    const asker = world.current
    return new Promise((resolve, reject) => {
      const giveUp = world.schedule(PATIENCE_MS, `no answer to ${what}`, () =>
        reject(new Unreachable(`There is no answer to ${what}.`)),
      )
      const back = (tell: () => void) => {
        if (this.isCut || this.fails()) return
        const arrive = () => {
          if (this.isCut) return
          giveUp()
          tell()
        }
        world.schedule(this.delay(), `the answer to ${what}`, arrive, asker)
      }
      const arrive = () => {
        if (this.isCut) return
        if (!server()?.isAlive)
          return back(() => reject(new Unreachable(`Nobody is there for ${what}.`)))
        handle().then(
          (answer) => back(() => resolve(answer)),
          (error: unknown) => back(() => reject(error)),
        )
      }
      const send = () => world.schedule(this.delay(), what, arrive, server)
      if (!this.fails()) send()
      if (this.fails()) send()
    })
  }

  /** Opens a connection between two processes, in which what is sent stays in its order. */
  connect(client: Process, server: Process): Connection {
    const connection = new Connection(this.#world, this, client, server)
    this.#connections.add(connection)
    return connection
  }

  forget(connection: Connection): void {
    this.#connections.delete(connection)
  }
}

/** One end of a connection, as the process there sees it. */
export class End {
  onMessage: (message: Uint8Array) => void = () => {}
  onClose: (code: number) => void = () => {}
  isOpen = true
  isPaused = false
  readonly process: Process
  readonly #waiting: Uint8Array[] = []

  constructor(process: Process) {
    this.process = process
  }

  take(message: Uint8Array): void {
    if (!this.isOpen) return
    if (this.isPaused) this.#waiting.push(message)
    else this.onMessage(message)
  }

  resume(): void {
    this.isPaused = false
    while (this.#waiting.length > 0 && !this.isPaused && this.isOpen) {
      const message = this.#waiting.shift()
      if (message) this.onMessage(message)
    }
  }

  close(code: number): void {
    if (!this.isOpen) return
    this.isOpen = false
    this.onClose(code)
  }
}

/** What both ends of it send arrives in order, until it breaks: then what was on its way is gone. */
export class Connection {
  readonly client: End
  readonly server: End
  readonly #world: World
  readonly #link: Link
  #isBroken = false
  /** When the last message arrives, there and back. */
  readonly #latest = new Map<End, number>()

  constructor(world: World, link: Link, client: Process, server: Process) {
    this.#world = world
    this.#link = link
    this.client = new End(client)
    this.server = new End(server)
    for (const { process } of [this.client, this.server]) process.onDeath.push(() => this.break())
  }

  send(from: End, message: Uint8Array): void {
    if (this.#isBroken || !from.isOpen) return
    this.deliver(from, `${message.length} bytes`, (to) => to.take(message))
  }

  /** Closes it from one end: the other hears of it after all that was sent before. */
  close(from: End, code: number): void {
    if (this.#isBroken) return
    from.isOpen = false
    this.deliver(from, `closed with ${code}`, (to) => to.close(code))
    this.#world.schedule(0, "timer", () => from.onClose(code), from.process)
    this.#link.forget(this)
  }

  /** Nothing goes over it any more; the ends notice sooner or later. */
  break(): void {
    if (this.#isBroken) return
    this.#isBroken = true
    this.#link.forget(this)
    for (const end of [this.client, this.server])
      this.#world.schedule(
        this.#world.pick(NOTICED_WITHIN_MS),
        `${this.#link.name} is broken`,
        () => end.close(GONE),
        end.process,
      )
  }

  /** Lets something happen at the other end, after all that was sent before. */
  deliver(from: End, what: string, arrive: (to: End) => void): void {
    const to = from === this.client ? this.server : this.client
    const { elapsedMs } = this.#world
    const at = Math.max(elapsedMs + this.#link.delay(), (this.#latest.get(to) ?? 0) + 1)
    this.#latest.set(to, at)
    this.#world.schedule(
      at - elapsedMs,
      `${this.#link.name}: ${what}`,
      () => {
        if (!this.#isBroken) arrive(to)
      },
      to.process,
    )
  }
}
