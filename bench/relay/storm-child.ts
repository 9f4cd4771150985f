import process from "node:process"
import * as v from "valibot"
import { until } from "../../tests/support/until.ts"
import { sharedNow } from "./clock.ts"
import { type Place, SERVERS, type ServerName } from "./dialects.ts"
import { isStep2 } from "./frames.ts"
import { isWhole } from "./history.ts"
import { RawClient, tokenOf } from "./raw-client.ts"

/** As y-websocket 3.1 does it. */
const WAIT_MS = 100
const WAIT_MAX_MS = 2_500
const AT_ONCE = 50
const WHOLE_WITHIN_MS = 60_000

/** A client that comes back whenever it is cut off. */
class Returning {
  /** When it had everything. */
  wholeAt: number | null = null
  /** Whether it was told that it is in sync before that. */
  isMisled = false
  readonly #server: ServerName
  readonly #place: Place
  #failures = 0

  constructor(server: ServerName, place: Place) {
    this.#server = server
    this.#place = place
    this.#connect()
  }

  forget(): void {
    this.wholeAt = null
    this.isMisled = false
  }

  #connect(): void {
    const client = new RawClient(this.#server, this.#place, (frame) => this.#take(frame))
    void client.closed.then(() => {
      this.#failures += 1
      setTimeout(() => this.#connect(), Math.min(2 ** this.#failures * WAIT_MS, WAIT_MAX_MS))
    })
  }

  #take(frame: Buffer): void {
    if (isWhole(frame)) this.wholeAt ??= sharedNow()
    if (!isStep2(frame)) return
    this.#failures = 0
    if (this.wholeAt === null) this.isMisled = true
  }
}

const [server, port, room, count] = process.argv.slice(2)
const name = v.parse(v.picklist(SERVERS), server)
const clients: Returning[] = []
const allAreWhole = () => clients.every(({ wholeAt }) => wholeAt !== null)
while (clients.length < Number(count)) {
  for (let index = 0; index < AT_ONCE; index++) {
    const place = {
      port: Number(port),
      room: v.parse(v.string(), room),
      token: tokenOf(clients.length),
    }
    clients.push(new Returning(name, place))
  }
  await until("all clients have everything", allAreWhole, WHOLE_WITHIN_MS)
}

process.once("disconnect", () => process.exit(0))
process.on("message", (question) => {
  if (question === "forget") {
    for (const client of clients) client.forget()
    process.send?.("forgotten")
  }
  if (question === "back") void back().then((said) => process.send?.(said))
})
console.log(JSON.stringify("ready"))

async function back(): Promise<{ lastAt: number; misled: number }> {
  await until("all clients have everything again", allAreWhole, WHOLE_WITHIN_MS)
  const lastAt = Math.max(...clients.map(({ wholeAt }) => wholeAt ?? Infinity))
  return { lastAt, misled: clients.filter(({ isMisled }) => isMisled).length }
}
