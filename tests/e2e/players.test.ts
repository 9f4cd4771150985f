import type { Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { jumpToLevel } from "../../domain/clock.ts"
import { places } from "../../domain/entries.ts"
import { createTournament, enter, seatDraw } from "../../domain/floor.ts"
import { builtInStructures } from "../../domain/structure.ts"
import { readTournament } from "../../domain/tournament.ts"
import { tournamentRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import { EntryId, PlayerId, TournamentId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"
import {
  assertAccessible,
  assertFits,
  PHONE,
  section,
  signIn,
  TABLET,
  TestBrowser,
} from "../support/browser.ts"
import { intent, TERMS } from "../support/intents.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { until } from "../support/until.ts"

const BOUNTY = 1_000
const terms = {
  ...TERMS,
  buyIn: { ...TERMS.buyIn, bountyCents: BOUNTY },
  bounties: { kind: "progressive", cashBasisPoints: 5_000 },
}
const NAMES = [
  "Anna Berg",
  "Bo Carlsen",
  "Cleo Dam",
  "Didrik Elm",
  "Eva Friis",
  "Finn Gade",
  "Gro Holm",
  "Hans Ibsen",
  "Ida Juul",
  "Jens Krogh",
  "Kaja Lund",
  "Lars Møller-Østergaard",
]

const leaf = await new TestLeaf().start()
const browser = await TestBrowser.launchKeepingNothing()
const staff = await leaf.signIn()

// Two full tables of six, with a bounty on every head: a tablet's form has no field for it.
const tournament = v.parse(TournamentId, "bounty-night")
const players = NAMES.map((name, index) => ({
  name,
  playerId: v.parse(PlayerId, `p${String(index).padStart(2, "0")}`),
  entryId: v.parse(EntryId, `e${String(index).padStart(2, "0")}`),
}))
await staff.keepPlayers(players.map(({ playerId, name }) => ({ playerId, name })))
const bought = players.map(({ playerId, entryId }) =>
  intent("buy-in", { tournamentId: tournament, playerId, entryId }),
)
await staff.record([intent("open-tournament", { tournamentId: tournament, terms }), ...bought])
const { venueId } = await staff.venue()
const hall = await staff.openRoom(venueRoom(venueId))
const room = await staff.openRoom(tournamentRoom(tournament))
const state = () => readTournament(room.registers.all())
const [structure] = builtInStructures
assert.ok(structure)
const made = { name: "Bounty Night", structure: { ...structure, seatsPerTable: 6 }, seed: "s" }
room.registers.setAll([...createTournament(made), ...players.flatMap((player) => enter(player))])
room.registers.setAll(seatDraw(state(), "s"))
hall.registers.set(`tournament/${tournament}`, { name: "Bounty Night", createdAt: millis(1) })

const tablet = await browser.open(`${leaf.url}/operator/floor`, TABLET)
await signIn(tablet, PIN)
const sheet = tablet.getByRole("dialog")
const region = (number: number) => tablet.getByRole("region", { name: `Table ${number}` })
const seatButton = (name: string) =>
  tablet.getByRole("button", { name: new RegExp(`^${name}, table`) })
const entryOf = (name: string) => {
  const { entryId } = players.find((player) => player.name === name) ?? {}
  const entry = state().entries.find((each) => each.entryId === entryId)
  assert.ok(entry)
  return entry
}
/** Who plays at a table, by seat. */
const at = (number: number) => {
  const table = state().tables.find((each) => each.number === number)
  return state()
    .entries.filter(({ seat, out }) => !out && seat?.table === table?.tableId)
    .toSorted((a, b) => (a.seat?.seat ?? 0) - (b.seat?.seat ?? 0))
    .map(({ playerId }) => players.find((player) => player.playerId === playerId)?.name ?? "")
}
const undo = () => tablet.getByRole("button", { name: "Undo" }).last().click()
const lines = (kind: string) => async () =>
  (await staff.ledger(0)).filter((line) => line.intent.kind === kind)

/** What is on the screen now works for everybody, and on a phone. */
async function assertGood(page: Page, where: string): Promise<void> {
  await assertAccessible(page, where)
  await page.setViewportSize(PHONE)
  await assertFits(page, where)
  await page.setViewportSize(TABLET)
}

test("a table is counted seat after seat; skipped, gone back, taken back; the chips are explained", async () => {
  const sitting = at(1)
  const [first = "", second = ""] = sitting
  await region(1)
    .getByRole("button", { name: /^Table 1: button and blinds/ })
    .click()
  await sheet.getByRole("button", { name: "Count this table" }).click()
  const field = sheet.getByRole("textbox", { name: "Chips" })
  const run = sheet.getByRole("region", { name: "Counting table 1" })
  await run.getByText(first).waitFor()
  await field.fill("24.5")
  await run.getByText("A number of chips such as").waitFor()
  await assertGood(tablet, "the count of a table")
  for (const key of ["2", "4", "k"])
    await run.getByRole("button", { name: key, exact: true }).click()
  await field.press("Enter")
  await run.getByText(second).waitFor()
  await run.getByRole("button", { name: "Back" }).click()
  await run.getByText(first).waitFor()
  await until("going back takes the count back", () => entryOf(first).chips === null)
  await field.fill("24.5k")
  await field.press("Enter")
  await run.getByText(second).waitFor()
  await run.getByRole("button", { name: "Skip" }).click()
  for (const name of sitting.slice(2)) {
    await run.getByText(name).waitFor()
    await field.fill("12000")
    await field.press("Enter")
  }
  await sheet.waitFor({ state: "detached" })
  await tablet.getByText("Table 1: 5 stacks, 72,500 chips").waitFor()
  await region(1).getByText("24.5k", { exact: true }).waitFor()
  await undo()
  await until("the run is taken back as one", () =>
    state().entries.every(({ chips }) => chips === null),
  )
})

test("a stack of one player is two taps and the pad; it stands in the list", async () => {
  const [name = ""] = at(2)
  await seatButton(name).click()
  await sheet.getByRole("button", { name: "Count the stack" }).click()
  await sheet.getByRole("textbox", { name: "Chips" }).fill("31k")
  await sheet.getByRole("button", { name: "Note the count" }).click()
  await until("it is counted", () => entryOf(name).chips?.count === 31_000)
  await tablet.getByText("1 of 12 stacks counted").click()
  await tablet.getByText("Counts of different hands need not agree").waitFor()
  await assertGood(tablet, "the floor with stacks")
  await section(tablet, "Players")
  const list = tablet.getByRole("list", { name: "Entries" })
  await list.getByRole("button", { name: new RegExp(`^${name}.*31k`) }).waitFor()
  await tablet.getByRole("combobox", { name: "Sort by" }).selectOption("stack")
  await list.getByRole("listitem").first().getByText(name).waitFor()
  await tablet.getByRole("combobox", { name: "Sort by" }).selectOption("name")
})

test("with every seat taken players wait without paying, and are seated with the buy-in", async () => {
  await section(tablet, "Players")
  await tablet.getByText(/^Every seat is taken/).waitFor()
  const search = tablet.getByRole("combobox", { name: /Search for a player/ })
  const mode = tablet.getByRole("button", { name: "To the waiting list" })
  await mode.click()
  for (const name of ["Mona Waiting", "Nils Waiting"]) {
    await search.fill(name)
    await search.press("Enter")
    await tablet.getByText(`${name} is on the waiting list`).waitFor()
  }
  await mode.click()
  await tablet.getByRole("heading", { name: "Waiting list · 2" }).waitFor()
  assert.is((await lines("buy-in")()).length, 12, "no money yet")
  await tablet.getByRole("radio", { name: /^Waiting/ }).check({ force: true })
  await assertGood(tablet, "the waiting list")
  await tablet.getByRole("button", { name: "Take Nils Waiting off the list" }).click()
  await tablet.getByRole("heading", { name: "Waiting list · 1" }).waitFor()
  await undo()
  await tablet.getByRole("heading", { name: "Waiting list · 2" }).waitFor()
  await tablet.getByRole("button", { name: "Seat, €55.00: Mona Waiting" }).click()
  await tablet.getByRole("heading", { name: "Waiting list · 1" }).waitFor()
  await until("the buy-in is recorded", async () => (await lines("buy-in")()).length === 13)
  await until("a table was opened for her", () =>
    state().entries.some(({ entryId, seat }) => seat !== null && !/^e\d\d$/.test(entryId)),
  )
  await undo()
  await tablet.getByRole("heading", { name: "Waiting list · 2" }).waitFor()
  await until("the buy-in is taken back", async () => (await lines("void")()).length === 1)
  await tablet.getByRole("radio", { name: /^All/ }).check({ force: true })
})

test("a bust asks who has won the bounty, pays it, and is taken back with it", async () => {
  await section(tablet, "Floor")
  const [loser = "", winner = "", other = ""] = at(1)
  await seatButton(loser).click()
  await sheet.getByText("Head €10.00").waitFor()
  await sheet.getByRole("button", { name: "Bust", exact: true }).click()
  await sheet.getByRole("heading", { name: `Who knocked out ${loser}? €10.00` }).waitFor()
  await assertGood(tablet, "who won a bounty")
  await sheet.getByRole("button", { name: new RegExp(`${winner}.*€5.00`) }).click()
  await tablet.getByText(`${loser} is out · €5.00 of bounty`).waitFor()
  await until("the bounty is recorded", async () => (await lines("bounty")()).length === 1)
  await undo()
  await seatButton(loser).waitFor()
  await until("both are taken back", async () => (await lines("void")()).length === 2)

  await seatButton(loser).click()
  await sheet.getByRole("button", { name: "Bust", exact: true }).click()
  await sheet.getByRole("button", { name: "Several, by equal hands" }).click()
  for (const name of [winner, other])
    await sheet.getByRole("button", { name: new RegExp(name) }).click()
  await sheet.getByRole("button", { name: "Split it between 2" }).click()
  await until("each has a line", async () => (await lines("bounty")()).length === 3)
  const parts = (await lines("bounty")()).slice(1)
  assert.equal(
    parts.map((line) => (line.intent.kind === "bounty" ? line.intent.amountCents : 0)),
    [250, 250],
  )
  await seatButton(winner).click()
  await sheet.getByText("Head €12.50").waitFor()
  await sheet.getByText("Won €2.50").waitFor()
  await tablet.keyboard.press("Escape")
})

test("two out in one hand: their stacks are said, the rule and the places shown, then recorded", async () => {
  const [large = "", small = ""] = at(2)
  await seatButton(small).click()
  await sheet.getByRole("button", { name: "Bust", exact: true }).click()
  await sheet.getByRole("button", { name: "Nobody collects it" }).click()
  await seatButton(small).waitFor({ state: "detached" })
  await seatButton(large).click()
  await sheet.getByRole("button", { name: `Out in the same hand as ${small}` }).click()
  const record = sheet.getByRole("button", { name: "Record it so" })
  await sheet.getByRole("textbox", { name: `Stack of ${large}` }).fill("9k")
  assert.ok(await record.isDisabled(), "one stack alone ranks nobody")
  await sheet.getByRole("textbox", { name: `Stack of ${small}` }).fill("9000")
  await sheet.getByText("Place 10, shared").first().waitFor()
  await sheet.getByRole("textbox", { name: `Stack of ${small}` }).fill("4k")
  await sheet.getByText("Place 11").waitFor()
  await assertGood(tablet, "two out in one hand")
  await record.click()
  await sheet.getByRole("button", { name: "Nobody collects it" }).click()
  const placeOf = (name: string) => places(state().entries).get(entryOf(name).entryId) ?? 0
  await until("both have their places", () => placeOf(large) === 10 && placeOf(small) === 11)
  await undo()
  await until("only the second is back", () => entryOf(large).out === null)
  assert.is(entryOf(small).out?.hand, undefined, "and the first is out as before")
})

test("a limit says which it is, and a director lets an entry through with a reason", async () => {
  const levels = structure.levels
  room.registers.set("clock", jumpToLevel(levels, state().clock, millis(Date.now()), 12))
  await section(tablet, "Players")
  await tablet.getByText("Late registration has ended").waitFor()
  const search = tablet.getByRole("combobox", { name: /Search for a player/ })
  await search.fill("Otto Late")
  await search.press("Enter")
  await sheet.getByText("Late registration has ended.").waitFor()
  await assertGood(tablet, "a limit")
  const before = (await lines("buy-in")()).length
  await sheet.getByRole("button", { name: "Agreed before" }).click()
  await tablet.getByText("Otto Late is in").waitFor()
  await until("it is recorded", async () => (await lines("buy-in")()).length === before + 1)
  const last = (await lines("buy-in")()).at(-1)
  assert.is(last?.intent.kind === "buy-in" && last.intent.override, "agreed_before")
  assert.is(last?.outcome.kind, "accepted")
})

test("consent comes before contact details; taking it back deletes them; a name is changed and back", async () => {
  const [name = ""] = at(2)
  await section(tablet, "Floor")
  await seatButton(name).click()
  await sheet.getByRole("button", { name: "Name and contact" }).click()
  await sheet.getByText("Without a yes nothing is kept.").waitFor()
  assert.is(await sheet.getByRole("textbox", { name: "E-mail" }).count(), 0)
  await sheet.getByRole("checkbox", { name: /^E-mail and phone/ }).check()
  await sheet.getByRole("textbox", { name: "E-mail" }).fill("somebody@example.test")
  assert.is(await sheet.getByLabel("Date of birth", { exact: true }).count(), 0)
  await assertGood(tablet, "a consent")
  await sheet.getByRole("button", { name: "Keep them" }).click()
  await sheet.getByText("somebody@example.test").waitFor()
  await assertAccessible(tablet, "contact details")
  await sheet.getByRole("button", { name: "Take the consent back" }).click()
  await sheet.getByRole("button", { name: "Delete them now" }).click()
  await sheet.getByText("Without a yes nothing is kept.").waitFor()

  await sheet.getByRole("textbox", { name: "Name" }).fill("Anna Berg")
  const twins = sheet.getByText("One other player has this name.")
  if (name !== "Anna Berg") await twins.waitFor()
  await sheet.getByRole("textbox", { name: "Name" }).fill("Somebody Else")
  await sheet.getByRole("button", { name: "Change the name" }).click()
  await sheet.getByRole("heading", { name: "Somebody Else" }).waitFor()
  await tablet.keyboard.press("Escape")
  await seatButton("Somebody Else").waitFor()
  await undo()
  await seatButton(name).waitFor()
  assert.equal(browser.errors, [])
})

test.after(async () => {
  room.close()
  hall.close()
  await browser.close()
  await leaf.stop()
})
test.run()
