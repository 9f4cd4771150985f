import process from "node:process"
import * as v from "valibot"
import { until } from "../../tests/support/until.ts"
import { sharedNow } from "./clock.ts"
import type { Place, ServerName } from "./dialects.ts"
import { eachTime } from "./edits.ts"
import { clockIn, isPresence, isUpdate, presenceFrame, updateIn } from "./frames.ts"
import { type As, Question } from "./questions.ts"
import { RawClient, tokenOf } from "./raw-client.ts"

/** Opened at a time: more would only wait for each other. */
const AT_ONCE = 50
const ARRIVED_WITHIN_MS = 60_000
const QUIET_MS = 300
/** As y-protocols does it. */
const RENEWED_EVERY_MS = 15_000
/** The Yjs clients that say that they are there. */
const FIRST_PRESENT = 2_000_000_000

/** `bytes` are those of the updates, with all that the server puts around them but WebSocket's own. */
type Reader = {
  client: RawClient
  bytes: number
  last: Buffer | null
  /** How often it has said that it is there, and the bytes that it heard of it, also from others. */
  presence: number
  heardBytes: number
}

let readers: Reader[] = []
let latencies: number[] = []
let heardAt = 0
let renewing: NodeJS.Timeout | undefined

process.once("disconnect", () => process.exit(0))
process.on("message", (message) => {
  void answer(v.parse(Question, message)).then((said) => process.send?.(said))
})
console.log(JSON.stringify("ready"))

async function answer(question: Question): Promise<object | string | number> {
  switch (question.ask) {
    case "join":
      await join(question)
      begin()
      return "joined"
    case "begin":
      begin()
      return "begun"
    case "timed":
      return timed(question.deliveries)
    case "counted":
      return counted(question)
    case "settle":
      await until("all is quiet", () => sharedNow() - heardAt > QUIET_MS, ARRIVED_WITHIN_MS)
      renew()
      return "settled"
    case "heard":
      return Math.min(...readers.map(({ heardBytes }) => heardBytes))
    case "leave":
      clearInterval(renewing)
      await Promise.all(readers.map(({ client }) => client.close()))
      readers = []
      return "left"
  }
}

async function join({ server, port, room, count, as }: Asked<"join">): Promise<void> {
  while (readers.length < count) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - readers.length) }, (_, index) => {
      const token = tokenOf(readers.length + index, as === "viewer" ? "r" : "w")
      return newReader(server, { port, room, token }, as)
    })
    readers.push(...some)
    await Promise.all(some.map(({ client }) => client.synced))
    if (as === "present") some.forEach(sayPresent)
  }
}

function newReader(server: ServerName, place: Place, as: As): Reader {
  const client = new RawClient(server, place, (frame) => {
    heardAt = sharedNow()
    if (isPresence(frame)) reader.heardBytes += frame.length
    if (!isUpdate(frame)) return
    reader.last = frame
    reader.bytes += frame.length + client.prefixBytes
    if (as === "timed") readTimes(frame)
  })
  const reader: Reader = { client, bytes: 0, last: null, presence: 0, heardBytes: 0 }
  return reader
}

function sayPresent(reader: Reader): void {
  reader.presence += 1
  reader.client.send(presenceFrame(FIRST_PRESENT + readers.indexOf(reader), reader.presence))
}

/** One after the other, so that each has its turn every 15 s. */
function renew(): void {
  const present = readers.filter(({ presence }) => presence > 0)
  let next = 0
  if (present.length === 0) return
  renewing = setInterval(() => {
    const reader = present[next++ % present.length]
    if (reader) sayPresent(reader)
  }, RENEWED_EVERY_MS / present.length)
}

function begin(): void {
  latencies = []
  for (const reader of readers) [reader.bytes, reader.heardBytes] = [0, 0]
}

function readTimes(frame: Buffer): void {
  const now = sharedNow()
  eachTime(frame, (at) => latencies.push(now - at))
}

async function timed(deliveries: number) {
  await until(
    `${deliveries} edits have arrived`,
    () => latencies.length >= deliveries,
    ARRIVED_WITHIN_MS,
  )
  const sorted = Float64Array.from(latencies).toSorted()
  const at = (share: number) => sorted[Math.floor(sorted.length * share)]
  const bytes = readers.reduce((sum, reader) => sum + reader.bytes, 0)
  return { p50: at(0.5), p99: at(0.99), bytes }
}

async function counted({ client, clock }: Asked<"counted">) {
  const hasAll = ({ last }: Reader) => last !== null && clockIn(updateIn(last), client) >= clock
  await until(`all readers have ${clock} edits`, () => readers.every(hasAll), ARRIVED_WITHIN_MS)
  const bytes = readers.map((reader) => reader.bytes)
  return { least: Math.min(...bytes), most: Math.max(...bytes) }
}

type Asked<Kind extends Question["ask"]> = Extract<Question, { ask: Kind }>
