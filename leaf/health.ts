import { statSync } from "node:fs"
import {
  assess,
  type CoreFacts,
  type Heads,
  type HealthFacts,
  type Health as Found,
  UNKNOWN_HEALTH,
} from "../domain/health.ts"
import { listedDisplays } from "../domain/screens.ts"
import { Registers } from "../schemas/documents/registers.ts"
import { venueRoom } from "../schemas/documents/rooms.ts"
import type { HealthAnswer } from "../schemas/health.ts"
import type { DisplayId, VenueId } from "../schemas/ids.ts"
import { type Millis, millis } from "../schemas/units.ts"
import type { Relay } from "../sync-server/relay.ts"
import { readBackupState } from "./backup-state.ts"
import type { Config } from "./config.ts"
import { freeBytes } from "./data-folder.ts"
import {
  askCoreOffset,
  askOverlay,
  askTimeSync,
  certificateEnd,
  readTemperature,
} from "./probes.ts"
import type { ScreenWatch } from "./screen-watch.ts"
import { newestNote } from "./store-copy.ts"
import type { CoreStates } from "./uplink/links.ts"

/** It is looked at so often also while nobody asks, so that it is known since when something is so. */
const LOOK_EVERY_MS = 10_000
/** Forty tablets that ask at once are told what one look has found. */
const FRESH_FOR_MS = 1_000
/** What takes another program or another machine is asked for so often. */
const ASK_EVERY_MS = 30_000

type Parts = {
  config: Config
  venueId: VenueId
  relay: Relay
  screens: ScreenWatch
  now: () => Millis
  isLogWell: () => Promise<boolean>
  heads: () => Promise<Heads>
  /** Why no money is taken since log and witness were compared; `null` where nothing was wrong. */
  doubt: () => string | null
  /** What was repaired at the start, and is for a person to look into. */
  alarms: readonly string[]
  /** How far Core has documents, ledger and players; `null` where there is no Core. */
  core: () => CoreStates | null
  onError: (error: unknown) => void
}

/** Measures what the venue relies on, and remembers since when each of it is as it is. */
export class Health {
  readonly #parts: Parts
  readonly #venueSince: Millis
  readonly #timers: NodeJS.Timeout[]
  readonly #firstAsked: Promise<void>
  #asked: { overlay: HealthFacts["overlay"]; isSet: boolean | null } = {
    overlay: { state: "absent", peers: 0 },
    isSet: null,
  }
  #offsetMs: number | null = null
  #certificateEndsAt: Millis | null = null
  #listed: () => ReadonlySet<DisplayId> = () => new Set()
  #closeRoom = () => {}
  #found: Found = UNKNOWN_HEALTH
  #look: { at: Millis; answer: Promise<HealthAnswer> } | null = null

  private constructor(parts: Parts) {
    const { config, onError } = parts
    this.#parts = parts
    this.#venueSince = birthOf(config.data)
    this.#firstAsked = this.#ask()
    void this.#askCore()
    this.#timers = [
      setInterval(() => void this.answer().catch(onError), LOOK_EVERY_MS),
      setInterval(() => void Promise.all([this.#ask(), this.#askCore()]), ASK_EVERY_MS),
    ]
    for (const timer of this.#timers) timer.unref()
  }

  /** Begins to look, until `close`. */
  static async start(parts: Parts): Promise<Health> {
    const health = new Health(parts)
    const room = await parts.relay.open(venueRoom(parts.venueId))
    const registers = new Registers(room.doc)
    health.#listed = () => listedDisplays(registers.all())
    health.#closeRoom = () => room.close()
    return health
  }

  /** What is found of every check, at most a second ago. */
  answer(): Promise<HealthAnswer> {
    const now = this.#parts.now()
    // A clock that was set back must not keep an old look.
    if (this.#look && Math.abs(now - this.#look.at) < FRESH_FOR_MS) return this.#look.answer
    const answer = this.#lookNow()
    this.#look = { at: now, answer }
    return answer
  }

  /** Measures now what can be had at once; the rest is as old as it was asked for. */
  async measure(): Promise<HealthFacts> {
    const { config, doubt, core, alarms } = this.#parts
    await this.#firstAsked
    const [{ isWell, ...ends }, free, celsius, backup, note, endsAt] = await Promise.all([
      this.#askLog(),
      freeBytes(config.data),
      readTemperature(),
      readBackupState(config.data),
      newestNote(config.data),
      config.tls ? this.#certificateEnd(config.tls.certificate) : null,
    ])
    const states = core()
    return {
      log: { isWell },
      ledger: { ...ends, doubt: doubt() },
      projection: { heads: ends.heads },
      disk: { freeBytes: free, minimumBytes: config.minimumFreeBytes },
      repair: { sentences: [...new Set([...alarms, ...(note === null ? [] : [note])])] },
      backup: { ...backup, venueSince: this.#venueSince },
      core: states && coreFacts(states),
      certificate: { endsAt },
      clock: { isSet: this.#asked.isSet, offsetMs: this.#offsetMs },
      temperature: { celsius },
      overlay: this.#asked.overlay,
      screens: this.#screens(),
    }
  }

  /** What replaces the certificate on the disk may be none: it is not taken, and the one before counts. */
  async #certificateEnd(file: string): Promise<Millis | null> {
    this.#certificateEndsAt = await certificateEnd(file).catch(() => this.#certificateEndsAt)
    return this.#certificateEndsAt
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer)
    this.#closeRoom()
  }

  async #lookNow(): Promise<HealthAnswer> {
    const facts = await this.measure()
    const now = this.#parts.now()
    this.#found = assess(facts, this.#found, now)
    return { now, findings: [...this.#found.findings] }
  }

  async #askLog(): Promise<{ isWell: boolean; heads: Heads | null; problem: string | null }> {
    // To wait for an answer would keep up what is recorded as soon as the log is back.
    if (!(await this.#parts.isLogWell()))
      return { isWell: false, heads: null, problem: "it does not answer" }
    try {
      return { isWell: true, heads: await this.#parts.heads(), problem: null }
    } catch (error) {
      return { isWell: true, heads: null, problem: String(error) }
    }
  }

  async #ask(): Promise<void> {
    const [overlay, isSet] = await Promise.all([askOverlay(), askTimeSync()])
    this.#asked = { overlay, isSet }
  }

  async #askCore(): Promise<void> {
    const { config, now } = this.#parts
    if (config.core) this.#offsetMs = await askCoreOffset(config.core.url, now)
  }

  #screens(): HealthFacts["screens"] {
    const listed = this.#listed()
    const seen = this.#parts.screens.report().filter(({ displayId }) => listed.has(displayId))
    const dark = seen.filter(({ connected }) => connected === 0)
    return {
      alive: seen.length - dark.length,
      dark: dark.map(({ displayId }) => displayId),
      unseen: listed.size - seen.length,
    }
  }
}

/** How Core stands as a whole: there is contact where there is contact for all. */
function coreFacts({ documents, ledger, players }: CoreStates): CoreFacts {
  const away = [documents, ledger, players].find(({ isConnected }) => !isConnected)
  return {
    isConnected: !away,
    since: millis((away ?? documents).since),
    lines: ledger.waitingLines,
    documents: documents.waitingRooms,
    players: players.waitingPlayers,
    problem: documents.problem ?? ledger.problem ?? players.problem,
    alarm: ledger.alarm,
  }
}

/** When the venue was set up: its identity is written once, at the first start. */
const birthOf = (data: string): Millis =>
  millis(Math.floor(statSync(`${data}/identity.json`).mtimeMs))
