import { Link, type OtherRelay } from "./link.ts"
import type { OpenRoom, Relay } from "./relay.ts"

/** So many rooms have a socket at one time; a relay takes 64 for one token. */
const LINKS_MAX = 16
/** A room that changes is likely to change again. */
const LINGER_MS = 20_000
const ASK_EVERY_MS = 30_000

export type UplinkOptions = {
  relay: Pick<Relay, "open">
  other: OtherRelay
  /** Which rooms there are, here and there; asked again now and then. */
  rooms: () => Promise<readonly string[]>
  /** In milliseconds since 1970. */
  now: () => number
  /** How long to wait after so many failures in a row, in milliseconds. */
  patienceMs: (failures: number) => number
  onError: (error: unknown, context: string) => void
  lingerMs?: number
  askEveryMs?: number
}

/** How far the other relay has what is here. */
export type UplinkState = {
  isConnected: boolean
  /** Since when that is so, in milliseconds since 1970. */
  since: number
  /** Rooms of which it is not known that both sides have the same on their disks. */
  waitingRooms: number
  /** What went wrong last, where there is no contact. */
  problem: string | null
}

/**
 * Keeps the rooms of a relay in step with those of another, the backup: at first all that either of
 * them has, then each as soon as there is something new in it. A room is linked until it is safe and
 * nothing has happened in it for a while, or another wants its place. Without contact what is new
 * waits, as a name; what it is stands in the room.
 */
export class Uplink {
  /** Resolves when every room that there was at the start is safe on both sides. */
  readonly complete: Promise<void>
  readonly #options: UplinkOptions
  /** All rooms that were ever named here. */
  readonly #known = new Set<string>()
  readonly #waiting = new Set<string>()
  readonly #visits = new Map<string, Visit>()
  /** Those of the start that are not safe yet; `null` until it is known which they are. */
  #first: Set<string> | null = null
  #onComplete = () => {}
  #failures = 0
  #retry: NodeJS.Timeout | undefined
  readonly #asking: NodeJS.Timeout
  #contact: { isConnected: boolean; since: number; problem: string | null }
  #isClosed = false

  constructor(options: UplinkOptions) {
    this.#options = options
    this.#contact = { isConnected: false, since: options.now(), problem: null }
    this.complete = new Promise((resolve) => {
      this.#onComplete = resolve
    })
    // Where nothing changes, nobody would notice that the contact is lost, or is back.
    this.#asking = setInterval(() => {
      if (this.#visits.size === 0 && !this.#retry) void this.#askRooms()
    }, options.askEveryMs ?? ASK_EVERY_MS)
    void this.#askRooms()
  }

  get state(): UplinkState {
    const unsafe = [...this.#visits].filter(([, { isSafe }]) => !isSafe).map(([name]) => name)
    const waiting = new Set([...this.#waiting, ...unsafe])
    return { ...this.#contact, waitingRooms: waiting.size }
  }

  /** Tells that there is something new in a room's store. */
  note(room: string): void {
    this.#known.add(room)
    const visit = this.#visits.get(room)
    if (visit) return visit.stay()
    this.#waiting.add(room)
    this.#goOn()
  }

  /** Ends; what waits is found again at the next start. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#asking)
    clearTimeout(this.#retry)
    const visits = [...this.#visits.values()]
    for (const visit of visits) visit.leave()
    await Promise.all(visits.map(({ over }) => over))
  }

  /** Asks which rooms there are, and goes on with those that are new. */
  async #askRooms(): Promise<void> {
    try {
      const rooms = await this.#options.rooms()
      this.#noteContact()
      this.#first ??= new Set(rooms)
      for (const room of rooms) {
        if (!this.#known.has(room)) this.#waiting.add(room)
        this.#known.add(room)
      }
      this.#tellComplete()
      this.#goOn()
    } catch (error) {
      this.#fail(error, "asking the backup which rooms it has")
    }
  }

  #goOn(): void {
    if (this.#isClosed || this.#retry || !this.#first) return
    for (const room of this.#waiting) {
      if (this.#visits.size >= LINKS_MAX) return this.#makePlace()
      this.#waiting.delete(room)
      this.#visit(room)
    }
  }

  /** Lets go of rooms that are safe; their places are free when their sockets are closed. */
  #makePlace(): void {
    const safe = [...this.#visits.values()].filter(({ isSafe }) => isSafe)
    for (const visit of safe.slice(0, this.#waiting.size)) visit.leave()
  }

  #visit(name: string): void {
    const { relay, other, lingerMs = LINGER_MS } = this.#options
    const onSafe = () => {
      this.#noteContact()
      this.#first?.delete(name)
      this.#tellComplete()
      this.#goOn()
    }
    const visit = new Visit({ name, opening: relay.open(name), other, lingerMs, onSafe })
    this.#visits.set(name, visit)
    void visit.over.then((error) => {
      this.#visits.delete(name)
      if (!visit.isSafe) this.#waiting.add(name)
      if (error) this.#fail(error, `keeping the room ${name} in step with the backup`)
      else this.#goOn()
    })
  }

  #noteContact(): void {
    this.#failures = 0
    if (!this.#contact.isConnected)
      this.#contact = { isConnected: true, since: this.#options.now(), problem: null }
  }

  #tellComplete(): void {
    if (this.#first?.size === 0) this.#onComplete()
  }

  #fail(error: unknown, context: string): void {
    if (this.#isClosed) return
    const { now, onError, patienceMs } = this.#options
    const problem = error instanceof Error ? error.message : String(error)
    const { isConnected, since } = this.#contact
    this.#contact = { isConnected: false, since: isConnected ? now() : since, problem }
    // All links break at the same moment, and that is one failure.
    if (this.#retry) return
    onError(error, context)
    this.#failures += 1
    this.#retry = setTimeout(() => {
      this.#retry = undefined
      void this.#askRooms()
    }, patienceMs(this.#failures))
  }
}

type VisitOptions = {
  name: string
  opening: Promise<OpenRoom>
  other: OtherRelay
  lingerMs: number
  onSafe: () => void
}

/** A room while it is linked. */
class Visit {
  /** Resolves when the link is over and the room let go: with what was wrong, if anything. */
  readonly over: Promise<Error | null>
  readonly #options: VisitOptions
  #link: Link | null = null
  #isLeaving = false
  #wasSafe = false
  #linger: NodeJS.Timeout | undefined

  constructor(options: VisitOptions) {
    this.#options = options
    this.over = this.#run()
  }

  get isSafe(): boolean {
    return this.#link?.isSafe ?? false
  }

  /** Begins to linger anew. */
  stay(): void {
    clearTimeout(this.#linger)
    if (this.isSafe) this.#linger = setTimeout(() => this.leave(), this.#options.lingerMs)
  }

  leave(): void {
    this.#isLeaving = true
    this.#link?.close()
  }

  async #run(): Promise<Error | null> {
    const { name, opening, other } = this.#options
    let room: OpenRoom
    try {
      room = await opening
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
    try {
      if (this.#isLeaving) return null
      this.#link = new Link({ name, room, other, onChange: () => this.#note() })
      return await this.#link.ended
    } finally {
      clearTimeout(this.#linger)
      room.close()
    }
  }

  #note(): void {
    const { isSafe } = this
    if (isSafe && !this.#wasSafe) this.#options.onSafe()
    this.#wasSafe = isSafe
    this.stay()
  }
}
