import { once } from "node:events"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { WebSocket } from "ws"
import { LeafClient } from "../../cli/leaf-client.ts"
import { registrationRoom, tournamentRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import { PlayerId, TournamentId } from "../../schemas/ids.ts"
import { Problem } from "../../schemas/problem.ts"
import { type Role, RoomAnswer, RoomsAnswer } from "../../schemas/wire.ts"
import { edit, updateFrame } from "../support/relay.ts"
import { until } from "../support/until.ts"
import { openOwnLeaf } from "../support/own-leaf.ts"

const NAME = "Nora Østerbro-Holm"
const tournament = v.parse(TournamentId, "t1")
const player = v.parse(PlayerId, "p1")
const floorRoom = tournamentRoom(tournament)
const ownRoom = registrationRoom(tournament, player)

// In this process, since only its own code can add staff who are no administrators.
const { leaf, http } = await openOwnLeaf()
const url = `http://127.0.0.1:${http.port}`
const hall = venueRoom(leaf.identity.venueId)

const PINS = { administrator: "71934820", cashier: "71934823" }
for (const [role, pin] of Object.entries(PINS)) await leaf.sessions.addStaff(pin, role as Role)
const [administrator, cashier] = [new LeafClient(url), new LeafClient(url)]
const { token, staffId } = await administrator.signIn(PINS.administrator)
const { staffId: cashierId } = await cashier.signIn(PINS.cashier)
await leaf.players.keep([{ playerId: player, name: NAME }])
const { token: phone } = await leaf.sessions.issueTicket({
  tournamentId: tournament,
  playerId: player,
})

const ask = (path: string, as: string | null = token): Promise<Response> =>
  fetch(url + path, { headers: as === null ? {} : { Authorization: `Bearer ${as}` } })
const rooms = async () => v.parse(RoomsAnswer, await (await ask("/api/rooms")).json())
const address = (name: string) => `/api/room?name=${encodeURIComponent(name)}`
const room = async (name: string) => v.parse(RoomAnswer, await (await ask(address(name))).json())

/** Waits until so many edits of a room were refused. */
const refused = (name: string, count: number) =>
  until(`${count} edits of ${name} are refused`, async () => {
    return (await room(name)).refused.length === count
  })

const devices = {
  hall: await administrator.openRoom(hall),
  floor: await administrator.openRoom(floorRoom),
  cashier: await cashier.openRoom(floorRoom),
  phone: await administrator.openRoom(ownRoom, phone),
}

for (const path of ["/api/rooms", address(floorRoom)])
  test(`${path.replace(/\?.*/, "")} is for staff: 401 for nobody, 403 for a phone`, async () => {
    assert.is((await ask(path, null)).status, 401)
    assert.is((await ask(path, phone)).status, 403)
    assert.is((await ask(path)).status, 200)
  })

test("every open room is a line, with who is there, its size and what is stored of it", async () => {
  devices.floor.registers.set("entry/e1/player", "p1")
  await until("the edit is stored", async () => (await room(floorRoom)).stored.updates === 1)
  const before = await rooms()
  const peers = new Map(before.rooms.map((line) => [line.room, line.peerCount]))
  assert.equal(
    [hall, floorRoom, ownRoom].map((name) => peers.get(name)),
    [1, 2, 1],
  )
  assert.is(peers.size, 3)
  assert.equal(
    before.staff.toSorted((a, b) => b.peerCount - a.peerCount),
    [
      { bearer: `administrator ${staffId}`, peerCount: 2 },
      { bearer: `cashier ${cashierId}`, peerCount: 1 },
    ],
  )
  assert.is(before.phoneCount, 1)
  const lineOf = ({ rooms: lines }: RoomsAnswer) => lines.find((each) => each.room === floorRoom)
  const { documentBytes = 0, sequence = 0, stored } = lineOf(before) ?? {}
  assert.is(sequence, 1)
  assert.ok(documentBytes > 0 && stored && stored.bytes > 0)

  devices.floor.registers.set("entry/e2/player", "p2")
  await until("the next edit is stored", async () => (await room(floorRoom)).stored.updates === 2)
  const after = lineOf(await rooms())
  assert.ok((after?.documentBytes ?? 0) > documentBytes, "a size is not remembered for too long")
  assert.is(after?.documentBytes, (await room(floorRoom)).documentBytes)
})

test("a room tells its peers, and who wrote each field last, the newest first", async () => {
  devices.cashier.registers.set("entry/e1/player", "p3")
  await until("the cashier is the last", async () => {
    return (await room(floorRoom)).writings[0]?.bearer === `cashier ${cashierId}`
  })
  const { peers, writings, now } = await room(floorRoom)
  assert.equal(
    writings.map(({ key, bearer }) => [key, bearer]),
    [
      ["entry/e1/player", `cashier ${cashierId}`],
      ["entry/e2/player", `administrator ${staffId}`],
    ],
  )
  assert.ok(writings.every(({ at }) => at > now - 60_000 && at <= now))
  assert.equal(
    peers.map(({ bearer, access, waitingBytes }) => [bearer, access, waitingBytes]),
    [
      [`administrator ${staffId}`, "write", 0],
      [`cashier ${cashierId}`, "write", 0],
    ],
  )
})

test("what was refused is told with who, where and why, in the room and over all rooms", async () => {
  devices.cashier.registers.set("clock", { status: "paused", levelIndex: 0, elapsedMs: 0 })
  await refused(floorRoom, 1)
  devices.phone.registers.set("nickname", NAME.repeat(2))
  await refused(ownRoom, 1)
  devices.phone.registers.set("favourite", 7)
  await refused(ownRoom, 2)
  const told = (edits: { key: string | null; reason: string; bearer: string }[]) =>
    edits.map(({ key, reason, bearer }) => [key, reason, bearer])
  const own = [
    ["favourite", "unknown_field", "player p1"],
    ["nickname", "wrong_value", "player p1"],
  ]
  const floor = [["clock", "not_allowed", `cashier ${cashierId}`]]
  assert.equal(told((await room(ownRoom)).refused), own)
  assert.equal(told((await room(floorRoom)).refused), floor)
  const all = await rooms()
  assert.equal(told(all.refused), [...own, ...floor])
  assert.is(all.refused[0]?.room, ownRoom)
  assert.is(all.rooms.find((line) => line.room === ownRoom)?.refusedCount, 2)
})

test("who was refused has written nothing", async () => {
  for (const name of [floorRoom, ownRoom])
    assert.not.match(JSON.stringify((await room(name)).writings), /clock|nickname|favourite/)
})

test("no value of a field and no name is told, not even where it was given as a field's", async () => {
  devices.phone.registers.set(NAME, true)
  await refused(ownRoom, 3)
  assert.is((await room(ownRoom)).refused[0]?.key, null)
  for (const path of ["/api/rooms", address(ownRoom), address(floorRoom)])
    assert.not.match(await (await ask(path)).text(), /Nora|Østerbro|elapsedMs|paused/)
})

test("who sends what is no edit of Felt's is sent away, and that is told as well", async () => {
  const socket = new WebSocket(`${url.replace("http", "ws")}/sync/${floorRoom}?token=${token}`)
  await once(socket, "open")
  socket.send(updateFrame(edit("any")))
  await once(socket, "close")
  const [latest] = (await room(floorRoom)).refused
  assert.equal(
    [latest?.key, latest?.reason, latest?.bearer],
    [null, "sent_away", `administrator ${staffId}`],
  )
})

for (const name of [tournamentRoom(v.parse(TournamentId, "t2")), "made/up/room/name\n", ""])
  test(`the room ${JSON.stringify(name)} is not open: 404 in one sentence`, async () => {
    const answer = await ask(address(name))
    assert.is(answer.status, 404)
    assert.match(v.parse(Problem, await answer.json()).detail, /^No room ".*" is open now\.$/)
    assert.is((await rooms()).rooms.length, 3, "asking opens nothing")
  })

test("a room without a name is no question", async () => {
  assert.is((await ask("/api/room")).status, 422)
})

test.after(async () => {
  for (const device of Object.values(devices)) device.close()
  const closed = http.close()
  await leaf.disconnect()
  await closed
  await leaf.close()
})
test.run()
