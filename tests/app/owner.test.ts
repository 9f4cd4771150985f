import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { choicesOf, extentOf, leagueRows } from "../../app/features/owner/leagues-view.ts"
import { byCurrency, csvOf, nightRows, shortOf } from "../../app/features/owner/nights-view.ts"
import { periodOf, rangeOf } from "../../app/features/owner/period.ts"
import { pathOf, placeOf } from "../../app/features/owner/route.ts"
import { contactOf, lineOf, needsSomebody } from "../../app/features/owner/venue-state.ts"
import { LeagueBody, LeagueTableAnswer, VenueSeason } from "../../schemas/league.ts"
import { Night, Totals } from "../../schemas/nights.ts"
import { OwnedVenue } from "../../schemas/owner.ts"
import { millis } from "../../schemas/units.ts"

const now = millis(1_000_000)
const venueWith = (fields: Record<string, unknown>): OwnedVenue =>
  v.parse(OwnedVenue, {
    venueId: "v1",
    name: "The Club",
    hasToken: true,
    lastContactAt: now,
    ledger: { lines: 0, hash: "", waiting: 0, takenAt: null, alarm: null },
    documents: 0,
    players: 0,
    toErase: 0,
    jurisdiction: "none",
    ...fields,
  })

for (const [what, fields, contact, isTrouble] of [
  ["heard of just now", {}, "here", false],
  ["not heard of for minutes", { lastContactAt: now - 180_001 }, "quiet", true],
  ["that never came", { lastContactAt: null }, "never", false],
  ["without a token", { hasToken: false, lastContactAt: 0 }, "shut", false],
  [
    "whose ledger is not sound",
    { ledger: { lines: 0, hash: "", waiting: 1, takenAt: null, alarm: { text: "x", since: 1 } } },
    "here",
    true,
  ],
] as const)
  test(`a venue ${what} is "${contact}"${isTrouble ? " and needs somebody" : ""}`, () => {
    const venue = venueWith(fields)
    assert.is(contactOf(venue, now), contact)
    assert.is(needsSomebody(venue, now), isTrouble)
  })

test("an alarm names its line, where it has one", () => {
  assert.is(lineOf("The ledger's chain breaks at line 17: it is not JSON."), 17)
  assert.is(lineOf("Something else."), null)
})

test("every place has an address that leads back to it; what is nowhere is the first page", () => {
  for (const place of [
    { page: "venues" },
    { page: "nights" },
    { page: "leagues" },
    { page: "league", league: "22222222-2222-4222-8222-222222222222" },
    { page: "people" },
    { page: "person", person: "22222222-2222-4222-8222-222222222222" },
    { page: "receipt", person: "22222222-2222-4222-8222-222222222222" },
    { page: "requests" },
    { page: "members" },
  ] as const)
    assert.equal(placeOf(pathOf(place)), place)
  for (const path of ["/owner", "/owner/", "/owner/nowhere"])
    assert.equal(placeOf(path), { page: "venues" })
})

for (const [name, today, from, to] of [
  ["month", "2028-02-10", "2028-02-01", "2028-02-29"],
  ["lastMonth", "2026-01-31", "2025-12-01", "2025-12-31"],
  ["year", "2026-07-01", "2026-01-01", "2026-12-31"],
  ["all", "2026-07-01", "", ""],
] as const)
  test(`${name} on ${today} is from "${from}" to "${to}"`, () => {
    assert.equal(periodOf(name, today), { from, to })
  })

test("a time ends with the last moment of its last day; without days it has no ends", () => {
  const { from, to } = rangeOf({ from: "2026-07-01", to: "2026-07-01" })
  assert.is(Number(to) - Number(from), 86_399_999)
  assert.equal(rangeOf({ from: "", to: "" }), {})
})

const sum = (account: string, debitCents: number, creditCents: number) => ({
  account,
  debitCents,
  creditCents,
})
const night = v.parse(Night, {
  venueId: "v1",
  venueName: 'The "Club", west',
  tournamentId: "t1",
  name: "=1+1",
  firstAt: 0,
  lastAt: 0,
  lines: 9,
  currency: "EUR",
  accounts: [
    sum("cash:drawer", 22_000, 5_000),
    sum("card:terminal", 5_500, 0),
    sum("prizePool", 5_000, 24_750),
    sum("house:fee", 0, 2_750),
  ],
})

test("a night in short: received and paid by every way of paying, and what the house has earned", () => {
  assert.equal(shortOf(night.accounts), { received: 27_500, paid: 5_000, earned: 2_750 })
})

test("totals of two currencies are two tables", () => {
  const totals = v.parse(Totals, {
    nights: 2,
    lines: 2,
    accounts: [
      { currency: "DKK", ...sum("cash:drawer", 1, 0) },
      { currency: "EUR", ...sum("cash:drawer", 2, 0) },
    ],
  })
  assert.equal(
    byCurrency(totals).map(({ currency, accounts }) => [currency, accounts.length]),
    [
      ["DKK", 1],
      ["EUR", 1],
    ],
  )
})

test("as a table: quoted where it must be, and nothing that a spreadsheet would reckon out", () => {
  const lines = csvOf(nightRows([night])).split("\r\n")
  const time = "1970-01-01T00:00:00.000Z"
  assert.is(lines.length, 6)
  assert.is(lines[4], `v1,"The ""Club"", west",t1,'=1+1,${time},${time},EUR,house:fee,0,2750,-2750`)
})

const seasonOf = (venueId: string, seasonId: string) => ({
  venueId,
  venueName: venueId,
  seasonId,
  leagueName: "Tuesdays",
  seasonName: "Autumn",
})
const { parts } = v.parse(LeagueBody, {
  name: "Both",
  rules: { formula: "n", tieBreaks: [] },
  parts: [
    { venueId: "club", seasonId: "autumn" },
    { venueId: "club", seasonId: "gone" },
    { venueId: "bar", seasonId: "autumn" },
  ],
})

test("seasons are chosen venue by venue; what a league counts and a venue has no more can be taken out", () => {
  const seasons = v.parse(v.array(VenueSeason), [
    seasonOf("bar", "autumn"),
    seasonOf("club", "autumn"),
    seasonOf("club", "spring"),
  ])
  assert.equal(
    choicesOf(seasons, parts).map(({ venueId, choices }) => [
      venueId,
      ...choices.map(({ seasonId, name }) => `${seasonId}: ${name?.league}`),
    ]),
    [
      ["bar", "autumn: Tuesdays"],
      ["club", "autumn: Tuesdays", "spring: Tuesdays", "gone: undefined"],
    ],
  )
  assert.equal(extentOf(parts), { seasons: 3, venues: 2 })
})

test("a league as a table: points as numbers, and who has no name by an id", () => {
  const table = v.parse(LeagueTableAnswer, {
    name: "Both",
    standings: [
      { place: 1, personId: "a", name: "Lind, Nora", hundredths: 2_550, played: 3, counted: 2 },
      { place: 2, personId: "b", name: null, hundredths: -100, played: 1, counted: 1 },
    ],
    tournaments: [],
    problem: null,
  })
  assert.is(
    csvOf(leagueRows(table)),
    'place,person_id,name,points,nights,counted\r\n1,a,"Lind, Nora",25.5,3,2\r\n2,b,,-1,1,1\r\n',
  )
})

test.run()
