import { connect, createServer, type Server, type Socket } from "node:net"
import { once } from "node:events"

/** Type and length of a message; those of a client's first one are its length alone. */
const HEAD_BYTES = 5
/** "Authenticated", and "ready for a query, in no transaction". */
const WELCOME = Buffer.from([82, 0, 0, 0, 8, 0, 0, 0, 0, 90, 0, 0, 0, 5, 73])
const [READY, IDLE, TERMINATE] = ["Z", "I", "X"].map((letter) => letter.charCodeAt(0))

/** Protocol 3.0 for a user of the database "postgres". */
function startup(user: string): Buffer {
  const body = Buffer.from(`user\0${user}\0database\0postgres\0\0`)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + body.length, 0)
  head.writeUInt32BE(196_608, 4)
  return Buffer.concat([head, body])
}

/** Cuts a stream of bytes into messages. */
function messages(onMessage: (message: Buffer) => unknown) {
  let rest = Buffer.alloc(0)
  return (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes])
    while (rest.length >= HEAD_BYTES && rest.length > rest.readUInt32BE(1)) {
      const size = rest.readUInt32BE(1) + 1
      onMessage(rest.subarray(0, size))
      rest = rest.subarray(size)
    }
  }
}

/**
 * Postgres behind a pooler in transaction mode, on one connection: each client has it from its first
 * message until Postgres says that no transaction is open, and finds on it whatever the client before
 * has left. Nothing is cleaned up in between, as in PgBouncer's transaction mode.
 */
export class TransactionPooler {
  readonly port: number
  /** How often the connection went from one client to another. */
  handedOver = 0
  readonly #listening: Server
  readonly #server: Socket
  readonly #clients = new Set<Socket>()
  readonly #waiting: { client: Socket; message: Buffer }[] = []
  #holder: Socket | null = null
  #last: Socket | null = null

  private constructor(listening: Server, server: Socket) {
    this.#listening = listening
    this.#server = server
    const address = listening.address()
    this.port = typeof address === "object" && address ? address.port : 0
    listening.on("connection", (client) => this.#welcome(client))
    server.on(
      "data",
      messages((message) => this.#answered(message)),
    )
  }

  /** @param folder that of Postgres's socket */
  static async start(folder: string, user: string): Promise<TransactionPooler> {
    const server = connect(`${folder}/.s.PGSQL.5432`)
    server.write(startup(user))
    await new Promise<void>((resolve) => {
      const read = messages(([type]) => {
        if (type === READY) resolve()
      })
      server.on("data", read)
    })
    server.removeAllListeners("data")
    const listening = createServer().listen(0, "127.0.0.1")
    await once(listening, "listening")
    return new TransactionPooler(listening, server)
  }

  async close(): Promise<void> {
    this.#server.destroy()
    for (const client of this.#clients) client.destroy()
    this.#listening.close()
    await once(this.#listening, "close")
  }

  #welcome(client: Socket): void {
    client.setNoDelay()
    this.#clients.add(client)
    client.on("error", () => client.destroy())
    client.once("close", () => this.#clients.delete(client))
    client.once("data", () => {
      client.write(WELCOME)
      client.on(
        "data",
        messages((message) => {
          if (message[0] === TERMINATE) return client.end()
          this.#waiting.push({ client, message })
          return this.#next()
        }),
      )
    })
  }

  /** Sends on what may be sent: all of whoever has the connection, or of whoever comes first. */
  #next(): void {
    for (;;) {
      this.#holder ??= this.#waiting[0]?.client ?? null
      const at = this.#waiting.findIndex(({ client }) => client === this.#holder)
      const [next] = at < 0 ? [] : this.#waiting.splice(at, 1)
      if (!next) return
      if (this.#last !== null && this.#last !== next.client) this.handedOver += 1
      this.#last = next.client
      this.#server.write(next.message)
    }
  }

  #answered(message: Buffer): void {
    this.#holder?.write(message)
    if (message[0] !== READY || message[HEAD_BYTES] !== IDLE) return
    this.#holder = null
    this.#next()
  }
}
