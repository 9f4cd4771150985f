import { test } from "uvu"
import * as assert from "uvu/assert"
import { Refused, Unreachable } from "../../app/data/errors.ts"
import {
  ageOf,
  askProblem,
  bearerOf,
  fieldOf,
  formatBytes,
  formatMoment,
  inOrder,
  search,
  writersFirst,
} from "../../app/features/sync/rooms.ts"
import { sectionOf, sections } from "../../app/features/venue/sections.ts"
import { EntryFields } from "../../schemas/documents/tournament.ts"
import { RegistrationFields } from "../../schemas/documents/registration.ts"
import { parseRoom } from "../../schemas/documents/rooms.ts"
import { refusalOf } from "../../schemas/documents/rules.ts"

test("Sync has an address of its own, but no place in the list: it is reached from Venue", () => {
  assert.is(sectionOf("sync"), "sync")
  assert.is(sections.at(-1), "venue")
})

test("a bearer is staff with a role, a player, or words that are shown as they are", () => {
  assert.equal(bearerOf("director s-1"), { kind: "staff", role: "director", staffId: "s-1" })
  assert.equal(bearerOf("player p1"), { kind: "player", playerId: "p1" })
  for (const text of ["", "player", "player !", "core venue-2"])
    assert.equal(bearerOf(text), { kind: "unknown", text })
})

test("every field that a document may hold is told by its name, and nothing else is", () => {
  const rows: [room: string, key: string, kind: string][] = [
    ["venue/v1", "tournament/t1", "listed"],
    ["venue/v1", "display/main", "screen"],
    ["tournament/t1", "tournament", "tournament"],
    ["tournament/t1", "clock", "clock"],
    ["tournament/t1", "table/x", "table"],
    ["tournament/t1", "button/x", "button"],
    ...Object.keys(EntryFields).map((field): [string, string, string] => [
      "tournament/t1",
      `entry/e1/${field}`,
      field,
    ]),
    ...Object.keys(RegistrationFields).map((field): [string, string, string] => [
      "registration/t1/p1",
      field,
      field,
    ]),
  ]
  for (const [name, key, kind] of rows) {
    const room = parseRoom(name)
    assert.ok(room)
    assert.is(refusalOf(room, "administrator", key, null), null, `${name} has ${key}`)
    assert.is(fieldOf(room, key).kind, kind)
  }
  const floor = parseRoom("tournament/t1")
  for (const key of ["entry/e1/stack", "entry", "nickname", "", null])
    assert.equal(fieldOf(floor, key), { kind: "unknown", key })
  assert.equal(fieldOf(parseRoom("no room"), "clock"), { kind: "unknown", key: "clock" })
})

test("open documents stand as venue, tournaments, registrations, each by name", () => {
  const names: Record<string, string> = {
    "venue/v1": "The venue",
    "tournament/t1": "Sunday",
    "tournament/t2": "Monday",
    "registration/t1/p1": "Anna",
    "registration/t1/p2": "Aage",
    "registration/t2/p1": "Anna",
  }
  const lines = Object.keys(names)
    .toReversed()
    .map((room) => ({ room }))
  assert.equal(
    inOrder(lines, (room) => names[room] ?? "").map(({ room }) => room),
    [
      "venue/v1",
      "tournament/t2",
      "tournament/t1",
      "registration/t1/p2",
      "registration/t1/p1",
      "registration/t2/p1",
    ],
  )
})

test("who may write stands before who only reads, whoever came first", () => {
  const peers = [
    { access: "read" as const, since: 1 },
    { access: "write" as const, since: 3 },
    { access: "write" as const, since: 2 },
  ]
  assert.equal(
    writersFirst(peers).map(({ since }) => since),
    [2, 3, 1],
  )
})

test("a search finds rows that have every typed part in any of their words", () => {
  const rows = ["Seat · Søren Berg", "Seat · Anna Holm", "Clock"]
  const found = (text: string, most = 10) =>
    search(rows, text, { wordsOf: (row) => [row, "Director"], most })
  assert.equal(found("seat soren"), { shown: ["Seat · Søren Berg"], found: 1 })
  assert.equal(found("DIRECT clo"), { shown: ["Clock"], found: 1 })
  assert.equal(found("  "), { shown: rows, found: 3 })
  assert.equal(found("seat", 1), { shown: ["Seat · Søren Berg"], found: 2 })
  assert.equal(found("seat clock"), { shown: [], found: 0 })
  const long = { row: "x".repeat(200) }
  assert.is(search([long], "key", { wordsOf: ({ row }) => [row, "key"], most: 1 }).found, 1)
})

test("an age is told in the unit that a person would use", () => {
  const rows: [ms: number, unit: string, count: number][] = [
    [-5_000, "now", 0],
    [1_999, "now", 0],
    [2_000, "seconds", 2],
    [59_999, "seconds", 59],
    [60_000, "minutes", 1],
    [3_599_999, "minutes", 59],
    [3_600_000, "hours", 1],
  ]
  for (const [ms, unit, count] of rows) assert.equal(ageOf(ms), { unit, count }, String(ms))
})

test("a size is short, and in the language's own digits", () => {
  const rows: [bytes: number, english: string, danish: string][] = [
    [0, "0 B", "0 B"],
    [999, "999 B", "999 B"],
    [1_000, "1 kB", "1 kB"],
    [18_440, "18.4 kB", "18,4 kB"],
    [999_949, "999.9 kB", "999,9 kB"],
    [999_950, "1 MB", "1 MB"],
    [1_250_000, "1.3 MB", "1,3 MB"],
  ]
  for (const [bytes, english, danish] of rows) {
    assert.is(formatBytes(bytes, "en-GB"), english)
    assert.is(formatBytes(bytes, "da-DK"), danish)
  }
})

test("a moment is the time of day, with the day where that was another one", () => {
  const at = new Date(2026, 10, 25, 23, 59, 58).getTime()
  assert.is(formatMoment(at, at + 1_000, "en-GB"), "23:59:58")
  assert.match(formatMoment(at, at + 2_000, "en-GB"), /^25 Nov,? (at )?23:59:58$/)
})

test("without an answer: the Leaf is away, the room is gone, or the Leaf says why", () => {
  assert.equal(askProblem(new Unreachable("")), { kind: "unreachable" })
  assert.equal(askProblem(new Refused(404, "No room.")), { kind: "gone" })
  assert.equal(askProblem(new Refused(500, "A mistake.")), { kind: "other", text: "A mistake." })
})

test.run()
