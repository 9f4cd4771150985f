import type { Locator, Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { bust } from "../../domain/floor.ts"
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
import { PIN, TestLeaf } from "../support/leaf.ts"
import { seatNight } from "../support/seated-night.ts"
import { until } from "../support/until.ts"

const leaf = await new TestLeaf().start()
const browser = await TestBrowser.launch()
const staff = await leaf.signIn()
const tablet = await browser.open(`${leaf.url}/operator`, TABLET)
await signIn(tablet, PIN)
/** Long enough to be too long on a phone. */
const surname = "Mørkeberg-Østerbro"
const night = { name: "Sunday Twenty-Seven", count: 27, surname }
const { players, room, state } = await seatNight(tablet, staff, night)
const other = await browser.open(`${leaf.url}/operator/floor`, TABLET)
await signIn(other, PIN)
await section(tablet, "Floor")
for (const page of [tablet, other]) await page.getByRole("region", { name: "Table 3" }).waitFor()

const numberOf = (table: string) =>
  state().tables.find(({ tableId }) => tableId === table)?.number ?? 0
const at = (number: number) =>
  state().entries.filter(({ seat, out }) => !out && seat && numberOf(seat.table) === number)
const nameOf = (entryId: string) => players.find((player) => player.entryId === entryId)?.name ?? ""
const seatOf = (entryId: string) => state().entries.find((each) => each.entryId === entryId)?.seat
const bustSome = (number: number, count: number) => {
  for (const { entryId } of at(number).slice(0, count))
    room.registers.setAll(bust(state(), entryId, millis(Date.now())))
}
const region = (page: Page, number: number) => page.getByRole("region", { name: `Table ${number}` })
const seatButton = (page: Page, name: string) =>
  page.getByRole("button", { name: new RegExp(`^${name}, table`) })
const emptySeat = (page: Page, number: number, seat: number) =>
  region(page, number).locator(`[data-seat$=" ${seat}"]`)
const undo = (page: Page) => page.getByRole("button", { name: "Undo" }).last().click()

async function middleOf(target: Locator): Promise<{ x: number; y: number }> {
  await target.scrollIntoViewIfNeeded()
  const box = await target.boundingBox()
  if (!box) throw new Error("It is not to be seen.")
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Takes a player from a seat and lets go over another place. */
async function dragTo(page: Page, name: string, target: Locator): Promise<void> {
  const from = await middleOf(seatButton(page, name))
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + 20, from.y + 5)
  const to = await middleOf(target)
  await page.mouse.move(to.x, to.y)
  await page.mouse.up()
}

test("a player is dragged to an empty seat; the other tablet sees it; undo brings the player back", async () => {
  bustSome(2, 2)
  const gone = state().entries.find(({ out }) => out)
  const [mover] = at(1)
  assert.ok(gone?.seat && mover?.seat)
  const name = nameOf(mover.entryId)
  const before = mover.seat
  await emptySeat(tablet, 2, gone.seat.seat)
    .getByText(String(gone.seat.seat), { exact: true })
    .waitFor()
  await dragTo(tablet, name, emptySeat(tablet, 2, gone.seat.seat))
  const label = `${name}, table 2, seat ${gone.seat.seat}`
  await region(other, 2).getByRole("button", { name: label }).waitFor()
  assert.is(await tablet.getByRole("dialog").count(), 0, "a drag is no tap")
  await undo(tablet)
  await region(other, 1)
    .getByRole("button", { name: `${name}, table 1, seat ${before.seat}` })
    .waitFor()

  const home = await middleOf(seatButton(tablet, name))
  await tablet.mouse.move(home.x, home.y)
  await tablet.mouse.down()
  await tablet.mouse.move(home.x + 60, home.y + 60)
  await tablet.mouse.move(home.x, home.y)
  await tablet.mouse.up()
  const [taken] = at(3)
  assert.ok(taken)
  await dragTo(tablet, name, seatButton(tablet, nameOf(taken.entryId)))
  await tablet.getByText("That seat is taken.").waitFor()
  assert.equal(seatOf(mover.entryId), before)
  assert.is(await tablet.getByRole("dialog").count(), 0, "nor is one that ends where it began")
})

test("by keyboard: sections, the search, undo, and the list of shortcuts, which can be turned off", async () => {
  const [mover] = at(1)
  const gone = state().entries.find(({ out }) => out)
  assert.ok(mover?.seat && gone?.seat)
  await dragTo(tablet, nameOf(mover.entryId), emptySeat(tablet, 2, gone.seat.seat))
  await until("the player has moved", () => seatOf(mover.entryId)?.table === gone.seat?.table)
  await tablet.keyboard.press("Control+z")
  await until("it is taken back", () => seatOf(mover.entryId)?.table === mover.seat?.table)
  await tablet.keyboard.press("4")
  await tablet.getByRole("button", { name: "Start", exact: true }).waitFor()
  await tablet.keyboard.press("/")
  const search = tablet.getByRole("combobox", { name: /Search for a player/ })
  await search.and(tablet.locator(":focus")).waitFor()
  await tablet.keyboard.type("3")
  assert.is(await search.inputValue(), "3", "in a field a digit is a digit")
  await tablet.keyboard.press("Escape")
  await search.blur()
  await tablet.keyboard.press("?")
  const help = tablet.getByRole("dialog", { name: "Keyboard shortcuts" })
  await help.waitFor()
  await assertAccessible(tablet, "the list of shortcuts")
  await help.getByRole("checkbox").uncheck()
  await tablet.keyboard.press("Escape")
  await help.waitFor({ state: "detached" })
  await tablet.keyboard.press("3")
  await search.waitFor()
  await tablet.getByRole("button", { name: "Keyboard shortcuts" }).click()
  await help.getByRole("checkbox").check()
  await tablet.keyboard.press("Escape")
  await help.waitFor({ state: "detached" })
  await tablet.keyboard.press("3")
  await region(tablet, 1).waitFor()
})

test("an undo takes back only what is still as it was written", async () => {
  const [mover] = at(1)
  const [one, two] = state().entries.filter(({ out }) => out)
  assert.ok(mover && one?.seat && two?.seat)
  await dragTo(tablet, nameOf(mover.entryId), emptySeat(tablet, 2, one.seat.seat))
  await until("it has moved", () => seatOf(mover.entryId)?.seat === one.seat?.seat)
  room.registers.set(`entry/${mover.entryId}/seat`, two.seat)
  await seatButton(tablet, nameOf(mover.entryId))
    .and(tablet.getByRole("button", { name: `table 2, seat ${two.seat.seat}` }))
    .waitFor()
  await undo(tablet)
  await section(tablet, "Clock")
  await section(tablet, "Floor")
  assert.equal(seatOf(mover.entryId), two.seat, "the other device's move stays")
})

test("by keyboard alone: a player gets the seat that the draw gives, or any other", async () => {
  const [mover] = at(3)
  assert.ok(mover)
  const name = nameOf(mover.entryId)
  await seatButton(tablet, name).focus()
  await tablet.keyboard.press("Enter")
  const sheet = tablet.getByRole("dialog")
  const best = sheet.getByRole("button", { name: /^Move to table/ })
  await best.waitFor()
  await assertAccessible(tablet, "a player's sheet")
  await sheet.getByRole("button", { name: "Move to another seat" }).focus()
  await tablet.keyboard.press("Enter")
  const free = sheet.getByRole("region", { name: `Where does ${name} go?` })
  await free.getByRole("button").first().waitFor()
  await assertAccessible(tablet, "the free seats")
  await best.focus()
  const to = /table (\d+), seat (\d+)/.exec((await best.textContent()) ?? "")
  await tablet.keyboard.press("Enter")
  await sheet.waitFor({ state: "detached" })
  const moved = () => seatOf(mover.entryId)
  await until("it has moved", () => moved()?.seat === Number(to?.[2]))
  assert.is(numberOf(moved()?.table ?? ""), Number(to?.[1]))
  await undo(tablet)
  await until("it is back", () => moved()?.seat === mover.seat?.seat)
})

test("uneven tables: the button is said in two taps, the next big blind moves in one, and undo", async () => {
  bustSome(3, 3)
  const card = tablet.getByRole("region", { name: "The tables are uneven" })
  const why = tablet.getByRole("dialog", { name: "The tables are uneven" })
  const ask = () => card.getByRole("button", { name: "Why?" }).click()
  await tablet.setViewportSize(PHONE)
  await assertFits(tablet, "a suggestion on a phone")
  // What the page cuts off at its edge does not make it wider.
  for (const part of [card, ...(await card.getByRole("button").all())]) {
    const box = await part.boundingBox()
    assert.ok(box && box.x >= 0 && box.x + box.width <= PHONE.width, "the bar is within a phone")
  }
  await tablet.setViewportSize(TABLET)
  await ask()
  await why.getByText(/was drawn at table/).waitFor()
  await assertAccessible(tablet, "a drawn move")
  await tablet.keyboard.press("Escape")
  for (const number of [1, 2, 3]) {
    await region(tablet, number)
      .getByRole("button", { name: new RegExp(`^Table ${number}: button and blinds`) })
      .click()
    const sheet = tablet.getByRole("dialog")
    const [first] = at(number)
    assert.ok(first?.seat)
    await sheet.getByRole("button", { name: new RegExp(`^Seat ${first.seat.seat},`) }).click()
    await sheet.getByText(`The button was at seat ${first.seat.seat}, said`).waitFor()
    if (number === 1) await assertAccessible(tablet, "a table's button")
    await sheet.getByRole("button", { name: "Next hand" }).click()
    await tablet.keyboard.press("Escape")
    await sheet.waitFor({ state: "detached" })
  }
  await ask()
  await why.getByText(/has the next big blind at table/).waitFor()
  await why.getByText("TDA-2024 R11-A").waitFor()
  await assertAccessible(tablet, "a suggestion")
  await tablet.keyboard.press("Escape")
  await why.waitFor({ state: "detached" })
  const move = card.getByRole("button", { name: /^Move Player/ })
  const [, name = "", table, seat] =
    /Move (Player \d+ \S+?) ?→ ?Table (\d+), seat (\d+)/.exec((await move.textContent()) ?? "") ??
    []
  const entryId = players.find((player) => player.name === name)?.entryId ?? ""
  const before = seatOf(entryId)
  await move.click()
  await seatButton(other, name)
    .and(other.getByRole("button", { name: `table ${table}, seat ${seat}` }))
    .waitFor()
  await undo(tablet)
  await until("it is back", () => seatOf(entryId)?.seat === before?.seat)
  assert.is(seatOf(entryId)?.table, before?.table)
})

test("no table moves on the screen when the floor has something new to say", async () => {
  const place = () => region(tablet, 1).boundingBox()
  const before = await place()
  const gone = at(3)[0]?.entryId
  const restored = room.registers.get(`entry/${gone}/seat`)
  room.registers.set(`entry/${gone}/seat`, null)
  await tablet.getByRole("region", { name: `${nameOf(gone ?? "")} has no seat` }).waitFor()
  assert.equal(await place(), before)
  room.registers.set(`entry/${gone}/seat`, restored)
  await tablet.getByRole("region", { name: "The tables are uneven" }).waitFor()
  assert.equal(await place(), before)
})

test("a seat that two devices gave away is solved in one tap, on every tablet", async () => {
  const [holder, late] = at(1)
  assert.ok(holder?.seat && late)
  room.registers.set(`entry/${late.entryId}/seat`, holder.seat)
  const title = `Table 1, seat ${holder.seat.seat} was given twice`
  for (const page of [tablet, other]) await page.getByRole("region", { name: title }).waitFor()
  await assertAccessible(tablet, "a clash")
  const clash = tablet.getByRole("region", { name: title })
  await clash.getByRole("button", { name: `Another seat for ${nameOf(late.entryId)}` }).click()
  for (const page of [tablet, other])
    await page.getByRole("region", { name: title }).waitFor({ state: "detached" })
  assert.equal(seatOf(holder.entryId), holder.seat)
  assert.is(seatOf(late.entryId)?.table, holder.seat.table, "nobody walks to another table")
})

test("the last nine are seated at the final table, with a button", async () => {
  for (const number of [1, 2, 3]) bustSome(number, at(number).length - 3)
  const card = tablet.getByRole("region", { name: "The last 9 fit at one table" })
  await card.getByRole("button", { name: "Show who goes where" }).click()
  const sheet = tablet.getByRole("dialog")
  await sheet.getByText(/The button begins at seat/).waitFor()
  await sheet.getByRole("button", { name: "Seat the final table" }).click()
  await tablet.getByRole("heading", { name: "1 table" }).waitFor()
  const open = state().tables.filter(({ status }) => status === "open")
  assert.is(open.length, 1)
  assert.ok(open[0]?.button)
  assert.is(at(open[0]?.number ?? 0).length, 9)
  await tablet.setViewportSize(PHONE)
  await assertFits(tablet, "the floor on a phone")
  await assertAccessible(tablet, "the floor on a phone")
  assert.equal(browser.errors, [])
})

test.after(async () => {
  room.close()
  await browser.close()
  await leaf.stop()
})
test.run()
