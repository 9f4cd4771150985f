import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { resultsOf } from "../../domain/league-results.ts"
import {
  findSeason,
  FIRST_RULES,
  listedLeagues,
  type PlayedTournament,
  rulesNamed,
  seasonOf,
  seasonOn,
  seasonStandings,
  tournamentsOf,
} from "../../domain/leagues.ts"
import { InvalidInput } from "../../domain/invalid.ts"
import type { LeagueResult } from "../../domain/points.ts"
import type { TournamentState } from "../../domain/tournament.ts"
import { newClock } from "../../domain/clock.ts"
import { refusalOf } from "../../schemas/documents/rules.ts"
import type { SeasonRules } from "../../schemas/documents/leagues.ts"
import type { EventPart } from "../../schemas/documents/venue.ts"
import type { EntryId, PlayerId, SeasonId, TournamentId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"

const player = (text: string) => text as PlayerId
const entry = (text: string) => text as EntryId
const tournament = (text: string) => text as TournamentId
const season = (text: string) => text as SeasonId

const result = (who: string, place: number, change: Partial<LeagueResult> = {}): LeagueResult => ({
  playerId: player(who),
  place,
  entries: 20,
  buyInCents: 10_000,
  expenseCents: 10_000,
  paidPlaces: 3,
  prizeCents: 0,
  poolCents: 200_000,
  knockouts: 0,
  ...change,
})
/** Each night as the players in the order of their places. */
const nights = (...all: string[]): PlayedTournament[] =>
  all.map((names, index) => ({
    tournamentId: tournament(`t${index}`),
    results: Array.from(names, (who, at) => result(who, at + 1)),
  }))
const rules = (change: Partial<SeasonRules> = {}): SeasonRules => ({ ...FIRST_RULES, ...change })
const table = (played: readonly PlayedTournament[], by: SeasonRules) =>
  seasonStandings(played, by).standings.map(
    ({ place, playerId, hundredths }) => `${place} ${playerId} ${hundredths / 100}`,
  )

/** domain.md 4.9, as a whole season of one tournament each. */
for (const [name, change, expected] of [
  ["Dr. Neau", {}, 22.36],
  ["PokerStars leader board", { entries: 150, place: 3, buyInCents: 2_000 }, 163.09],
  ["PokerStars leader board", { entries: 900, place: 25, buyInCents: 0 }, 23.88],
  ["PokerStars leader board", { entries: 250, place: 10, buyInCents: 1_000 }, 100.54],
] as const)
  test(`${name}, ${JSON.stringify(change)}: ${expected} points`, () => {
    const played = [{ tournamentId: tournament("t"), results: [result("a", 1, change)] }]
    assert.equal(table(played, rules(rulesNamed(name))), [`1 a ${expected}`])
  })

test("the best so many count, ties share a place, and taking part is worth something", () => {
  const played = nights("abc", "bca", "acb")
  assert.equal(table(played, rules()), ["1 a 65", "2 b 58", "3 c 51"])
  assert.equal(table(played, rules({ countBest: 2 })), ["1 a 50", "2 b 43", "3 c 36"])
  const flat = rules({ formula: "0", takingPart: 5, tieBreaks: [] })
  assert.equal(table(played, flat), ["1 a 15", "1 b 15", "1 c 15"])
  const [first] = seasonStandings(played, rules({ countBest: 2 })).standings
  assert.equal(
    first?.results.map(({ tournamentId, place, counts }) => [tournamentId, place, counts]),
    [
      ["t0", 1, true],
      ["t2", 1, true],
      ["t1", 3, false],
    ],
  )
})

test("the first tie-break that tells two apart decides", () => {
  // a: first and fourth; b: second and third; c: one second place.
  const played = [
    { tournamentId: tournament("x"), results: [result("a", 1), result("b", 2), result("d", 3)] },
    { tournamentId: tournament("y"), results: [result("b", 3), result("a", 4), result("c", 2)] },
  ]
  const even = { formula: "1" }
  assert.equal(table(played, rules({ ...even, tieBreaks: [] })), [
    "1 a 2",
    "1 b 2",
    "3 c 1",
    "3 d 1",
  ])
  assert.equal(table(played, rules({ ...even, tieBreaks: ["bestPlaces"] })), [
    "1 a 2",
    "2 b 2",
    "3 c 1",
    "4 d 1",
  ])
  const byPlace = rules({ formula: "if(f=2, 5, if(f=3, 1, if(f=1, 4, 2)))" })
  assert.equal(table(played, { ...byPlace, tieBreaks: ["mostPlayed", "bestResult"] }), [
    "1 b 6",
    "2 a 6",
    "3 c 5",
    "4 d 1",
  ])
  const same = rules({ formula: "if(f=2, 8, 4)", tieBreaks: ["fewestPlayed"] })
  assert.equal(table(played, same), ["1 b 12", "2 c 8", "3 a 8", "4 d 4"])
})

const anySeason = fc
  .array(fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e", "f", "g"), { minLength: 1 }), {
    maxLength: 6,
  })
  .map((all) => nights(...all.map((names) => names.join(""))))
const anyRules = fc.record({
  formula: fc.constantFrom(FIRST_RULES.formula, "n/f", "1", "10-2*f"),
  takingPart: fc.integer({ min: 0, max: 3 }),
  countBest: fc.integer({ min: 1, max: 6 }),
  tieBreaks: fc.uniqueArray(
    fc.constantFrom("bestPlaces", "bestResult", "mostPlayed", "fewestPlayed"),
  ),
})

test("any season: the order of tournaments and of results changes nothing", () => {
  fc.assert(
    fc.property(anySeason, anyRules, (played, by) => {
      const turned = played
        .toReversed()
        .map((each) => ({ ...each, results: each.results.toReversed() }))
      assert.equal(seasonStandings(turned, by), seasonStandings(played, by))
    }),
    { seed: 51, numRuns: 300 },
  )
})

test("any season: places follow the points, every result is there, and so many count", () => {
  fc.assert(
    fc.property(anySeason, anyRules, (played, by) => {
      const { standings } = seasonStandings(played, by)
      const all = played.flatMap(({ results }) => results)
      assert.is(
        standings.reduce((sum, { results }) => sum + results.length, 0),
        all.length,
      )
      for (const [index, { place, hundredths, results }] of standings.entries()) {
        const counted = results.filter(({ counts }) => counts)
        assert.is(counted.length, Math.min(results.length, by.countBest))
        assert.is(
          hundredths,
          counted.reduce((sum, each) => sum + each.hundredths, 0),
        )
        const before = standings[index - 1]
        assert.ok(place === index + 1 || place === before?.place)
        if (before) assert.ok(before.hundredths >= hundredths)
        if (before?.place === place) assert.is(before.hundredths, hundredths)
      }
    }),
    { seed: 52, numRuns: 300 },
  )
})

test("any season without points below nothing: one more that counts, or one more night, lowers nobody", () => {
  const totals = (played: readonly PlayedTournament[], by: SeasonRules) =>
    new Map(
      seasonStandings(played, by).standings.map(
        (each) => [each.playerId, each.hundredths] as const,
      ),
    )
  fc.assert(
    fc.property(anySeason, anyRules, (played, anyOf) => {
      const by = { ...anyOf, formula: `max(0, ${anyOf.formula})` }
      const now = totals(played, by)
      const more = totals(played, { ...by, countBest: by.countBest + 1 })
      for (const [who, points] of now) assert.ok((more.get(who) ?? 0) >= points)
      for (const [who, points] of totals(played.slice(1), by))
        assert.ok((now.get(who) ?? 0) >= points)
    }),
    { seed: 53, numRuns: 300 },
  )
})

test("a night without a value for the formula is named, and the others count", () => {
  const free = { tournamentId: tournament("free"), results: [result("z", 1, { expenseCents: 0 })] }
  const { standings, problems } = seasonStandings(
    [...nights("ab"), free],
    rules(rulesNamed("Dr. Neau")),
  )
  assert.equal(
    standings.map(({ playerId }) => playerId),
    ["a", "b"],
  )
  assert.match(problems.get(tournament("free")) ?? "", /at column 11: division by zero/)
  const isAt = (field: string) => (error: unknown) =>
    error instanceof InvalidInput && error.field === field
  assert.throws(() => seasonStandings([], rules({ formula: "1+" })), isAt("formula"))
  assert.throws(() => seasonStandings([...nights("a"), ...nights("b")], rules()), isAt("played"))
})

/** Who went out in which order; the last of them is left. */
const floor = (outs: string, left = "", flight = ""): TournamentState => ({
  tournament: null,
  clock: newClock(),
  tables: [],
  waiting: [],
  entries: Array.from(outs + left).map((who, index) => ({
    entryId: entry(`${who}${flight}`),
    playerId: player(who.toLowerCase()),
    seat: null,
    chips: null,
    out: index < outs.length ? { order: index + 1, at: millis(index) } : null,
  })),
})
const placesIn = (
  stages: { part?: EventPart; state: TournamentState }[],
  isPutAway = false,
): string | undefined =>
  resultsOf({
    stages: stages.map(({ part, state }) => ({ part, state })),
    ledger: null,
    isPutAway,
  })
    ?.toSorted((a, b) => a.place - b.place || (a.playerId < b.playerId ? -1 : 1))
    .map(({ playerId, place, entries }) => `${place}${playerId}/${entries}`)
    .join(" ")

test("a tournament is over with one left; before that, or put away with several, it is not", () => {
  assert.is(placesIn([{ state: floor("abc", "d") }]), "1d/4 2c/4 3b/4 4a/4")
  assert.is(placesIn([{ state: floor("ab", "cd") }]), undefined)
  assert.is(placesIn([{ state: floor("ab", "cd") }], true), undefined)
  assert.is(placesIn([{ state: floor("", "a") }], true), undefined, "the only entry won nothing")
  assert.is(placesIn([{ state: floor("", "") }], true), undefined)
})

test("of several entries of one player the best counts, and all of them are entries", () =>
  assert.is(placesIn([{ state: floor("aAb", "c") }]), "1c/4 2b/4 3a/4"))

test("of an event the last day decides; who went out in a flight shares the place after it", () => {
  const flight = (name: string): EventPart => ({
    kind: "flight",
    event: tournament("e"),
    flight: name,
    mode: "bestStackForward",
  })
  const day = (number: number): EventPart => ({ kind: "day", event: tournament("e"), day: number })
  const flights = [
    { part: flight("1A"), state: floor("ab", "xy") },
    { part: flight("1B"), state: floor("cx", "z", "") },
  ]
  assert.is(placesIn(flights), undefined, "the second day is still to come")
  const two = { part: day(2), state: floor("x", "yz") }
  assert.is(placesIn([...flights, two]), undefined)
  const over = { part: day(2), state: floor("xy", "z") }
  assert.is(placesIn([...flights, over]), "1z/6 2y/6 3x/6 4a/6 4b/6 4c/6")
  const three = { part: day(3), state: floor("y", "z") }
  assert.is(placesIn([three, two, ...flights]), "1z/6 2y/6 3x/6 4a/6 4b/6 4c/6")
})

const VALUES = new Map<string, unknown>([
  ["league/tue", { name: "Tuesdays" }],
  ["season/spring", { league: "tue", name: "Spring", from: "2026-01-01", to: "2026-06-30" }],
  ["season/autumn", { league: "tue", name: "Autumn", from: "2026-07-01" }],
  ["season/autumn/rules", { formula: "n/f", countBest: 4, tieBreaks: [] }],
  ["season/lost", { league: "gone", name: "Lost" }],
  ["season/bad", { league: "tue", name: "Bad", from: "2026-02-02", to: "2026-01-01" }],
  ["tournament/t1", { name: "One", createdAt: 2, endedAt: 9 }],
  ["tournament/t1/season", "autumn"],
  ["tournament/t2", { name: "Two", createdAt: 1 }],
  ["tournament/t2/season", "autumn"],
  ["tournament/day", { name: "Two", createdAt: 3, part: { kind: "day", event: "t2", day: 2 } }],
  ["tournament/t3", { name: "Three", createdAt: 4 }],
])

test("leagues are read of the venue's document, the latest season first", () => {
  const [tuesdays, ...others] = listedLeagues(VALUES)
  assert.is(others.length, 0)
  assert.equal(
    tuesdays?.seasons.map(({ id, rules: by }) => [id, by.formula]),
    [
      ["autumn", "n/f"],
      ["spring", FIRST_RULES.formula],
    ],
  )
  assert.is(findSeason(VALUES, season("autumn"))?.leagueName, "Tuesdays")
  assert.is(findSeason(VALUES, season("lost")), null)
  assert.equal(tournamentsOf(VALUES, season("autumn")), [
    {
      id: "t2",
      parts: [
        { id: "t2", part: undefined },
        { id: "day", part: { kind: "day", event: "t2", day: 2 } },
      ],
      isPutAway: false,
    },
    { id: "t1", parts: [{ id: "t1", part: undefined }], isPutAway: true },
  ])
  assert.is(seasonOf(VALUES, tournament("t3"), undefined), null)
  const offered = (day: string) => seasonOn(listedLeagues(VALUES), day)?.id ?? null
  assert.equal(["2025-12-31", "2026-06-30", "2026-07-01"].map(offered), [null, "spring", "autumn"])
})

test("directors write leagues, the floor does not, and nonsense is refused with its place", () => {
  const room = { kind: "venue", venueId: "v" } as const
  const refused = (key: string, value: unknown, who: "director" | "floor" = "director") =>
    refusalOf(room, who, key, value)
  for (const [key, value] of VALUES)
    if (!key.startsWith("season/bad") && !key.startsWith("tournament/t1/"))
      assert.is(refused(key, value), null, key)
  for (const key of ["league/a", "season/a", "season/a/rules", "tournament/a/season"])
    assert.match(refused(key, null, "floor") ?? "", /signed in as floor may not change/)
  assert.match(refused("season/bad", VALUES.get("season/bad")) ?? "", /ends on the day/)
  assert.match(refused("season/a", { league: "x", name: "A", from: "May" }) ?? "", /a day such as/)
  const twice = { formula: "1", tieBreaks: ["bestPlaces", "bestPlaces"] }
  assert.match(refused("season/a/rules", twice) ?? "", /once/)
})

test.run()
