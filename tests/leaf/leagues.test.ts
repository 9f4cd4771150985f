import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { bust, createTournament, enter } from "../../domain/floor.ts"
import { builtInStructures } from "../../domain/structure.ts"
import { readTournament } from "../../domain/tournament.ts"
import type { DisplayState } from "../../schemas/display.ts"
import { tournamentRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import { EntryId, PlayerId, TournamentId } from "../../schemas/ids.ts"
import { SeasonTable } from "../../schemas/league.ts"
import { PhoneState } from "../../schemas/phone.ts"
import { millis } from "../../schemas/units.ts"
import { EventReader } from "../support/event-reader.ts"
import { intent } from "../support/intents.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { until, within } from "../support/until.ts"

const NAMES = ["Nora Holm", "Bo Carlsen", "Cleo Dam", "Dan Egede"]
const leaf = await new TestLeaf().start()
const staff = await leaf.signIn()
const { venueId } = await staff.venue()
const hall = await staff.openRoom(venueRoom(venueId))
const [structure] = builtInStructures
assert.ok(structure)
const player = (number: number) => v.parse(PlayerId, `player-${number}`)
const tournament = (text: string) => v.parse(TournamentId, text)
const { token } = (await (
  await fetch(`${leaf.url}/api/sessions`, { method: "POST", body: JSON.stringify({ pin: PIN }) })
).json()) as { token: string }

await staff.keepPlayers(NAMES.map((name, index) => ({ playerId: player(index + 1), name })))
hall.registers.setAll([
  ["league/tue", { name: "Tuesdays" }],
  ["season/s1", { league: "tue", name: "Autumn" }],
  ["season/s1/rules", { formula: "n*b/f", tieBreaks: ["bestPlaces"] }],
])

/** A night that four people paid for; who goes out is given in order. */
async function play(id: string, outs: readonly number[], isCounted = true): Promise<void> {
  const tournamentId = tournament(id)
  const entry = (number: number) => v.parse(EntryId, `${id}-${number}`)
  hall.registers.setAll([
    [`tournament/${id}`, { name: id, createdAt: 1 }],
    ...(isCounted ? [[`tournament/${id}/season`, "s1"] as const] : []),
  ])
  await staff.record([
    intent("open-tournament", { tournamentId }),
    ...[1, 2, 3, 4].map((number) =>
      intent("buy-in", { tournamentId, playerId: player(number), entryId: entry(number) }),
    ),
  ])
  const room = await staff.openRoom(tournamentRoom(tournamentId))
  assert.ok(structure)
  room.registers.setAll([
    ...createTournament({ name: id, structure, seed: id }),
    ...[1, 2, 3, 4].flatMap((number) =>
      enter({ playerId: player(number), entryId: entry(number) }),
    ),
  ])
  for (const number of outs) {
    const state = readTournament(room.registers.all())
    room.registers.setAll(bust(state, entry(number), millis(number)))
  }
  await room.safe()
  room.close()
}

const ask = (season: string, as: string | null = token) =>
  fetch(`${leaf.url}/api/leagues/${season}`, {
    headers: as === null ? {} : { Authorization: `Bearer ${as}` },
  })
const table = async () => v.parse(SeasonTable, await (await ask("s1")).json())
const lines = async () =>
  (await table()).standings.map(
    ({ place, playerId, hundredths }) => `${place} ${playerId} ${hundredths}`,
  )

await play("t1", [4, 3, 2])
await play("t2", [1, 2, 3])
await play("t3", [4, 3])
await play("t4", [1, 2, 3], false)
await hall.safe()

// 49.50 of each 55 are played for: the winner of four has 198 points, the second 99, and so on.
const TWO_NIGHTS = ["1 player-1 24750", "1 player-4 24750", "3 player-2 16500", "3 player-3 16500"]

test("the nights that are over and count make the table; one that is played brings nothing yet", async () => {
  const { tournaments, problem } = await table()
  assert.equal(
    tournaments.map(({ tournamentId, state, players }) => [tournamentId, state, players]),
    [
      ["t1", "counted", 4],
      ["t2", "counted", 4],
      ["t3", "notOver", 0],
    ],
  )
  assert.is(problem, null)
  assert.equal(await lines(), TWO_NIGHTS)
})

test("it follows floor, money and rules, and is the same after a restart", async () => {
  const tournamentId = tournament("t1")
  const reEntry = { tournamentId, playerId: player(4), entryId: v.parse(EntryId, "t1-5") }
  const [sold] = await staff.record([intent("re-entry", reEntry)])
  assert.is((await lines())[0], "1 player-1 29700", "five entries now, and a winner of five")
  const [taken] = await staff.record([intent("void", { tournamentId, sequence: sold?.seq })])
  assert.is(taken?.outcome, "accepted")
  assert.equal(await lines(), TWO_NIGHTS, "taken back")

  const room = await staff.openRoom(tournamentRoom(tournamentId))
  const out = room.registers.get("entry/t1-2/out")
  room.registers.set("entry/t1-2/out", null)
  await room.safe()
  await until("the night is not over any more", async () =>
    (await table()).tournaments.some(
      (each) => each.state === "notOver" && each.tournamentId === "t1",
    ),
  )
  room.registers.set("entry/t1-2/out", out)
  await room.safe()
  room.close()
  await until("it is over again", async () => (await lines()).length === 4)

  hall.registers.set("season/s1/rules", { formula: "n*", tieBreaks: [] })
  await hall.safe()
  await until("the formula is none", async () => /column 3/.test((await table()).problem ?? ""))
  assert.equal(await lines(), [])
  hall.registers.set("season/s1/rules", { formula: "n*b/f", tieBreaks: ["bestPlaces"] })
  await hall.safe()
  await until("it is one again", async () => (await lines()).length === 4)

  await leaf.kill()
  await leaf.start()
  await until("the Leaf is back", async () => (await ask("s1").catch(() => null))?.status === 200)
  assert.equal(await lines(), TWO_NIGHTS)
})

test("put away with a deal, a night has the places of the deal", async () => {
  const tournamentId = tournament("t3")
  const shares = [
    { entryId: "t3-2", amountCents: 10_000, agreed: true },
    { entryId: "t3-1", amountCents: 9_800, agreed: true },
  ]
  hall.registers.set("tournament/t3", { name: "t3", createdAt: 1, endedAt: 2 })
  await hall.safe()
  const isOver = async () => (await table()).tournaments.every(({ state }) => state === "counted")
  assert.not(await isOver(), "two are left, and nobody has said who is first")
  const [payouts, deal] = await staff.record([
    intent("set-payouts", { tournamentId, payouts: { shares: [6_000, 4_000], unitCents: 1 } }),
    intent("agree-deal", { tournamentId, method: "custom", shares }),
  ])
  assert.equal([payouts?.outcome, deal?.outcome], ["accepted", "accepted"], JSON.stringify(deal))
  await until("it is over", isOver)
  assert.is((await lines())[0], "1 player-2 36300", "198 for its first")
  assert.is((await lines())[1], "2 player-1 34650", "99 for the deal's second")
  hall.registers.set("tournament/t3", { name: "t3", createdAt: 1 })
  await hall.safe()
  await until("it is played again", async () => !(await isOver()))
})

test("it is for staff, and only for seasons that there are", async () => {
  assert.is((await ask("s1", null)).status, 401)
  assert.is((await ask("nothing")).status, 404)
})

test("a paired screen shows the places by name, any other none; who was erased has a short id", async () => {
  hall.registers.setAll([
    ["display/bar", { tournamentId: "t3" }],
    ["display/bar/views", { views: [{ layout: "ready-league" }], seconds: 20 }],
  ])
  await hall.safe()
  await staff.keepPlayers([{ playerId: player(3), name: "Player er-3" }])
  const names = async (path: string, headers: Record<string, string>) => {
    const screen = await EventReader.open(`${leaf.url}${path}`, headers)
    try {
      for (;;) {
        const { data } = await within("the screen shows the league", screen.next())
        const state = JSON.parse(data) as DisplayState
        const league = state.kind === "tournament" ? state.people.league : null
        if (league) return league
      }
    } finally {
      await screen.close()
    }
  }
  const shown = await names("/api/displays/bar/stream", {})
  assert.equal(
    { ...shown, rows: shown.rows.map(({ name }) => name) },
    {
      league: "Tuesdays",
      season: "Autumn",
      players: 4,
      rows: [null, null, null, null],
    },
  )
  const paired = await names("/api/screen/stream", { Authorization: `Bearer ${await pair("bar")}` })
  assert.equal(
    paired.rows.map(({ place, name, hundredths }) => `${place} ${name} ${hundredths}`),
    ["1 Nora H. 24750", "1 Dan E. 24750", "3 Bo C. 16500", "3 Player er-3 16500"],
  )
})

test("a phone shows the own place, and when the night ends the new one", async () => {
  const ticket = await staff.ticket(tournament("t3"), player(1))
  const phone = await EventReader.open(`${leaf.url}/api/me/stream`, {
    Authorization: `Bearer ${ticket.token}`,
  })
  const seen = async (isIt: (state: PhoneState) => boolean): Promise<PhoneState> => {
    for (;;) {
      const { data } = await within("the phone shows it", phone.next())
      const state = v.parse(PhoneState, JSON.parse(data))
      if (isIt(state)) return state
    }
  }
  const before = await seen(({ own }) => own?.league !== null)
  assert.equal(before.own?.league, { place: 1, hundredths: 24_750, played: 2 })
  assert.equal(
    before.night.league?.rows.map(({ nickname }) => nickname),
    [null, null, null, null],
  )
  const room = await staff.openRoom(tournamentRoom(tournament("t3")))
  const state = readTournament(room.registers.all())
  room.registers.setAll(bust(state, v.parse(EntryId, "t3-1"), millis(5)))
  const { own } = await seen((each) => each.own?.league?.played === 3)
  assert.equal(own?.league, { place: 2, hundredths: 24_750 + 9_900, played: 3 })
  await phone.close()
  room.close()
})

/** The token of a screen that was given a display. */
async function pair(displayId: string): Promise<string> {
  const post = (path: string, body: unknown, as?: string) =>
    fetch(`${leaf.url}${path}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: as === undefined ? {} : { Authorization: `Bearer ${as}` },
    })
  const { code, claim } = (await (await post("/api/pairings", {})).json()) as Record<string, string>
  assert.is((await post(`/api/pairings/${code}/screen`, { displayId }, token)).status, 204)
  const claimed = (await (await post("/api/pairings/claim", { claim })).json()) as { token: string }
  return claimed.token
}

test.after(async () => {
  hall.close()
  await leaf.stop()
})
test.run()
