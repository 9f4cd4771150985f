import { test } from "uvu"
import * as assert from "uvu/assert"
import { csvOf } from "../../app/features/leagues/export.ts"
import {
  exampleOf,
  formOf,
  formulaProblem,
  pointsOf,
  READY,
  readForm,
  readyKeyOf,
} from "../../app/features/leagues/season-form.ts"
import { leaguesDa } from "../../app/words/leagues-da.ts"
import { leaguesEn } from "../../app/words/leagues-en.ts"
import { rulesNamed } from "../../domain/leagues.ts"
import { builtInPoints } from "../../domain/points.ts"
import type { PlayerId, SeasonId, TournamentId } from "../../schemas/ids.ts"
import type { SeasonTable } from "../../schemas/league.ts"
import { place } from "../../schemas/units.ts"

const form = formOf("Tuesdays", { name: "Autumn" })

test("every formula that Felt brings is offered, found again, and has words in both languages", () => {
  assert.equal(
    READY.map(({ name }) => name as string).toSorted(),
    builtInPoints.map(({ name }) => name).toSorted(),
  )
  for (const { key, name } of READY) {
    assert.is(readyKeyOf(rulesNamed(name)), key)
    assert.equal(pointsOf({ ...form, points: key }), rulesNamed(name))
  }
  assert.is(readyKeyOf({ formula: "1" }), null)
  assert.equal(Object.keys(leaguesDa).toSorted(), Object.keys(leaguesEn).toSorted())
})

test("a form is what it was made of; what is not understood is named", () => {
  const season = { name: "Autumn", from: "2026-09-01", to: "2026-12-31" }
  const rules = {
    formula: "n/f",
    among: "paidPlaces" as const,
    countBest: 4,
    takingPart: 2,
    tieBreaks: ["bestResult" as const, "mostPlayed" as const],
  }
  assert.equal(readForm(formOf("Tuesdays", season, rules)), {
    league: "Tuesdays",
    head: season,
    rules,
  })
  for (const [change, field] of [
    [{ league: " " }, "league"],
    [{ season: "" }, "season"],
    [{ from: "2026-02-01", to: "2026-01-31" }, "to"],
    [{ points: "own" as const, formula: "n/" }, "formula"],
    [{ countBest: "0" }, "countBest"],
    [{ takingPart: "two" }, "takingPart"],
  ] as const)
    assert.equal(readForm({ ...form, ...change }), { wrong: [field] }, field)
  const none = readForm({ ...form, takingPart: "0", countBest: " 12 " })
  assert.equal("rules" in none && [none.rules.takingPart, none.rules.countBest], [0, 12])
  const twice = readForm({ ...form, tie: "bestResult", tieThen: "bestResult" })
  assert.equal("rules" in twice && twice.rules.tieBreaks, ["bestResult"])
  assert.match(formulaProblem({ formula: "sqrt(n" }) ?? "", /^at column 7: expected '\)'/)
})

test("the example shows what the published formula gives, and nothing where it gives nothing", () => {
  const rows = exampleOf(rulesNamed("Dr. Neau"), 0, 10_000)
  assert.equal(rows[0], { place: 1, hundredths: [1_581, 2_236, 3_536] })
  assert.equal(exampleOf({ formula: "1/(f-1)" }, 3, 100)[0]?.hundredths, [null, null, null])
  assert.equal(exampleOf({ formula: "1/(f-1)" }, 3, 100)[1]?.hundredths, [400, 400, 400])
})

const table: SeasonTable = {
  seasonId: "s" as SeasonId,
  problem: null,
  tournaments: [
    { tournamentId: "t1" as TournamentId, state: "counted", players: 2, problem: null },
    { tournamentId: "t2" as TournamentId, state: "notOver", players: 0, problem: null },
    { tournamentId: "t3" as TournamentId, state: "counted", players: 1, problem: null },
  ],
  standings: [
    {
      place: place(1),
      playerId: "p1" as PlayerId,
      hundredths: 1_250,
      results: [
        { tournamentId: "t3" as TournamentId, place: place(1), hundredths: 1_250, counts: true },
        { tournamentId: "t1" as TournamentId, place: place(2), hundredths: 0, counts: false },
      ],
    },
    { place: place(2), playerId: "p2" as PlayerId, hundredths: -50, results: [] },
  ],
}

test("a season as a file: one row a player, no name can be a formula", () => {
  const heads = { place: "Place", player: "Player", points: "Points", nights: "Nights" }
  const names: Record<string, string> = { p1: '=HYPERLINK("x"),', p2: "Bo" }
  const csv = csvOf(
    table,
    heads,
    (id) => names[id] ?? "",
    (id) => `Night ${id}`,
  )
  assert.is(
    csv,
    "\uFEFFPlace,Player,Points,Nights,Night t1,Night t3\r\n" +
      `1,"'=HYPERLINK(""x""),",12.5,2,(0),12.5\r\n` +
      "2,Bo,-0.5,0,,\r\n",
  )
})

test.run()
