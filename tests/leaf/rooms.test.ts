import { test } from "uvu"
import * as assert from "uvu/assert"
import { registrationRoom, tournamentRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import * as v from "valibot"
import { PlayerId, TournamentId } from "../../schemas/ids.ts"
import { intent } from "../support/intents.ts"
import { TestLeaf } from "../support/leaf.ts"

const leaf = await new TestLeaf().start()
const staff = await leaf.signIn()
const tournament = v.parse(TournamentId, "t1")
const player = v.parse(PlayerId, "p1")
const another = v.parse(PlayerId, "p2")
const { venueId } = await staff.venue()
await staff.record([intent("open-tournament")])
await staff.keepPlayers([
  { playerId: player, name: "Anna" },
  { playerId: another, name: "Bo" },
])
const { token: phone } = await staff.ticket(tournament, player)

/** Opens a room's socket as a browser would and tells how the door answers. */
function knock(room: string, token: string | null): Promise<"open" | "refused"> {
  const query = token === null ? "" : `?token=${token}`
  const socket = new WebSocket(`${leaf.url.replace("http", "ws")}/sync/${room}${query}`)
  return new Promise((resolve) => {
    socket.addEventListener("open", () => {
      socket.close()
      resolve("open")
    })
    socket.addEventListener("error", () => resolve("refused"))
  })
}

for (const [who, token, room, answer] of [
  ["a phone", phone, registrationRoom(tournament, player), "open"],
  ["a phone", phone, tournamentRoom(tournament), "open"],
  ["a phone", phone, registrationRoom(tournament, another), "refused"],
  ["a phone", phone, tournamentRoom(v.parse(TournamentId, "t2")), "refused"],
  ["a phone", phone, venueRoom(venueId), "refused"],
  ["nobody", null, tournamentRoom(tournament), "refused"],
  ["a made-up token", "made-up", tournamentRoom(tournament), "refused"],
  ["anybody", phone, "made/up/room/name", "refused"],
] as const)
  test(`${who} at the door of ${room.replace(venueId, "…")}: ${answer}`, async () => {
    assert.is(await knock(room, token), answer)
  })

test("a phone writes its own registration, and staff read it", async () => {
  const mine = await staff.openRoom(registrationRoom(tournament, player), phone)
  const seen = await staff.openRoom(registrationRoom(tournament, player))
  const arrived = new Promise<void>((resolve) => {
    seen.registers.observe(() => {
      if (seen.registers.get("coming") === true) resolve()
    })
  })
  mine.registers.set("coming", true)
  await arrived
  mine.close()
  seen.close()
})

test("a phone that writes the tournament is closed, and nobody ever sees what it wrote", async () => {
  const floor = await staff.openRoom(tournamentRoom(tournament))
  const key = "entry/e1/player"
  floor.registers.set(key, "p1")
  await floor.safe()
  const socket = await staff.openRoom(tournamentRoom(tournament), phone)
  const closed = socket.closed()
  socket.registers.set(key, "p2")
  assert.is(await closed, 4403)
  socket.close()
  const fresh = await staff.openRoom(tournamentRoom(tournament))
  assert.is(fresh.registers.get(key), "p1")
  assert.is(floor.registers.get(key), "p1")
  fresh.close()
  floor.close()
})

test("rooms are back after a pulled plug, as they were", async () => {
  const floor = await staff.openRoom(tournamentRoom(tournament))
  floor.registers.setAll(
    Array.from({ length: 50 }, (_, index) => [`entry/k${index}/player`, `p${index}`]),
  )
  // Others see it before it is on the disk; a cut may take back what nobody was told is safe.
  await floor.safe()
  await leaf.kill()
  await leaf.start()
  floor.close()
  const fresh = await staff.openRoom(tournamentRoom(tournament))
  assert.is(fresh.registers.get("entry/k49/player"), "p49")
  fresh.close()
})

test.after(async () => {
  await leaf.stop()
})
test.run()
