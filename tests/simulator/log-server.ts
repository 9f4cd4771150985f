import {
  type EventLog,
  LogDiverged,
  type LogLine,
  LogRefused,
  type LogRepair,
  LogUnavailable,
} from "../../ledger/event-log.ts"
import { type DocumentStore, DocumentStoreError } from "../../sync-server/document-store.ts"
import type { World } from "./world.ts"

const PATIENCE_MS = 2_000

/**
 * What the log's server keeps, for the ledger and for documents: it goes on when a Leaf is killed, so
 * what that Leaf had asked for may still be written; only a power cut takes what is not synced.
 */
export class LogServer {
  /** Of what it says that it is on the disk when it is not. */
  lies = { lines: false, rooms: false }
  /** It takes nothing more: it is full. */
  isFull = false
  /** Once in so many times no answer comes, whether or not it was written; 0 for never. */
  silentOnceIn = 0
  lines: (LogLine | null)[] = []
  rooms = new Map<string, Uint8Array[]>()
  readonly #world: World
  #durableLines: (LogLine | null)[] = []
  #durableRooms = new Map<string, Uint8Array[]>()

  constructor(world: World) {
    this.#world = world
  }

  /** The power goes. */
  cutPower(): void {
    this.lines = [...this.#durableLines]
    this.rooms = copyOf(this.#durableRooms)
  }

  /** All of it as it is, to be put back later. */
  copyOfAll(): () => void {
    const [lines, rooms] = [[...this.lines], copyOf(this.rooms)]
    return () => {
      this.lines = [...lines]
      this.rooms = copyOf(rooms)
      this.#saveAll()
    }
  }

  wipe(): void {
    this.lines = []
    this.rooms = new Map()
    this.#saveAll()
  }

  /** Whether a power cut now would leave this line. */
  holds(sequence: number, hash: string): boolean {
    return this.#durableLines[sequence - 1]?.text.includes(hash) ?? false
  }

  /** What a broken block does to the ledger's lines; the server says nothing of it. */
  rot(): void {
    const { length } = this.lines
    if (length === 0) return
    const at = this.#world.pick(length)
    const line = this.lines[at]
    const kind = this.#world.pick(3)
    if (kind === 0) this.lines[at] = null
    else if (kind === 1) this.lines.splice(at)
    else if (line) this.lines[at] = { ...line, text: line.text.replace(/\d/, "x") }
    this.#durableLines = [...this.lines]
  }

  /** All that can be read of the ledger, as one text. */
  text(): string {
    return this.lines.map((line) => line?.text ?? "").join("\n")
  }

  saveLines(): void {
    if (!this.lies.lines) this.#durableLines = [...this.lines]
  }

  saveRooms(): void {
    if (!this.lies.rooms) this.#durableRooms = copyOf(this.rooms)
  }

  /**
   * Asks the server for something: it is done there, synced there, and answered.
   * @param act throws where it is refused
   * @param silent what the caller hears where no answer comes
   */
  write(what: string, act: () => void, save: () => void, silent: () => Error): Promise<void> {
    const world = this.#world
    const asker = world.current
    return new Promise((resolve, reject) => {
      const answer = (ms: number, words: string, tell: () => void) =>
        world.schedule(ms, words, tell, asker)
      const fate = this.silentOnceIn > 0 && world.once(this.silentOnceIn) ? world.pick(2) : 2
      if (fate < 2) answer(PATIENCE_MS, `the log does not answer: ${what}`, () => reject(silent()))
      if (fate === 0) return
      // What is not answered may be on its way for long, and arrive when another Leaf is there.
      world.schedule(
        world.pick(fate === 1 ? 8_000 : 4),
        `the log takes ${what}`,
        () => {
          try {
            act()
          } catch (error) {
            if (fate === 2) answer(world.pick(3), `the log refuses ${what}`, () => reject(error))
            return
          }
          const done = () => {
            save()
            if (fate === 2) answer(world.pick(3), `the log has ${what}`, resolve)
          }
          world.schedule(1 + world.pick(6), `the log syncs ${what}`, done, null)
        },
        null,
      )
    })
  }

  #saveAll(): void {
    this.#durableLines = [...this.lines]
    this.#durableRooms = copyOf(this.rooms)
  }
}

const copyOf = (rooms: ReadonlyMap<string, Uint8Array[]>) =>
  new Map([...rooms].map(([room, updates]) => [room, [...updates]]))

/** The ledger's log on that server, as one start of the Leaf has it. */
export class SimulatedEventLog implements EventLog {
  readonly repair: LogRepair
  readonly #server: LogServer
  readonly #world: World

  /** @param report told what was made good */
  constructor(server: LogServer, world: World, report: (alarm: string) => void) {
    this.#server = server
    this.#world = world
    this.repair = {
      name: String(world.now()),
      keep: async () => {
        await world.pause(world.pick(20), "the damaged log is kept")
        return "kept"
      },
      empty: async () => {
        await world.pause(world.pick(20), "the log is emptied")
        server.lines = []
        server.saveLines()
      },
      fill: async (lines) => {
        // In batches, and the power may go between any two.
        for (let from = 0; from < lines.length; from += 16) {
          await world.pause(world.pick(10), "the log is filled")
          server.lines.push(...lines.slice(from, from + 16))
          server.saveLines()
        }
      },
      report: (alarm) => Promise.resolve(report(alarm)),
    }
  }

  async lastSequence(): Promise<number> {
    await this.#wait()
    return this.#server.lines.length
  }

  async *read(after: number): AsyncIterable<LogLine> {
    await this.#wait()
    for (const line of this.#server.lines.slice(after)) if (line) yield line
  }

  async line(sequence: number): Promise<LogLine | null> {
    await this.#wait()
    return this.#server.lines[sequence - 1] ?? null
  }

  append(lines: readonly LogLine[]): Promise<void> {
    const first = lines[0]?.sequence ?? 0
    const what = `line ${first}${lines.length > 1 ? ` to ${first + lines.length - 1}` : ""}`
    const silent = () => new LogUnavailable(`The log does not say whether it has ${what}.`)
    const server = this.#server
    const act = () => takeLines(server, lines)
    return server.write(what, act, () => server.saveLines(), silent)
  }

  #wait(): Promise<void> {
    return this.#world.pause(this.#world.pick(3), "disk")
  }
}

/** @throws LogRefused, LogDiverged as the port says */
function takeLines(server: LogServer, lines: readonly LogLine[]): void {
  const holds = ({ sequence, id, text }: LogLine) => {
    const written = server.lines[sequence - 1]
    return written?.id === id && written.text === text
  }
  if (lines.every(holds)) return
  if (server.isFull) throw new LogRefused("The log is full.")
  const next = server.lines.length + 1
  if (lines.some(({ sequence }, index) => sequence !== next + index))
    throw new LogDiverged(`Line ${lines[0]?.sequence} is not the next one, which is ${next}.`)
  server.lines.push(...lines)
}

/** The documents on that server, as one start of the Leaf has them. */
export class SimulatedDocumentStore implements DocumentStore {
  readonly #server: LogServer
  readonly #world: World

  constructor(server: LogServer, world: World) {
    this.#server = server
    this.#world = world
  }

  rooms(): Promise<string[]> {
    return Promise.resolve([...this.#server.rooms.keys()])
  }

  async load(room: string): Promise<Uint8Array[]> {
    await this.#world.pause(this.#world.pick(10), `loads ${room}`)
    return [...(this.#server.rooms.get(room) ?? [])]
  }

  append(room: string, update: Uint8Array): Promise<void> {
    const copy = update.slice()
    return this.#write(`${copy.length} bytes of ${room}`, () => {
      this.#server.rooms.set(room, [...(this.#server.rooms.get(room) ?? []), copy])
    })
  }

  async compact(room: string, whole: Uint8Array): Promise<boolean> {
    const known = this.#server.rooms.get(room)?.length ?? 0
    const copy = whole.slice()
    let isSame = true
    await this.#write(`${room} as one update`, () => {
      // What a Leaf that is dead by now had on its way came in between.
      isSame = (this.#server.rooms.get(room)?.length ?? 0) === known
      if (isSame) this.#server.rooms.set(room, [copy])
    })
    return isSame
  }

  #write(what: string, act: () => void): Promise<void> {
    const full = () => {
      if (this.#server.isFull) throw new DocumentStoreError("The log is full.")
      act()
    }
    const silent = () => new DocumentStoreError(`The log does not say whether it has ${what}.`)
    return this.#server.write(what, full, () => this.#server.saveRooms(), silent)
  }
}
