import { readdirSync, readFileSync, statSync } from "node:fs"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { LeafClient } from "../../cli/leaf-client.ts"
import { registrationRoom, tournamentRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import { DeviceId, PlayerId, TournamentId } from "../../schemas/ids.ts"
import { DevicesAnswer, LogLine, LogPage } from "../../schemas/log.ts"
import { EventReader } from "../support/event-reader.ts"
import { intent } from "../support/intents.ts"
import { ActionLog } from "../../leaf/action-log.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { startLog } from "../support/nats.ts"
import { until } from "../support/until.ts"

const leaf = await new TestLeaf().start()
const tournament = v.parse(TournamentId, "t1")
const player = v.parse(PlayerId, "p1")
const tablet = v.parse(DeviceId, "tablet-2")
const NICKNAME = "Kongen af Klør"
const seat = (number: number) => ({ table: "table-001", seat: number })

/** A session as a client holds it. */
async function signIn(deviceId?: DeviceId) {
  const client = new LeafClient(leaf.url)
  const { token, staffId } = await client.signIn(PIN, deviceId)
  return { client, token, staffId }
}
let staff = await signIn(tablet)

const ask = (path: string, token: string | null, body?: object): Promise<Response> =>
  fetch(leaf.url + path, {
    method: body ? "POST" : "GET",
    headers: token === null ? {} : { Authorization: `Bearer ${token}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })

async function page(query: string): Promise<LogPage> {
  const answer = await ask(`/api/log?${query}`, staff.token)
  assert.is(answer.status, 200)
  return v.parse(LogPage, await answer.json())
}

/** The log's lines are written right after the edits; that they are is waited for. */
async function lines(count: number, query = `tournament=${tournament}&limit=500`) {
  await until(`there are ${count} lines`, async () => (await page(query)).lines.length >= count)
  return (await page(query)).lines
}

test("an act is there with person, device and what was before, the newest first", async () => {
  const floor = await staff.client.openRoom(tournamentRoom(tournament))
  floor.registers.set("entry/e1/seat", seat(1))
  floor.registers.set("entry/e1/seat", seat(5))
  await floor.safe()
  const elsewhere = await (await signIn()).client.openRoom(tournamentRoom(tournament))
  elsewhere.registers.set("entry/e1/out", { order: 1, at: 5 })
  await elsewhere.safe()
  const [out, moved, seated] = await lines(3)
  assert.equal(seated?.changes, [{ key: "entry/e1/seat", before: null, after: seat(1) }])
  assert.equal(moved?.changes, [{ key: "entry/e1/seat", before: seat(1), after: seat(5) }])
  assert.equal(out?.changes, [{ key: "entry/e1/out", before: null, after: { order: 1, at: 5 } }])
  assert.equal([moved?.deviceId, out?.deviceId], [tablet, null])
  assert.equal([moved?.staffId, moved?.role], [staff.staffId, "administrator"])
  assert.is(moved?.room, "tournament/t1")
  floor.close()
  elsewhere.close()
})

test("another tournament's acts are not in it, the venue's are", async () => {
  const other = await staff.client.openRoom("tournament/t2")
  other.registers.set("entry/e9/seat", seat(9))
  await other.safe()
  const hall = await staff.client.openRoom(venueRoom((await staff.client.venue()).venueId))
  hall.registers.set("display/main", { tournamentId: "t2" })
  await hall.safe()
  assert.equal(
    (await lines(4)).map(({ changes }) => changes[0]?.key),
    ["display/main", "entry/e1/out", "entry/e1/seat", "entry/e1/seat"],
  )
  await lines(5, "limit=500")
  other.close()
  hall.close()
})

test("a registration: that staff changed it is there, what it says is not; a phone's is not", async () => {
  await staff.client.record([intent("open-tournament")])
  await staff.client.keepPlayers([{ playerId: player, name: "Nora Holm" }])
  const { token } = await staff.client.ticket(tournament, player)
  const phone = await staff.client.openRoom(registrationRoom(tournament, player), token)
  phone.registers.set("nickname", NICKNAME)
  await phone.safe()
  const desk = await staff.client.openRoom(registrationRoom(tournament, player))
  desk.registers.set("nickname", `${NICKNAME}!`)
  await desk.safe()
  const [newest] = await lines(5)
  assert.equal(newest?.changes, [{ key: "nickname" }])
  for (const path of ["/api/log", "/api/log/stream", "/api/devices"])
    assert.is((await ask(path, token)).status, 403, "a phone gets nothing")
  phone.close()
  desk.close()
})

test("pages go back to the first line, none twice and none left out", async () => {
  const floor = await staff.client.openRoom(tournamentRoom(tournament))
  for (let number = 0; number < 60; number++) {
    floor.registers.set("entry/e2/seat", seat((number % 9) + 1))
    // Lines of another room in between, so that a page spans more than its own lines.
    if (number % 20 === 0) {
      const other = await staff.client.openRoom("tournament/t2")
      for (let each = 0; each < 40; each++) other.registers.set("entry/e9/seat", seat(each % 10))
      await other.safe()
      other.close()
    }
  }
  await floor.safe()
  floor.close()
  const all = await lines(65)
  const read: number[] = []
  for (let before = ""; ; before = `&before=${read.at(-1)}`) {
    const { lines: some, isEnd } = await page(`tournament=${tournament}&limit=7${before}`)
    read.push(...some.map(({ number }) => number))
    if (isEnd) break
    assert.is(some.length, 7)
  }
  assert.equal(
    read,
    all.map(({ number }) => number),
  )
  assert.equal(
    read,
    read.toSorted((a, b) => b - a),
  )
})

/** The next line that a reader is told of, past the devices' names. */
async function nextLine(reader: EventReader) {
  for (;;) {
    const event = await reader.next()
    if (event.event === "line") return event
  }
}

test("a reader is told of new lines, and goes on after a cut where it was", async () => {
  const before = (await lines(65)).slice(0, 2)
  const headers = { Authorization: `Bearer ${staff.token}` }
  const path = `${leaf.url}/api/log/stream?tournament=${tournament}&after=`
  const reader = await EventReader.open(`${path}${before[1]?.number}`, headers)
  assert.is((await reader.next()).event, "devices")
  assert.is((await nextLine(reader)).id, String(before[0]?.number))
  const floor = await staff.client.openRoom(tournamentRoom(tournament))
  floor.registers.set("clock", { status: "paused", levelIndex: 1, elapsedMs: 7 })
  const { id, data } = await nextLine(reader)
  const line = v.parse(v.pipe(v.string(), v.parseJson(), LogLine), data)
  assert.is(line.changes[0]?.key, "clock")
  await reader.close()
  floor.registers.set("clock", { status: "paused", levelIndex: 2, elapsedMs: 7 })
  await floor.safe()
  const again = await EventReader.open(`${path}0`, { ...headers, "Last-Event-ID": id })
  const next = v.parse(v.pipe(v.string(), v.parseJson(), LogLine), (await nextLine(again)).data)
  assert.equal(next.changes[0]?.before, { status: "paused", levelIndex: 1, elapsedMs: 7 })
  await again.close()
  floor.close()
})

test("a device has a name, which its own sessions give it", async () => {
  assert.is((await ask("/api/devices", staff.token, { name: " Tablet 2 " })).status, 200)
  assert.is((await ask("/api/devices", (await signIn()).token, { name: "Mine" })).status, 422)
  assert.is((await ask("/api/devices", staff.token, { name: " " })).status, 422)
})

test("lines and names survive an orderly stop, right after the last act, and a power cut", async () => {
  const floor = await staff.client.openRoom(tournamentRoom(tournament))
  floor.registers.set("entry/e3/player", "p3")
  await floor.safe()
  floor.close()
  await leaf.stop()
  await leaf.start()
  staff = await signIn(tablet)
  const [newest] = (await page(`tournament=${tournament}`)).lines
  assert.is(
    newest?.changes[0]?.key,
    "entry/e3/player",
    "what was done last was written at the stop",
  )
  const count = (await lines(68)).length
  await leaf.kill()
  await leaf.start()
  staff = await signIn(tablet)
  assert.is((await lines(68)).length, count)
  const answer = v.parse(DevicesAnswer, await (await ask("/api/devices", staff.token)).json())
  assert.equal(answer.devices, [{ deviceId: tablet, name: "Tablet 2" }])
})

test("no name of anybody is in the files of the log", () => {
  const folder = `${leaf.data}/nats/store`
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.includes("ACTIONS/"))
    .map((path) => `${folder}/${path}`)
    .filter((path) => statSync(path).isFile())
  const written = files.map((path) => readFileSync(path, "latin1")).join("")
  assert.match(written, "entry/e3/player", "the files are those of the log")
  assert.not.match(written, /Nora|Holm|Kongen/)
})

test.after(async () => {
  await leaf.stop()
})
test("what was written and not answered is there once, also where more came before that was known", async () => {
  const log = await startLog()
  const { connection, manager } = log.connection
  let isSilent = false
  const silent = (): never => {
    throw new Error("No answer.")
  }
  const errors: unknown[] = []
  const acts = await ActionLog.open(
    {
      ...log.connection,
      connection: Object.create(connection, {
        request: {
          value: async (...asked: Parameters<typeof connection.request>) => {
            const answer = await connection.request(...asked)
            return isSilent ? silent() : answer
          },
        },
      }),
      manager: Object.create(manager, {
        streams: {
          value: Object.create(manager.streams, {
            info: {
              value: (stream: string) => (isSilent ? silent() : manager.streams.info(stream)),
            },
          }),
        },
      }),
    },
    (error) => errors.push(error),
  )
  const heard: string[] = []
  acts.subscribe((told) =>
    heard.push(...told.map(({ number, changes }) => `${number} ${changes[0]?.key}`)),
  )
  const act = (key: string) => ({
    room: tournamentRoom(tournament),
    bearer: `floor ${staff.staffId}`,
    device: null,
    at: 1,
    isLate: false,
    changes: [{ key, before: null, after: 1, isOverruled: false }],
  })
  isSilent = true
  acts.note([act("a")])
  await until("it got no answer", () => errors.length > 0)
  acts.note([act("b"), act("c")])
  isSilent = false
  await acts.close()
  assert.equal(heard, ["1 a", "2 b", "3 c"])
  assert.is((await manager.streams.info("ACTIONS")).state.messages, 3)
  await log.stop()
})

test.run()
