import type { Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import type { Room } from "../../cli/leaf-client.ts"
import { verifyLedger } from "../../cli/ledger-verify.ts"
import { places } from "../../domain/entries.ts"
import { readTournament } from "../../domain/tournament.ts"
import { tournamentRoom } from "../../schemas/documents/rooms.ts"
import { PlayerId, TournamentId } from "../../schemas/ids.ts"
import {
  hasOwnCopy,
  PHONE,
  SCREEN,
  section,
  signIn,
  TABLET,
  TestBrowser,
} from "../support/browser.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { NEW, otherRelease } from "../support/release.ts"
import { until } from "../support/until.ts"

// A whole night of forty regulars, every act by hand on one of two tablets, with a screen and a phone;
// the Leaf's plug is pulled on the way, and another version of Felt is put in its place.

const release = otherRelease()
const PLAYERS = 40
const regulars = Array.from({ length: PLAYERS }, (_, index) => {
  const number = String(index + 1).padStart(2, "0")
  return { playerId: v.parse(PlayerId, `p${number}`), name: `Player ${number}` }
})
/** Nobody knocks this one out. */
const SURVIVOR = "Player 07"
const nameOf = (playerId: string) => regulars.find((each) => each.playerId === playerId)?.name ?? ""

const leaf = await new TestLeaf().start()
const browser = await TestBrowser.launch()
const staff = await leaf.signIn()
await staff.keepPlayers(regulars)
const screen = await browser.open(`${leaf.url}/display/main`, SCREEN)
/** So much may move by itself on a page, in all the time that it is open: half of what is called good. */
const SHIFT_MOST = 0.05
const noteShifts = (page: Page) =>
  page.addInitScript(() => {
    Object.assign(globalThis, { shift: 0 })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput } = entry as PerformanceEntry & {
          value: number
          hadRecentInput: boolean
        }
        if (!hadRecentInput) (globalThis as unknown as { shift: number }).shift += value
      }
    }).observe({ type: "layout-shift", buffered: true })
  })
const shiftOf = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { shift: number }).shift)
const openTablet = async (): Promise<Page> => {
  const page = await browser.open("about:blank", TABLET)
  await noteShifts(page)
  await page.goto(`${leaf.url}/operator`)
  await signIn(page, PIN)
  return page
}
const tablets = { a: await openTablet(), b: await openTablet() }
const { a, b } = tablets
const onBoth = <Found>(act: (page: Page) => Promise<Found>) => Promise.all([act(a), act(b)])

/** The floor as a third device has it: it tells the test whom to tap, and writes nothing. */
let floor: Room
let phone: Page
const state = () => readTournament(floor.registers.all())
const playing = () => state().entries.filter(({ out }) => !out)
const isOut = (name: string) =>
  state().entries.some(({ playerId, out }) => out && nameOf(playerId) === name)
const openTables = () => state().tables.filter(({ status }) => status === "open")
/** Who plays at a table, in the order of the seats. */
const at = (table: string) =>
  playing()
    .filter(({ seat }) => seat?.table === table)
    .toSorted((one, other) => (one.seat?.seat ?? 0) - (other.seat?.seat ?? 0))
    .map(({ playerId }) => nameOf(playerId))
/** Those of the fullest table. */
const fullest = () =>
  openTables()
    .map(({ tableId }) => at(tableId))
    .reduce((most, each) => (each.length > most.length ? each : most))

const sheet = (page: Page) => page.getByRole("dialog")
const seatButton = (page: Page, name: string) =>
  page.getByRole("button", { name: new RegExp(`^${name}, table`) })
const say = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()

async function openSheet(page: Page, name: string): Promise<void> {
  await seatButton(page, name).click()
  await sheet(page).getByRole("heading", { name }).waitFor()
}

/** Out, and the bounty to somebody of the same table. */
async function bust(page: Page, loser: string, winner: string): Promise<void> {
  await openSheet(page, loser)
  await sheet(page).getByRole("button", { name: "Bust", exact: true }).click()
  await sheet(page)
    .getByRole("button", { name: new RegExp(winner) })
    .click()
  await seatButton(page, loser).waitFor({ state: "detached" })
}

/** Goes on until so many are left, the tablets in turn, always from the fullest table. */
async function playDownTo(left: number): Promise<void> {
  for (let turn = 0; playing().length > left; turn++) {
    const [loser = "", winner = SURVIVOR] = fullest().filter((name) => name !== SURVIVOR)
    await bust(turn % 2 === 0 ? a : b, loser, winner)
    await until(`${loser} is out for everybody`, () => isOut(loser))
  }
}

/** Does what the bar suggests: who goes where is shown, then carried out. */
async function followSuggestion(page: Page, title: RegExp, go: RegExp): Promise<void> {
  const card = page.getByRole("region", { name: title })
  await card.getByRole("button", { name: "Show who goes where" }).click()
  await sheet(page).getByRole("button", { name: go }).click()
  await sheet(page).waitFor({ state: "detached" })
}

/** The last three count, compare, and agree one by one. */
async function makeDeal(page: Page): Promise<void> {
  await section(page, "Payouts")
  await page.getByRole("button", { name: "Make a deal" }).click()
  const names = playing().map(({ playerId }) => nameOf(playerId))
  for (const [index, name] of names.entries()) {
    const stack = page.getByLabel(`Stack of ${name}`)
    await stack.fill(String(150_000 + index * 25_000))
    await stack.press("Enter")
  }
  await page.getByRole("button", { name: "Ask everybody" }).click()
  for (const name of names)
    await page.getByRole("button", { name: new RegExp(`^${name} .*I agree$`) }).click()
  await page.getByRole("button", { name: "Record the deal" }).click()
  await page.getByRole("list", { name: "Places" }).getByText("by the deal").nth(2).waitFor()
  await section(page, "Floor")
}

async function breakTable(page: Page): Promise<void> {
  const before = openTables().length
  await followSuggestion(page, /^Table \d+ can be broken$/, /^Break table \d+ now$/)
  await until("there is a table less", () => openTables().length === before - 1)
  const seats = playing().map(({ seat }) => `${seat?.table} ${seat?.seat}`)
  assert.is(new Set(seats).size, playing().length, "nobody shares a seat")
}

const syncState = (page: Page) => page.locator("summary").filter({ hasText: "Connection" })
/** Nothing has moved under anybody's finger since the pages were loaded. */
async function assertStill(): Promise<void> {
  for (const shift of await onBoth(shiftOf))
    assert.ok(shift <= SHIFT_MOST, `the layout has shifted by ${shift}`)
}
/** On both tablets there is contact, and everything is recorded. */
const settle = () => onBoth((page) => syncState(page).getByText("Live").waitFor())
const linesOf = async (kind: string) =>
  (await staff.ledger(0)).filter(({ intent }) => intent.kind === kind)

test("forty buy in at two desks, each player in two taps; the screen counts along", async () => {
  await a.getByRole("textbox", { name: "Name" }).fill("Friday Forty")
  await a.getByText("Early and late, re-entry").click()
  await a.getByLabel(/^Bounty/).fill("10")
  await a.getByRole("button", { name: "Create", exact: true }).click()
  await say(screen, "Friday Forty")
  const enter = async (page: Page, names: readonly { name: string }[]) => {
    await section(page, "Players")
    const search = page.getByRole("combobox", { name: /Search for a player/ })
    for (const { name } of names) {
      await search.fill(name)
      await page.getByRole("option", { name: new RegExp(`${name}.*€55`) }).waitFor()
      await search.press("Enter")
      await say(page, `${name} is in`)
    }
  }
  await Promise.all([enter(a, regulars.slice(0, 20)), enter(b, regulars.slice(20))])
  const lines = async () => await staff.ledger(0)
  await until("all are in the ledger", async () => (await lines()).length === 1 + PLAYERS)
  const tournament = v.parse(TournamentId, (await lines())[0]?.intent.tournamentId)
  floor = await staff.openRoom(tournamentRoom(tournament))
  await until("all are on the floor", () => playing().length === PLAYERS)
  await say(screen, /^40 . 40$/)
})

test("seats are drawn, the clock starts everywhere, and a phone shows its own seat", async () => {
  await section(a, "Floor")
  await a.getByRole("button", { name: `Draw seats for ${PLAYERS}` }).click()
  await until("all are seated", () => playing().every(({ seat }) => seat !== null))
  assert.is(openTables().length, 5)
  await section(b, "Clock")
  await b.getByRole("button", { name: "Start", exact: true }).click()
  await say(screen, "Running")
  await section(b, "Floor")
  // A tournament that another device has just made turns Tonight into another page; now they play.
  await onBoth((page) => page.evaluate(() => void Object.assign(globalThis, { shift: 0 })))
  await openSheet(a, SURVIVOR)
  await sheet(a).getByRole("button", { name: "QR code for the phone" }).click()
  const code = await sheet(a)
    .getByText(/^[A-Z0-9]{3} [A-Z0-9]{3}$/)
    .textContent()
  phone = await browser.open(`${leaf.url}/player#c=${code?.replace(" ", "")}`, PHONE)
  await phone.getByText(/^Table \d, seat \d$/).waitFor({ state: "attached" })
  await a.keyboard.press("Escape")
  await sheet(a).waitFor({ state: "detached" })
})

test("rebuys from both tablets, bounties, and the first table is broken", async () => {
  for (const [index, page] of [a, b, a, b].entries()) {
    const name = fullest()[index] ?? ""
    await openSheet(page, name)
    await sheet(page).getByRole("button", { name: "Rebuy €50.00" }).click()
    await page.keyboard.press("Escape")
  }
  await until("four rebuys are recorded", async () => (await linesOf("rebuy")).length === 4)
  await playDownTo(36)
  await breakTable(b)
  await say(screen, "€1,780.00")
})

test("the Leaf's plug is pulled: both tablets go on by themselves, and agree when it is back", async () => {
  await playDownTo(30)
  await settle()
  await onBoth(hasOwnCopy)
  await leaf.kill()
  const [one = [], two = [], three = []] = openTables().map(({ tableId }) =>
    at(tableId).filter((name) => name !== SURVIVOR),
  )
  const [loser = "", winner = ""] = one
  const [buyer = ""] = two
  const [otherLoser = "", otherWinner = ""] = three
  await bust(a, loser, winner)
  await syncState(a)
    .getByText(/^Offline since \d\d:\d\d · \d waiting$/)
    .waitFor()
  await openSheet(b, buyer)
  await sheet(b).getByRole("button", { name: "Rebuy €50.00" }).click()
  await b.keyboard.press("Escape")
  await bust(b, otherLoser, otherWinner)
  await syncState(b)
    .getByText(/^Offline since/)
    .waitFor()
  await a.reload()
  await section(a, "Floor")
  await seatButton(a, winner).waitFor()
  assert.is(await seatButton(a, loser).count(), 0, "what was done offline outlives a reload")
  assert.is(await seatButton(a, otherLoser).count(), 1, "and it cannot know of the other's")

  await leaf.start()
  const startedAt = performance.now()
  await settle()
  await seatButton(a, otherLoser).waitFor({ state: "detached" })
  await seatButton(b, loser).waitFor({ state: "detached" })
  console.log(`both tablets agree ${Math.round(performance.now() - startedAt)} ms after the start`)
  await until("the third device knows, too", () => playing().length === 28)
  await until("the rebuy is recorded once", async () => (await linesOf("rebuy")).length === 5)
  await until("so are the bounties", async () => (await linesOf("bounty")).length === 12)
  await say(screen, "€1,830.00")
})

test("another version is put in while they play: both tablets have it, and go on", async () => {
  await playDownTo(27)
  await breakTable(a)
  await assertStill()
  const folder = await release
  await leaf.stop()
  leaf.runFrom(folder)
  await leaf.start()
  await onBoth((page) =>
    page
      .getByRole("navigation", { name: "Sections" })
      .getByRole("link", { name: NEW })
      .waitFor({ timeout: 60_000 }),
  )
  await settle()
  await onBoth((page) => section(page, "Floor"))
  await playDownTo(18)
  await breakTable(b)
})

test("down to the final table, a deal of the last three, and everything is paid", async () => {
  await playDownTo(9)
  await followSuggestion(a, /fit at one table$/, /^Seat the final table$/)
  await until("there is one table", () => openTables().length === 1)
  await section(b, "Payouts")
  await b.getByRole("button", { name: /Top 5/ }).click()
  await b.getByRole("button", { name: "Set the payouts" }).click()
  await b.getByRole("list", { name: "Places" }).waitFor()
  await section(b, "Floor")
  await playDownTo(3)
  await makeDeal(b)
  await playDownTo(1)
  const [winner = ""] = fullest()
  assert.is(winner, SURVIVOR)
  await openSheet(a, winner)
  await sheet(a)
    .getByRole("button", { name: /^Pay the own bounty/ })
    .click()
  await a.keyboard.press("Escape")
  await section(a, "Payouts")
  for (const place of [5, 4, 3, 2, 1]) {
    const pay = a.getByRole("button", { name: `Pay place ${place}` })
    await pay.click()
    await pay.waitFor({ state: "detached" })
  }
  await section(b, "Payouts")
  await onBoth((page) => say(page, "5 of 5 places paid"))
})

test("both tablets, the phone, the screen and the ledger say the same", async () => {
  await settle()
  await assertStill()
  await say(phone, "You have won!")
  await onBoth(async (page) => {
    await section(page, "Money")
    const books = page.getByRole("status", { name: "Reconciliation" })
    await books.getByText("The books balance").waitFor()
  })
  const [booksA, booksB] = await onBoth((page) =>
    page.getByRole("status", { name: "Reconciliation" }).innerText(),
  )
  assert.is(booksA, booksB)
  const listOf = async (page: Page) => {
    await page.setViewportSize({ width: 1280, height: 6_000 })
    await section(page, "Players")
    await page.getByRole("combobox", { name: "Sort by" }).selectOption("name")
    const items = page.getByRole("list", { name: "Entries" }).getByRole("listitem")
    await until("all are listed", async () => (await items.count()) === PLAYERS)
    // How long ago something was counted is another second on the page that is looked at later.
    return (await items.allInnerTexts()).map((text) => text.replace(/\d+ seconds? ago/, "ago"))
  }
  const [listA, listB] = await onBoth(listOf)
  assert.equal(listA, listB)
  const byRule = places(state().entries)
  assert.is(new Set(byRule.values()).size, PLAYERS, "nobody shares a place")
  for (const { entryId, playerId } of state().entries) {
    const line = listA.find((each) => each.includes(nameOf(playerId))) ?? ""
    assert.match(line, new RegExp(`\\b${byRule.get(entryId)}\\b`), nameOf(playerId))
  }
  const counts = await Promise.all(
    ["buy-in", "rebuy", "bounty", "agree-deal", "payout", "void"].map(
      async (kind) => (await linesOf(kind)).length,
    ),
  )
  assert.equal(counts, [PLAYERS, 5, PLAYERS, 1, 5, 0])
  assert.ok((await staff.ledger(0)).every(({ outcome }) => outcome.kind === "accepted"))
  // What a browser says by itself when a server is away is no fault of a page.
  const faults = browser.errors.filter(
    (error) => !/ERR_(CONNECTION|INCOMPLETE)|WebSocket|503/.test(error),
  )
  assert.equal(faults, [])
  await leaf.stop()
  const verified = await verifyLedger(leaf.data)
  assert.ok(verified.ok && verified.tournaments[0]?.paidInFull, "chain, witness and books agree")
})

test.after(async () => {
  floor.close()
  await browser.close()
  await leaf.stop()
})
test.run()
