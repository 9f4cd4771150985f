import type { IncomingMessage } from "node:http"
import type { Duplex } from "node:stream"
import { refuseUpgrade } from "./refuse-upgrade.ts"
import type { Relay } from "./relay.ts"

/** A venue has fewer devices; and who has waited longer than that may be gone. */
const WAITING_MAX = 2_000
const WAITING_MAX_MS = 20_000

type Caller = { request: IncomingMessage; socket: Duplex; head: Buffer }

/**
 * Where devices wait that come before the relay is there. After a restart all of them come at once:
 * whoever is sent away comes again after a pause that is longer each time, long after all is ready.
 */
export class Door {
  readonly #waiting = new Map<Caller, NodeJS.Timeout>()
  #relay: Relay | null = null
  #isClosed = false

  /** For the `upgrade` event of a node:http server. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Node leaves this socket to us; an error that nobody hears would end the process.
    socket.on("error", () => socket.destroy())
    if (this.#relay) return this.#relay.handleUpgrade(request, socket, head)
    if (this.#isClosed || this.#waiting.size >= WAITING_MAX) return sendAway(socket)
    const caller = { request, socket, head }
    const timer = setTimeout(() => {
      this.#waiting.delete(caller)
      sendAway(socket)
    }, WAITING_MAX_MS)
    this.#waiting.set(caller, timer)
    socket.once("close", () => {
      clearTimeout(timer)
      this.#waiting.delete(caller)
    })
  }

  /** Lets in who waits, in the order in which they came, and everybody after them. */
  open(relay: Relay): void {
    this.#relay = relay
    for (const { request, socket, head } of this.#leaving())
      relay.handleUpgrade(request, socket, head)
  }

  /** Sends away who waits, and whoever comes after them. */
  close(): void {
    this.#relay = null
    this.#isClosed = true
    for (const { socket } of this.#leaving()) sendAway(socket)
  }

  #leaving(): Caller[] {
    const callers = [...this.#waiting.keys()]
    for (const timer of this.#waiting.values()) clearTimeout(timer)
    this.#waiting.clear()
    return callers
  }
}

const sendAway = (socket: Duplex): void =>
  refuseUpgrade(socket, 503, "The relay is not there. Try again in a moment.")
