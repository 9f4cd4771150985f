import type { DisplayId } from "../schemas/ids.ts"
import { type Millis, millis } from "../schemas/units.ts"

/** A screen says every two seconds that it is there (app/data/screen.ts); three missed are one lost. */
const LOST_AFTER_MS = 6_000
/** Addresses of screens are public: of those that nobody looks at only so many are remembered. */
const MOST_REMEMBERED = 200

/** One open connection. `heardAt` is `null` where it is of a kind that says nothing. */
type Connection = { since: Millis; key: string | null; heardAt: Millis | null }

/** How a display is: on so many screens since then, or on none since then. */
export type ScreenReport = { displayId: DisplayId; connected: number; since: Millis }

/**
 * Which screens on the wall are there. A closed page ends its stream at once, but one whose power
 * is cut says nothing at all, and TCP would take a quarter of an hour to notice: so a screen says
 * now and then that it is there, and nothing else. Only in memory: a Leaf that has started anew
 * knows of none until they are back.
 */
export class ScreenWatch {
  readonly startedAt: Millis
  readonly #now: () => Millis
  readonly #connections = new Map<DisplayId, Set<Connection>>()
  readonly #lostAt = new Map<DisplayId, Millis>()

  constructor(now: () => Millis) {
    this.#now = now
    this.startedAt = now()
  }

  /**
   * A screen has come.
   * @param key what it will name itself with when it says that it is there; `null` says nothing
   * @returns what to call when it has gone
   */
  connect(display: DisplayId, key: string | null): () => void {
    const now = this.#now()
    const connection = { since: now, key, heardAt: key === null ? null : now }
    const open = this.#connections.get(display) ?? new Set()
    this.#connections.set(display, open.add(connection))
    return () => {
      open.delete(connection)
      this.#remember(display, lastSign(connection, this.#now()))
      if (open.size === 0) this.#connections.delete(display)
    }
  }

  /** A screen says that it is there; one that has no stream open is not heard. */
  hear(display: DisplayId, key: string): void {
    for (const connection of this.#connections.get(display) ?? [])
      if (connection.key === key) connection.heardAt = this.#now()
  }

  /** Every display that is or was on a screen since the Leaf started. */
  report(): ScreenReport[] {
    const now = this.#now()
    const displays = new Set([...this.#connections.keys(), ...this.#lostAt.keys()])
    return [...displays].map((displayId) => {
      const open = [...(this.#connections.get(displayId) ?? [])]
      const there = open.filter((each) => now - lastSign(each, now) <= LOST_AFTER_MS)
      const since =
        there.length > 0
          ? Math.min(...there.map((each) => each.since))
          : Math.max(this.#lostAt.get(displayId) ?? 0, ...open.map((each) => lastSign(each, now)))
      return { displayId, connected: there.length, since: millis(since) }
    })
  }

  #remember(display: DisplayId, lostAt: Millis): void {
    const before = this.#lostAt.get(display) ?? 0
    // Put last again: the first one is the one that was lost longest ago.
    this.#lostAt.delete(display)
    this.#lostAt.set(display, millis(Math.max(before, lostAt)))
    if (this.#lostAt.size <= MOST_REMEMBERED) return
    for (const oldest of [...this.#lostAt.keys()].slice(0, 1)) this.#lostAt.delete(oldest)
  }
}

/** When a connection was there for sure, `now` at the latest. */
const lastSign = ({ heardAt }: Connection, now: Millis): Millis => heardAt ?? now
