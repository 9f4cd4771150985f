import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { DisplayId, PlayerId, type StaffId, TournamentId } from "../../schemas/ids.ts"
import { EventReader } from "../support/event-reader.ts"
import { intent } from "../support/intents.ts"
import { openOwnLeaf } from "../support/own-leaf.ts"
import { within } from "../support/until.ts"

const { leaf, http, url } = await openOwnLeaf()
const tournamentId = v.parse(TournamentId, "t1")
const playerId = v.parse(PlayerId, "p1")
const STREAMS = ["/api/ledger/stream", "/api/log/stream", "/api/registrations/stream"]
let pins = 80_000_000

test.before(async () => {
  await leaf.sessions.addStaff("31415926", "administrator")
  await leaf.ledger.submit([intent("open-tournament")])
  await leaf.players.keep([{ playerId, name: "Bo" }])
})

async function signIn(): Promise<{ token: string; staffId: StaffId }> {
  const pin = String(pins++)
  await leaf.sessions.addStaff(pin, "director")
  const welcome = await leaf.sessions.signIn(pin, "tablet")
  if (welcome.outcome !== "welcome") throw new Error(`It said ${welcome.outcome}.`)
  return { token: welcome.token, staffId: welcome.session.staffId }
}

const open = (path: string, token: string): Promise<EventReader> =>
  EventReader.open(url + path, { Authorization: `Bearer ${token}` })

/** Reads what is still on its way, until the stream ends. */
async function ended(what: string, reader: EventReader): Promise<void> {
  const readAll = async () => {
    for (;;) await reader.next()
  }
  await within(
    `${what} ends`,
    readAll().catch((error: unknown) => assert.match(String(error), /The stream ended/)),
  )
}

test("signing out ends every stream of that session, and no stream of another", async () => {
  const [gone, stays] = [await signIn(), await signIn()]
  const readers = await Promise.all(STREAMS.map((path) => open(path, gone.token)))
  const other = await open("/api/ledger/stream", stays.token)
  await other.next()
  const headers = { Authorization: `Bearer ${gone.token}` }
  assert.is((await fetch(`${url}/api/sessions`, { method: "DELETE", headers })).status, 204)
  for (const [index, reader] of readers.entries()) await ended(STREAMS[index] ?? "", reader)
  const next = other.next()
  await leaf.ledger.submit([intent("close-registration")])
  assert.ok((await within("the other goes on", next)).data.includes("close-registration"))
  await other.close()
})

test("whoever works here no more has no stream left, of whatever kind", async () => {
  const { token, staffId } = await signIn()
  const readers = await Promise.all(STREAMS.map((path) => open(path, token)))
  await leaf.sessions.staff.deactivate(staffId)
  leaf.sendAway(staffId, false)
  for (const [index, reader] of readers.entries()) await ended(STREAMS[index] ?? "", reader)
})

test("a session that is too old tells nothing more: staff's, a phone's; a screen's goes on", async () => {
  const { token } = await signIn()
  const phone = await leaf.sessions.issueTicket({ tournamentId, playerId })
  const screen = await leaf.sessions.issueDisplay(v.parse(DisplayId, "wall"))
  const readers = await Promise.all([
    ...STREAMS.map((path) => open(path, token)),
    open("/api/me/stream", phone.token),
  ])
  const wall = await open("/api/screen/stream", screen)
  await leaf.endOldStreams()
  const before = leaf.streams.size
  assert.is(before, readers.length + 1, "nobody's time is over yet")
  await later(25 * 3_600_000, () => leaf.endOldStreams())
  for (const reader of readers) await ended("a stream", reader)
  assert.is(leaf.streams.size, 1)
  await wall.close()
})

test("an address of guests has so many streams open, of all kinds together, and no more", async () => {
  const venue = `/api/feeds/venue/${leaf.identity.venueId}`
  const paths = ["/api/displays/wall/stream", venue, "/api/tournaments/t1/stream"]
  const owner = { name: "guest 127.0.0.1", token: null }
  const fill = () =>
    leaf.streams.add((track) => {
      fills.push(
        track(
          () => {},
          () => {},
        ),
      )
      return new Response()
    }, owner)
  const fills: (() => void)[] = []
  for (let count = 0; count < 500; count++) fill()
  for (const path of paths) assert.is((await fetch(url + path)).status, 429, path)
  fills.forEach((over) => over())
  for (const path of paths) {
    const reader = await EventReader.open(url + path)
    await reader.close()
  }
})

/** Does it as if so much time had passed. */
async function later(ms: number, work: () => Promise<void>): Promise<void> {
  const passed = performance.now.bind(performance)
  // The venue's clock is the time that has passed (program/steady-clock.ts).
  performance.now = () => passed() + ms
  try {
    await work()
  } finally {
    performance.now = passed
  }
}

test.after(async () => {
  await http.close()
  await leaf.disconnect()
  await leaf.close()
})
test.run()
