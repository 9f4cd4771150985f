import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import * as floor from "../../domain/floor.ts"
import { startClock } from "../../domain/clock.ts"
import { builtInStructures } from "../../domain/structure.ts"
import { tournamentRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import { EntryId, PlayerId, TournamentId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"
import type { DisplayState } from "../../schemas/wire.ts"
import { buyIns, intent } from "../support/intents.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"

const leaf = await new TestLeaf().start()
const staff = await leaf.signIn()
const tournament = v.parse(TournamentId, "t1")
const { venueId } = await staff.venue()
const venue = await staff.openRoom(venueRoom(venueId))
const room = await staff.openRoom(tournamentRoom(tournament))
const [structure] = builtInStructures
if (!structure) throw new Error("There is no built-in structure.")

type StreamEvent = { id: string; data: string }

/** Reads a stream of server-sent events, one event at a time. */
class EventReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  readonly #decoder = new TextDecoder()
  #text = ""

  private constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.getReader()
  }

  static async open(path: string, headers: Record<string, string> = {}): Promise<EventReader> {
    const response = await fetch(leaf.url + path, { headers })
    assert.match(response.headers.get("Content-Type") ?? "", /^text\/event-stream/)
    if (!response.body) throw new Error("The stream has no body.")
    return new EventReader(response.body)
  }

  async next(): Promise<StreamEvent> {
    for (;;) {
      const end = this.#text.indexOf("\n\n")
      if (end >= 0) {
        const block = this.#text.slice(0, end)
        this.#text = this.#text.slice(end + 2)
        const data = /^data: (.*)$/m.exec(block)?.[1]
        if (data !== undefined) return { id: /^id: (.*)$/m.exec(block)?.[1] ?? "", data }
        continue
      }
      const { value, done } = await this.#reader.read()
      if (done) throw new Error("The stream ended.")
      this.#text += this.#decoder.decode(value, { stream: true })
    }
  }

  /** The first state that is as the test wants it; changes may come in one event or in several. */
  async until(isIt: (state: DisplayState) => boolean): Promise<DisplayState> {
    for (;;) {
      const state = JSON.parse((await this.next()).data) as DisplayState
      if (isIt(state)) return state
    }
  }

  close(): Promise<void> {
    return this.#reader.cancel()
  }
}

const isTournament = (state: DisplayState) => state.kind === "tournament"

test("a screen without a tournament waits, and shows one as soon as it is given it", async () => {
  const screen = await EventReader.open("/api/displays/bar/stream")
  assert.is((JSON.parse((await screen.next()).data) as DisplayState).kind, "waiting")
  room.registers.setAll(floor.createTournament({ name: "Friday", structure, seed: "s" }))
  venue.registers.set("display/bar", { tournamentId: tournament })
  const state = await screen.until(isTournament)
  assert.is(state.kind === "tournament" && state.name, "Friday")
  await screen.close()
})

test("clock, entries and money come to the screen, each as a whole state", async () => {
  const screen = await EventReader.open("/api/displays/bar/stream")
  await screen.until(isTournament)
  room.registers.set(
    "clock",
    startClock(
      structure.levels,
      { status: "paused", levelIndex: 2, elapsedMs: millis(0) },
      millis(5),
    ),
  )
  await screen.until(
    (state) =>
      state.kind === "tournament" &&
      state.clock.status === "running" &&
      state.clock.levelIndex === 2,
  )
  await staff.record([intent("open-tournament"), ...buyIns(3)])
  room.registers.setAll(
    [1, 2, 3].flatMap((each) =>
      floor.enter({
        entryId: v.parse(EntryId, `e${each}`),
        playerId: v.parse(PlayerId, `p${each}`),
      }),
    ),
  )
  const state = await screen.until(
    (each) => each.kind === "tournament" && each.poolCents === 3 * 4_950 && each.playersLeft === 3,
  )
  assert.is(state.kind === "tournament" && state.entries, 3)
  assert.is(state.kind === "tournament" && state.chipsInPlay, 3 * structure.startingStack)
  assert.is(state.kind === "tournament" && state.currency, "EUR")
  await screen.close()
})

test("a screen learns no player's name or id", async () => {
  await staff.keepPlayers([{ playerId: v.parse(PlayerId, "p1"), name: "Nora Holm" }])
  const screen = await EventReader.open("/api/displays/bar/stream")
  const { data } = await screen.next()
  assert.not.match(data, /Nora|"p1"|"e1"|staff/)
  await screen.close()
})

test("what a screen has seen last is not sent again; what came meanwhile is", async () => {
  const first = await EventReader.open("/api/displays/bar/stream")
  const { id } = await first.next()
  const again = await EventReader.open("/api/displays/bar/stream", { "Last-Event-ID": id })
  room.registers.set("clock", { status: "paused", levelIndex: 4, elapsedMs: 0 })
  const state = JSON.parse((await again.next()).data) as DisplayState
  assert.is(state.kind === "tournament" && state.clock.levelIndex, 4)
  await first.close()
  await again.close()
})

test("there is no way up a screen's address", async () => {
  for (const method of ["POST", "PUT", "DELETE"])
    assert.is(
      (await fetch(`${leaf.url}/api/displays/bar/stream`, { method, body: "{}" })).status,
      404,
    )
})

test("the ledger's stream gives every line once, in order, while others are being written", async () => {
  const answer = await fetch(`${leaf.url}/api/sessions`, {
    method: "POST",
    body: JSON.stringify({ pin: PIN }),
  })
  const { token } = (await answer.json()) as { token: string }
  const headers = { Authorization: `Bearer ${token}` }
  const writing = Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      staff.record([intent("buy-in", { playerId: `x${index}`, entryId: `x${index}` })]),
    ),
  )
  const stream = await EventReader.open("/api/ledger/stream?after=0", headers)
  for (let sequence = 1; sequence <= 34; sequence++) {
    const { id, data } = await stream.next()
    assert.is(id, String(sequence))
    assert.is((JSON.parse(data) as { sequence: number }).sequence, sequence)
  }
  await writing
  await stream.close()
  const resumed = await EventReader.open("/api/ledger/stream", {
    ...headers,
    "Last-Event-ID": "30",
  })
  assert.is((await resumed.next()).id, "31")
  await resumed.close()
})

test.after(async () => {
  room.close()
  venue.close()
  assert.is(await leaf.stop(), 0, "open streams do not keep the Leaf from stopping")
})
test.run()
