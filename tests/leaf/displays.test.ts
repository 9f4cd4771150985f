import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import * as floor from "../../domain/floor.ts"
import { startClock } from "../../domain/clock.ts"
import { builtInStructures } from "../../domain/structure.ts"
import { tournamentRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import { EntryId, PlayerId, TournamentId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"
import type { DisplayState } from "../../schemas/display.ts"
import { EventReader } from "../support/event-reader.ts"
import { buyIns, intent } from "../support/intents.ts"
import { TestLeaf } from "../support/leaf.ts"
import { within } from "../support/until.ts"

const leaf = await new TestLeaf().start()
const staff = await leaf.signIn()
const tournament = v.parse(TournamentId, "t1")
const { venueId } = await staff.venue()
const venue = await staff.openRoom(venueRoom(venueId))
const room = await staff.openRoom(tournamentRoom(tournament))
const [structure] = builtInStructures
if (!structure) throw new Error("There is no built-in structure.")

const open = (display: string, headers: Record<string, string> = {}): Promise<EventReader> =>
  EventReader.open(`${leaf.url}/api/displays/${display}/stream`, headers)

/** The first state that is as the test wants it; changes may come in one event or in several. */
async function until(
  screen: EventReader,
  isIt: (state: DisplayState) => boolean,
): Promise<DisplayState> {
  for (;;) {
    const { data } = await within("the screen shows it", screen.next())
    const state = JSON.parse(data) as DisplayState
    if (isIt(state)) return state
  }
}

const isTournament = (state: DisplayState) => state.kind === "tournament"

test("a screen without a tournament waits, and shows one as soon as it is given it", async () => {
  const screen = await open("bar")
  assert.is((JSON.parse((await screen.next()).data) as DisplayState).kind, "waiting")
  room.registers.setAll(floor.createTournament({ name: "Friday", structure, seed: "s" }))
  venue.registers.set("display/bar", { tournamentId: tournament })
  const state = await until(screen, isTournament)
  assert.is(state.kind === "tournament" && state.name, "Friday")
  await screen.close()
})

test("clock, entries and money come to the screen, each as a whole state", async () => {
  const screen = await open("bar")
  await until(screen, isTournament)
  room.registers.set(
    "clock",
    startClock(
      structure.levels,
      { status: "paused", levelIndex: 2, elapsedMs: millis(0) },
      millis(5),
    ),
  )
  await until(
    screen,
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
  const state = await until(
    screen,
    (each) => each.kind === "tournament" && each.poolCents === 3 * 4_950 && each.playersLeft === 3,
  )
  assert.is(state.kind === "tournament" && state.entries, 3)
  assert.is(state.kind === "tournament" && state.chipsInPlay, 3 * structure.startingStack)
  assert.is(state.kind === "tournament" && state.currency, "EUR")
  await screen.close()
})

test("a screen learns no player's name or id", async () => {
  await staff.keepPlayers([{ playerId: v.parse(PlayerId, "p1"), name: "Nora Holm" }])
  const screen = await open("bar")
  const { data } = await screen.next()
  assert.not.match(data, /Nora|"p1"|"e1"|staff/)
  await screen.close()
})

test("what a screen has seen last is not sent again; what came meanwhile is", async () => {
  const first = await open("bar")
  const { id } = await first.next()
  const again = await open("bar", { "Last-Event-ID": id })
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

test("a screen that is pointed elsewhere follows, and shows no more of the former", async () => {
  const second = v.parse(TournamentId, "t2")
  const elsewhere = await staff.openRoom(tournamentRoom(second))
  elsewhere.registers.setAll(floor.createTournament({ name: "Saturday", structure, seed: "s" }))
  const screen = await open("bar")
  const nameOf = (state: DisplayState) => (state.kind === "tournament" ? state.name : null)
  await until(screen, (state) => nameOf(state) === "Friday")
  venue.registers.set("display/bar", { tournamentId: second })
  await until(screen, (state) => nameOf(state) === "Saturday")
  const moved = { status: "paused", elapsedMs: 0 }
  room.registers.set("clock", { ...moved, levelIndex: 6 })
  elsewhere.registers.set("clock", { ...moved, levelIndex: 7 })
  await until(screen, (state) => {
    assert.is(nameOf(state), "Saturday")
    return state.kind === "tournament" && state.clock.levelIndex === 7
  })
  await screen.close()
  elsewhere.close()
})

test("a screen's name that cannot be one is not found", async () => {
  assert.is((await fetch(`${leaf.url}/api/displays/the%20bar/stream`)).status, 404)
})

test.after(async () => {
  room.close()
  venue.close()
  assert.is(await leaf.stop(), 0, "open streams do not keep the Leaf from stopping")
})
test.run()
