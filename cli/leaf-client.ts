import { setTimeout as wait } from "node:timers/promises"
import * as decoding from "lib0/decoding"
import * as v from "valibot"
import { WebsocketProvider } from "y-websocket"
import * as Y from "yjs"
import { DURABLE } from "../schemas/documents/frames.ts"
import { Registers } from "../schemas/documents/registers.ts"
import { type Intent } from "../schemas/intent.ts"
import { Problem } from "../schemas/problem.ts"
import {
  type IntentAnswer,
  IntentsAnswer,
  LedgerPage,
  PlayersBody,
  StaffSession,
  Ticket,
  Venue,
} from "../schemas/wire.ts"
import type { Entry } from "../schemas/entry.ts"
import type { DeviceId, DisplayId, PlayerId, TournamentId } from "../schemas/ids.ts"
import type { Player } from "../schemas/player.ts"
import { writeTellMe } from "../sync-server/protocol.ts"

/** How long a Leaf that was cut off may take to come back. */
const PATIENCE_MS = 60_000
const RETRY_MS = 100
/** As many intents as one request may hold. */
const BATCH = 500

/** The Leaf said no, in its own words. */
export class LeafRefused extends Error {
  override readonly name = "LeafRefused"
  readonly status: number

  constructor(problem: Problem) {
    super(problem.detail)
    this.status = problem.status
  }
}

/** The Leaf has not answered, however often it was asked. */
export class LeafSilent extends Error {
  override readonly name = "LeafSilent"
}

/**
 * A Leaf as any client sees it: HTTP and WebSocket, nothing else. What gets no answer is asked
 * again until the Leaf is back; every request here may be sent twice with the effect of one.
 */
export class LeafClient {
  readonly #url: string
  #token = ""

  constructor(url: string) {
    this.#url = url.replace(/\/$/, "")
  }

  /** Whether a Leaf answers there now. */
  async isThere(): Promise<boolean> {
    try {
      return (await fetch(`${this.#url}/healthz`)).ok
    } catch {
      // Nobody answering is the answer.
      return false
    }
  }

  venue(): Promise<Venue> {
    return this.#ask("GET", "/api/venue", Venue)
  }

  async signIn(pin: string, deviceId?: DeviceId): Promise<StaffSession> {
    const body = { pin, ...(deviceId === undefined ? {} : { deviceId }) }
    const session = await this.#ask("POST", "/api/sessions", StaffSession, body)
    this.#token = session.token
    return session
  }

  async keepPlayers(players: readonly Player[]): Promise<void> {
    for (const batch of batches(players))
      await this.#ask("POST", "/api/players", PlayersBody, { players: batch })
  }

  ticket(tournamentId: TournamentId, playerId: PlayerId): Promise<Ticket> {
    return this.#ask("POST", "/api/tickets", Ticket, { tournamentId, playerId })
  }

  /** The screen that shows this code is this display from now on. */
  async pairScreen(code: string, displayId: DisplayId): Promise<void> {
    const answer = await fetch(`${this.#url}/api/pairings/${code}/screen`, {
      method: "POST",
      headers: { Authorization: `Bearer ${this.#token}` },
      body: JSON.stringify({ displayId }),
    })
    if (!answer.ok) throw new LeafRefused(v.parse(Problem, await answer.json()))
  }

  /** Sends intents in order until each has its answer. */
  async record(intents: readonly Intent[]): Promise<IntentAnswer[]> {
    const answers: IntentAnswer[] = []
    for (const batch of batches(intents)) {
      const body = { intents: batch }
      answers.push(...(await this.#ask("POST", "/api/ledger/intents", IntentsAnswer, body)).intents)
    }
    return answers
  }

  /** All lines after the given one. */
  async ledger(after: number): Promise<Entry[]> {
    const entries: Entry[] = []
    for (;;) {
      const last = entries.at(-1)?.sequence ?? after
      const page = await this.#ask("GET", `/api/ledger?after=${last}`, LedgerPage)
      if (page.entries.length === 0) return entries
      entries.push(...page.entries)
    }
  }

  /** Opens a room as a stock Yjs client does, and resolves when it is in sync. */
  async openRoom(room: string, token = this.#token): Promise<Room> {
    const doc = new Y.Doc()
    const address = `${this.#url.replace(/^http/, "ws")}/sync`
    const provider = new WebsocketProvider(address, room, doc, {
      params: { token },
      disableBc: true,
      maxBackoffTime: 500,
    })
    try {
      await inSync(provider)
    } catch (error) {
      provider.destroy()
      throw error
    }
    return {
      registers: new Registers(doc),
      safe: askForSafety(provider),
      closed: () =>
        new Promise((resolve) => {
          provider.on("connection-close", (event) => resolve(event?.code ?? 0))
        }),
      close: () => {
        provider.destroy()
        doc.destroy()
      },
    }
  }

  async #ask<Schema extends v.GenericSchema>(
    method: string,
    path: string,
    answer: Schema,
    body?: object,
  ): Promise<v.InferOutput<Schema>> {
    const deadline = performance.now() + PATIENCE_MS
    for (;;) {
      const response = await this.#send(method, path, body)
      if (response?.ok) return v.parse(answer, await response.json())
      if (response && response.status !== 503)
        throw new LeafRefused(v.parse(Problem, await response.json()))
      if (performance.now() > deadline)
        throw new LeafSilent(
          `The Leaf at ${this.#url} has not answered for ${PATIENCE_MS / 1_000} s.`,
        )
      await wait(RETRY_MS)
    }
  }

  /** `null` where no answer came. */
  async #send(method: string, path: string, body: object | undefined): Promise<Response | null> {
    try {
      const response = await fetch(this.#url + path, {
        method,
        headers: { Authorization: `Bearer ${this.#token}`, "Content-Type": "application/json" },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      // A Leaf that dies half-way through its answer has not answered.
      const text = await response.text()
      return new Response(text || null, response)
    } catch {
      return null
    }
  }
}

export type Room = {
  registers: Registers
  /** Resolves when everything written here so far is on the Leaf's disk, whatever is cut meanwhile. */
  safe: () => Promise<void>
  /** The code with which the Leaf closes the socket. */
  closed: () => Promise<number>
  close: () => void
}

function inSync(provider: WebsocketProvider): Promise<void> {
  if (provider.synced) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const finish = (end: () => void) => {
      clearTimeout(patience)
      provider.off("sync", listen)
      end()
    }
    const listen = (isSynced: boolean) => {
      if (isSynced) finish(resolve)
    }
    const patience = setTimeout(
      () => finish(() => reject(new LeafSilent(`The room ${provider.roomname} was not opened.`))),
      PATIENCE_MS,
    )
    provider.on("sync", listen)
  })
}

/** Asks what is on the Leaf's disk, and again after every cut. */
function askForSafety(provider: WebsocketProvider): () => Promise<void> {
  let asked = 0
  let answered = 0
  const waiting = new Set<() => void>()
  // Before it is in sync, what was written while it was away may come after the question.
  const ask = () => {
    if (provider.synced) provider.ws?.send(Uint8Array.from(writeTellMe(asked)))
  }
  provider.on("sync", () => {
    if (answered < asked) ask()
  })
  provider.messageHandlers[DURABLE] = (_answer, message) => {
    decoding.readVarUint8Array(message)
    // Without a number it is news of single edits, which nobody waits for here.
    if (!decoding.hasContent(message)) return
    answered = Math.max(answered, decoding.readVarUint(message))
    for (const look of waiting) look()
  }
  return () => {
    const question = ++asked
    ask()
    return new Promise((resolve, reject) => {
      const finish = (end: () => void) => {
        clearTimeout(patience)
        waiting.delete(look)
        end()
      }
      const look = () => {
        if (answered >= question) finish(resolve)
      }
      const patience = setTimeout(
        () =>
          finish(() =>
            reject(new LeafSilent(`What was written in ${provider.roomname} is not safe yet.`)),
          ),
        PATIENCE_MS,
      )
      waiting.add(look)
    })
  }
}

function* batches<Item>(items: readonly Item[]): Iterable<Item[]> {
  for (let start = 0; start < items.length; start += BATCH) yield items.slice(start, start + BATCH)
}
