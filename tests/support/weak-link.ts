import { once } from "node:events"
import { connect, createServer, type Socket } from "node:net"
import { setTimeout as wait } from "node:timers/promises"

/**
 * A connection as a hall full of phones has it: it breaks, and it is slow. Whoever connects to its
 * port reaches the target port, both on this machine, unless the link is cut.
 */
export class WeakLink {
  readonly #server = createServer({ noDelay: true }, (near) => this.#lead(near))
  readonly #sockets = new Set<Socket>()
  #target: number
  #isCut = false
  #delayMs = 0
  #isHeld = false

  private constructor(target: number) {
    this.#target = target
  }

  static async open(target: number): Promise<WeakLink> {
    const link = new WeakLink(target)
    link.#server.listen(0, "127.0.0.1")
    await once(link.#server, "listening")
    return link
  }

  get port(): number {
    const address = this.#server.address()
    if (typeof address !== "object" || !address) throw new Error("The link is closed.")
    return address.port
  }

  get isCut(): boolean {
    return this.#isCut
  }

  get isSlow(): boolean {
    return this.#delayMs > 0
  }

  /** Ends what goes through it and turns away whoever comes, until it is restored. */
  cut(): void {
    this.#isCut = true
    for (const socket of this.#sockets) socket.destroy()
  }

  restore(): void {
    this.#isCut = false
  }

  /** From now on every piece arrives so much later, in both directions and in order. */
  slow(delayMs: number): void {
    this.#delayMs = delayMs
  }

  /** From now on nothing arrives, and neither side can tell: as while a phone sleeps. */
  hold(): void {
    this.#isHeld = true
    for (const socket of this.#sockets) socket.pause()
  }

  /** What was held arrives, and what comes from now on. */
  release(): void {
    this.#isHeld = false
    for (const socket of this.#sockets) socket.resume()
  }

  /** Whoever comes from now on is led to another port. */
  pointTo(target: number): void {
    this.#target = target
  }

  async close(): Promise<void> {
    this.cut()
    this.#server.close()
    await once(this.#server, "close")
  }

  #lead(near: Socket): void {
    // The port stays ours that way; for who comes it is as good as nobody there.
    if (this.#isCut) return void near.destroy()
    const far = connect({ port: this.#target, host: "127.0.0.1", noDelay: true })
    this.#carry(near, far)
    this.#carry(far, near)
  }

  #carry(from: Socket, to: Socket): void {
    let earlier: Promise<unknown> = Promise.resolve()
    const inOrder = (deliver: () => void) => {
      const due = this.#delayMs > 0 ? wait(this.#delayMs) : null
      earlier = earlier.then(() => due).then(deliver)
    }
    this.#sockets.add(from)
    // A "close" follows, which says all that matters here.
    from.on("error", () => {})
    from.on("data", (piece) =>
      inOrder(() => {
        if (to.writable) to.write(piece)
      }),
    )
    if (this.#isHeld) from.pause()
    from.on("close", () => {
      this.#sockets.delete(from)
      inOrder(() => to.destroySoon())
    })
  }
}
