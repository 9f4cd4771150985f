import { WebSocket } from "ws"
import * as Y from "yjs"
import { DURABLE } from "../schemas/documents/frames.ts"
import { WIRE_VERSION } from "../schemas/version.ts"
import * as protocol from "./protocol.ts"
import type { OpenRoom } from "./relay.ts"

/** Longer than a room takes to be loaded there; the other relay gives a sign of life every 20 s. */
const SILENT_MS = 45_000
/** How long the other relay may take to answer that the socket is closed. */
const GOODBYE_MS = 1_000
/** What may be on its way to the other relay before it is cut off: it is sooner whole by a new visit. */
const WAITING_MAX_BYTES = 16 * 1024 * 1024
const NOTHING = Y.encodeStateVector(new Y.Doc())

/** Another relay, and with what it lets this one in. */
export type OtherRelay = {
  /** `ws://` or `wss://`, without the room's name. */
  address: string
  token: string
}

export type LinkOptions = {
  name: string
  /** The room here; stays open as long as the link. */
  room: OpenRoom
  other: OtherRelay
  /** Told whenever `isSafe` may have changed. */
  onChange: () => void
}

/**
 * Keeps one room in step with the same room of another relay, over one socket, until it is closed.
 * Both are peers: each takes what it lacks, and what comes in on either side goes to the other.
 */
export class Link {
  /** Resolves when it is over: `null` where it was closed from here, else with what was wrong. */
  readonly ended: Promise<Error | null>
  readonly #options: LinkOptions
  readonly #socket: WebSocket
  /** Whether everything that the other relay had when we came is on the disk here. */
  #hasTaken = false
  /** Counts what was sent; the other relay says up to which of it everything is on its disk. */
  #sent = 0
  #confirmed = 0
  #isAsking = false
  #isClosing = false
  #stopWatching = () => {}
  #failure: Error | null = null
  #silence: NodeJS.Timeout | undefined

  constructor(options: LinkOptions) {
    this.#options = options
    const { address, token } = options.other
    this.#socket = new WebSocket(`${address}/${options.name}?version=${WIRE_VERSION}`, {
      // Not in the address, which other programs on the way write into their logs.
      headers: { Authorization: `Bearer ${token}` },
      perMessageDeflate: false,
      handshakeTimeout: SILENT_MS,
    })
    this.#socket.on("open", () => this.#greet())
    this.#socket.on("message", (data, isBinary) => {
      if (isBinary && data instanceof Uint8Array) this.#read(data)
    })
    this.#socket.on("error", (error) => this.#fail(error))
    this.ended = new Promise((resolve) => {
      this.#socket.once("close", (code, reason) => {
        clearTimeout(this.#silence)
        this.#stopWatching()
        if (!this.#isClosing)
          this.#failure ??= new Error(
            `The other relay closed ${options.name}: ${code} ${String(reason)}.`,
          )
        resolve(this.#failure)
      })
    })
  }

  /** Whether each of the two has on its disk what the other has. */
  get isSafe(): boolean {
    return this.#hasTaken && this.#sent > 0 && this.#confirmed === this.#sent
  }

  close(): void {
    this.#isClosing = true
    this.#stopWatching()
    this.#socket.close()
    const timer = setTimeout(() => this.#socket.terminate(), GOODBYE_MS)
    this.#socket.once("close", () => clearTimeout(timer))
  }

  #greet(): void {
    this.#send(protocol.writeStep1(this.#options.room.doc))
    this.#expectSign()
  }

  #read(bytes: Uint8Array): void {
    this.#expectSign()
    const frame = protocol.readFrame(bytes)
    if (bytes[0] === DURABLE) return this.#takeConfirmation(bytes)
    if (frame?.kind === "step1") this.#giveAll(frame.stateVector)
    // All else is presence, which is kept by nobody.
    if (frame?.kind === "step2" || frame?.kind === "update") void this.#take(frame)
  }

  /** Gives the other what it lacks, and from then on everything that comes in here. */
  #giveAll(stateVector: Uint8Array): void {
    const { doc, feed } = this.#options.room
    this.#stopWatching()
    this.#give(protocol.writeStep2(doc, stateVector))
    let isFirst = true
    this.#stopWatching = feed.watch(null, ({ kind, update }) => {
      // The snapshot at the beginning is what was just given.
      if (isFirst) isFirst = false
      else if (kind === "update") this.#give(protocol.writeUpdate(update))
      else this.#give(protocol.writeStep2(doc, NOTHING))
    })
  }

  async #take({ kind, update }: protocol.UpdateFrame): Promise<void> {
    try {
      await this.#options.room.bring(update)
      if (kind === "step2") this.#hasTaken = true
      this.#options.onChange()
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)))
    }
  }

  #give(frame: Uint8Array): void {
    if (this.#socket.bufferedAmount > WAITING_MAX_BYTES)
      return this.#fail(new Error(`The other relay is too slow for ${this.#options.name}.`))
    this.#send(frame)
    this.#sent += 1
    this.#ask()
    this.#options.onChange()
  }

  /** Asks how far it is safe; one question at a time. */
  #ask(): void {
    if (this.#isAsking) return
    this.#isAsking = true
    this.#send(protocol.writeTellMe(this.#sent))
  }

  #takeConfirmation(bytes: Uint8Array): void {
    let mark: number | null
    try {
      mark = protocol.readMark(bytes)
    } catch (cause) {
      const { name } = this.#options
      return this.#fail(new Error(`The other relay sent a damaged frame of ${name}.`, { cause }))
    }
    if (mark === null) return
    this.#confirmed = mark
    this.#isAsking = false
    if (mark < this.#sent) this.#ask()
    this.#options.onChange()
  }

  #send(frame: Uint8Array): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(frame)
  }

  #expectSign(): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(
      () => this.#fail(new Error(`The other relay is silent about ${this.#options.name}.`)),
      SILENT_MS,
    )
  }

  #fail(error: Error): void {
    this.#failure ??= error
    this.#socket.terminate()
  }
}
