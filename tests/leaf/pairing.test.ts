import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { Pairings } from "../../leaf/pairings.ts"
import { ClaimAnswer, type DisplayState, Pairing } from "../../schemas/display.ts"
import * as floor from "../../domain/floor.ts"
import { builtInStructures } from "../../domain/structure.ts"
import { registrationRoom, tournamentRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import { DisplayId, EntryId, PlayerId, StaffId, TournamentId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"
import { EventReader } from "../support/event-reader.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { until, within } from "../support/until.ts"

const bar = v.parse(DisplayId, "bar")
const nora = v.parse(StaffId, "nora")
const bo = v.parse(StaffId, "bo")

/** Pairings whose time is the test's. */
function pairings() {
  let time = 1_000
  const open = new Pairings(() => millis(time))
  const given = { token: "t", displayId: bar }
  return {
    open,
    pass: (ms: number) => {
      time += ms
    },
    give: (code: string, staff = nora) => open.give(code, staff, () => Promise.resolve(given)),
  }
}

function begin(open: Pairings, network = "10.0.0.1"): Pairing {
  const pairing = open.begin(network)
  assert.ok(pairing, "there is room for another code")
  return v.parse(Pairing, pairing)
}

test("a screen learns by its claim, and by nothing else, what became of its code", async () => {
  const { open, give } = pairings()
  const { code, claim } = begin(open)
  assert.is(open.claimed(claim), "waiting")
  assert.is(open.claimed(code), null)
  assert.equal(await give(code), { outcome: "right" })
  // An answer may be lost on its way: it is the same when asked again.
  assert.equal(open.claimed(claim), { token: "t", displayId: bar })
  assert.equal(open.claimed(claim), { token: "t", displayId: bar })
})

test("a code counts once, also for two who type it at the same moment", async () => {
  const { open, give } = pairings()
  const { code } = begin(open)
  const both = await Promise.all([give(code), give(code, bo)])
  assert.equal(both.map(({ outcome }) => outcome).toSorted(), ["right", "unknown"])
})

test("a code that could not be given, since the disk said no, can be typed again", async () => {
  const { open, give } = pairings()
  const { code } = begin(open)
  const failing = open.give(code, nora, () => Promise.reject(new Error("The disk is full.")))
  await failing.then(
    () => assert.unreachable("it was given"),
    (error: unknown) => assert.match(String(error), /disk is full/),
  )
  assert.equal(await give(code), { outcome: "right" })
})

test("a code ends after ten minutes", async () => {
  const { open, pass, give } = pairings()
  const { code, claim, expiresAt } = begin(open)
  assert.is(expiresAt, 1_000 + 10 * 60_000)
  pass(10 * 60_000)
  assert.is(open.claimed(claim), null)
  assert.equal(await give(code), { outcome: "unknown" })
})

test("after five wrong codes the wait doubles with each, for who guesses alone", async () => {
  const { open, pass, give } = pairings()
  const { code } = begin(open)
  for (let guess = 0; guess < 5; guess++) assert.equal(await give("BBBBBB"), { outcome: "unknown" })
  assert.equal(await give(code), { outcome: "wait", waitMs: 1_000 })
  pass(1_000)
  assert.equal(await give("BBBBBB"), { outcome: "unknown" })
  assert.equal(await give("BBBBBB"), { outcome: "wait", waitMs: 2_000 })
  assert.equal(await give(code, bo), { outcome: "right" })
})

test("a screen that starts again and again takes nobody else's place", () => {
  const { open } = pairings()
  const other = begin(open, "10.0.0.2")
  for (let start = 0; start < 100; start++) begin(open)
  assert.is(open.claimed(other.claim), "waiting")
})

const leaf = await new TestLeaf().start()
const staff = await leaf.signIn()
const tournament = v.parse(TournamentId, "t1")
const [structure] = builtInStructures
if (!structure) throw new Error("There is no built-in structure.")

const post = (path: string, token: string | null, body?: unknown): Promise<Response> =>
  fetch(leaf.url + path, {
    method: "POST",
    headers: token === null ? {} : { Authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

async function staffToken(): Promise<string> {
  const answer = await post("/api/sessions", null, { pin: PIN })
  return ((await answer.json()) as { token: string }).token
}

/** A new screen, made `bar` by a member of staff. Returns its token. */
async function pair(): Promise<string> {
  const { code, claim } = v.parse(Pairing, await (await post("/api/pairings", null)).json())
  const given = await post(`/api/pairings/${code}/screen`, await staffToken(), { displayId: bar })
  assert.is(given.status, 204)
  const answer = await post("/api/pairings/claim", null, { claim })
  const claimed = v.parse(ClaimAnswer, await answer.json())
  assert.is(claimed.status, "paired")
  return claimed.status === "paired" ? claimed.token : ""
}

const watch = (token: string): Promise<EventReader> =>
  EventReader.open(`${leaf.url}/api/screen/stream?screen=k`, { Authorization: `Bearer ${token}` })

async function shown(
  screen: EventReader,
  isIt: (state: Extract<DisplayState, { kind: "tournament" }>) => boolean,
): Promise<void> {
  for (;;) {
    const { data } = await within("the screen shows it", screen.next())
    const state = JSON.parse(data) as DisplayState
    if (state.kind === "tournament" && isIt(state)) return
  }
}

let token = ""

test("a paired screen shows what it was given, with the names it may show, over a restart", async () => {
  const { venueId } = await staff.venue()
  const venue = await staff.openRoom(venueRoom(venueId))
  const room = await staff.openRoom(tournamentRoom(tournament))
  const players = ["p1", "p2"].map((id) => v.parse(PlayerId, id))
  await staff.keepPlayers([
    { playerId: players[0] as PlayerId, name: "Nora Østerbro-Holm" },
    { playerId: players[1] as PlayerId, name: "Bo Lund" },
  ])
  const entered = players.flatMap((playerId, index) => [
    ...floor.enter({ entryId: v.parse(EntryId, `e${index}`), playerId }),
    [`entry/e${index}/chips`, { count: 500 * (index + 1), at: 1 }] as const,
  ])
  room.registers.setAll(floor.createTournament({ name: "Friday", structure, seed: "s" }))
  room.registers.setAll(entered)
  venue.registers.setAll([
    ["display/bar", { tournamentId: tournament }],
    ["display/bar/views", { views: [{ layout: "ready-stacks" }], seconds: 20 }],
  ])
  token = await pair()
  const screen = await watch(token)
  await shown(screen, ({ people }) => people.ranking?.[0]?.name === "Bo L.")
  const [nickname] = [registrationRoom(tournament, players[1] as PlayerId)]
  const own = await staff.openRoom(nickname)
  own.registers.set("nickname", "The Rock")
  await shown(screen, ({ people }) => people.ranking?.[0]?.name === "The Rock")
  await screen.close()
  for (const each of [own, room, venue]) each.close()
  await leaf.kill()
  await leaf.start()
  const back = await watch(token)
  await shown(
    back,
    ({ name, people, screen: { views } }) =>
      name === "Friday" &&
      people.ranking?.[0]?.name === "The Rock" &&
      views.views[0]?.layout === "ready-stacks",
  )
  await back.close()
})

test("an address that anybody may open shows nobody but by the nickname they gave themselves", async () => {
  const open = await EventReader.open(`${leaf.url}/api/displays/bar/stream`)
  await shown(open, ({ people }) => people.ranking?.[0]?.name === "The Rock")
  const again = await EventReader.open(`${leaf.url}/api/displays/bar/stream`)
  const { data } = await again.next()
  assert.match(data, /"chips":1000/)
  assert.not.match(data, /Nora|Bo L|"p1"|"e1"/)
  await again.close()
  await open.close()
})

test("the list of screens knows the paired one, and that it is there", async () => {
  const screen = await watch(token)
  await screen.next()
  const here = await post("/api/screen/here?screen=k", token)
  assert.is(here.status, 204)
  const asked = { headers: { Authorization: `Bearer ${await staffToken()}` } }
  const { screens } = (await (await fetch(`${leaf.url}/api/screens`, asked)).json()) as {
    screens: { displayId: string; connected: number }[]
  }
  assert.is(screens.find(({ displayId }) => displayId === "bar")?.connected, 1)
  await screen.close()
})

test("the relay opens no room to a screen's token, not even to read", async () => {
  for (const room of [tournamentRoom(tournament), venueRoom((await staff.venue()).venueId)])
    for (const open of [`${room}?token=${token}`]) {
      const socket = new WebSocket(`${leaf.url.replace("http", "ws")}/sync/${open}`)
      const outcome = await within(
        "the relay has answered",
        new Promise<string>((resolve) => {
          socket.addEventListener("open", () => resolve("open"))
          socket.addEventListener("error", () => resolve("refused"))
        }),
      )
      assert.is(outcome, "refused", room)
    }
})

test("a screen that is taken away is sent away at once, and its token is nobody's", async () => {
  const screen = await watch(token)
  await screen.next()
  const { venueId } = await staff.venue()
  const venue = await staff.openRoom(venueRoom(venueId))
  await until("the document is there", () => venue.registers.get("display/bar") !== undefined)
  venue.registers.setAll([
    ["display/bar", null],
    ["display/bar/views", null],
  ])
  await within(
    "its stream has ended",
    (async () => {
      for (;;) await screen.next()
    })().catch((error: unknown) => assert.match(String(error), /stream ended/)),
  )
  const asked = { headers: { Authorization: `Bearer ${token}` } }
  assert.is((await fetch(`${leaf.url}/api/screen/stream`, asked)).status, 401)
  venue.close()
})

test("a wrong code gives nothing, and says so", async () => {
  const answer = await post("/api/pairings/BBBBBB/screen", await staffToken(), { displayId: bar })
  assert.is(answer.status, 404)
  assert.match(((await answer.json()) as { detail: string }).detail, /No screen shows this code/)
})

test.after(async () => {
  await leaf.stop()
})
test.run()
