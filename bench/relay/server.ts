import * as v from "valibot"
import { temporaryFolder } from "../../tests/support/folder.ts"
import { Child } from "./child.ts"
import type { ServerName } from "./dialects.ts"

const SCRIPTS: Record<ServerName, URL> = {
  felt: new URL("servers/felt.ts", import.meta.url),
  reference: new URL("servers/reference.ts", import.meta.url),
  hocuspocus: new URL("servers/hocuspocus.ts", import.meta.url),
  bare: new URL("servers/bare.ts", import.meta.url),
}
const Said = v.object({ port: v.number(), store: v.nullable(v.number()), listeningAt: v.number() })
/** Milliseconds of processor time, of the server and of the process that stores for it. */
const Used = v.object({ own: v.number(), store: v.number() })
type Used = v.InferOutput<typeof Used>

/** One of the servers in a process of its own, on a data folder of its own. */
export class Server {
  readonly name: ServerName
  readonly data: string
  readonly port: number
  /** Since when it takes connections, by the clock that all processes share. */
  readonly listeningAt: number
  readonly #child: Child
  readonly #store: number | null

  private constructor(name: ServerName, data: string, child: Child) {
    const { port, store, listeningAt } = v.parse(Said, child.said)
    this.name = name
    this.data = data
    this.port = port
    this.listeningAt = listeningAt
    this.#child = child
    this.#store = store
  }

  /** Starts it and waits until it takes connections. */
  static async start(name: ServerName, data = temporaryFolder(), port = 0): Promise<Server> {
    return new Server(name, data, await Child.start(SCRIPTS[name], String(port), data))
  }

  async timeUsed(): Promise<Used> {
    return v.parse(Used, await this.#child.ask("time"))
  }

  /** After everything that is not needed was thrown away. */
  async residentBytes(): Promise<number> {
    return v.parse(v.number(), await this.#child.ask("memory"))
  }

  /** Ends it as its author meant it to be ended. */
  async stop(): Promise<void> {
    await this.#child.stop()
  }

  /** A power cut, as far as processes go. */
  async kill(): Promise<void> {
    await (this.#store === null ? this.#child.kill() : this.#child.kill(this.#store))
  }

  /** The same folder and port again. */
  startAgain(): Promise<Server> {
    return Server.start(this.name, this.data, this.port)
  }
}
