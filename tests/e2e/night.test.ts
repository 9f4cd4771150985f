import type { Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { verifyLedger } from "../../cli/ledger-verify.ts"
import {
  assertAccessible,
  assertFits,
  hasOwnCopy,
  PHONE,
  SCREEN,
  section,
  signIn,
  TABLET,
  TestBrowser,
} from "../support/browser.ts"
import { assertReadable } from "../support/contrast.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"

const SEARCH = "Search for a player or type a new name"
const PLAYERS = ["Anna Berg", "Bo Carlsen", "Cleo Dam", "Didrik Elm", "Eva Friis", "Finn Gade"]

/** What a short night needs in the room. */
type Room = { leaf: TestLeaf; browser: TestBrowser; screen: Page; tablet: Page }

const seatOf = ({ tablet }: Room, name: string) =>
  tablet
    .getByRole("region", { name: "Table 1" })
    .getByRole("button", { name: new RegExp(`^${name}, table 1`) })

async function register({ tablet, screen }: Room): Promise<void> {
  await tablet.getByRole("textbox", { name: "Name" }).fill("Sunday Six")
  await tablet.getByRole("button", { name: "Create", exact: true }).click()
  await screen.getByText("Sunday Six").waitFor()
  await section(tablet, "Players")
  const search = tablet.getByRole("combobox", { name: SEARCH })
  for (const name of PLAYERS) {
    await search.fill(name)
    await search.press("Enter")
    await tablet.getByRole("list", { name: "Entries" }).getByText(name).waitFor()
  }
  await screen.getByText("€297.00").waitFor()
  await assertAccessible(tablet, "players")
}

async function drawSeatsAndStart(room: Room): Promise<void> {
  const { tablet, screen } = room
  await section(tablet, "Floor")
  await tablet.getByRole("button", { name: "Draw seats for 6" }).click()
  for (const name of PLAYERS) await seatOf(room, name).waitFor()
  await assertAccessible(tablet, "the floor")
  await section(tablet, "Clock")
  await tablet.getByRole("button", { name: "Start", exact: true }).click()
  await screen.getByText("Running").waitFor()
  await assertClockReadable(room, "running")
  await tablet.getByRole("button", { name: "Next level" }).click()
  await screen.getByText("Level 2").waitFor()
  await tablet.getByRole("button", { name: "Pause", exact: true }).click()
  await screen.getByText("Paused").waitFor()
  await assertClockReadable(room, "paused")
}

/** From behind the desk and from the last table: what the clock's colours stand on. */
async function assertClockReadable({ tablet, screen }: Room, tone: string): Promise<void> {
  const figures = [/^\d+:\d\d$/, /^\d+ \/ \d+$/, /^€\d+\.\d\d$/]
  await assertReadable(tablet, `the clock, ${tone}`, figures)
  await assertReadable(screen, `the screen, ${tone}`, figures)
}

/** The other colours of the clock: the last minute of a level, a break, and the end. */
async function runClockOut(room: Room): Promise<void> {
  const { tablet, screen } = room
  await section(tablet, "Clock")
  const levels = tablet.getByRole("listitem")
  await tablet.getByRole("button", { name: "Start", exact: true }).click()
  for (let minute = 0; minute < 19; minute++)
    await tablet.getByRole("button", { name: "−1 min" }).click()
  await screen.getByText("Last minute").waitFor()
  await assertClockReadable(room, "in the last minute")
  await levels
    .getByRole("button", { name: /^Break/ })
    .first()
    .click()
  await screen.getByText("Break", { exact: true }).first().waitFor()
  await assertReadable(screen, "the screen, in a break", [/^\d+:\d\d$/, /^\d+ \/ \d+$/])
  await assertReadable(tablet, "the clock, in a break", [/^\d+:\d\d$/])
  await levels.getByRole("button", { name: /^Level 2 / }).click()
  await screen.getByText("Level 2").waitFor()
}

/** The QR code's address on a phone, and a rebuy from the same sheet. */
async function scanAndRebuy(room: Room): Promise<void> {
  const { leaf, browser, tablet, screen } = room
  await section(tablet, "Floor")
  await seatOf(room, "Eva Friis").click()
  const sheet = tablet.getByRole("dialog")
  await sheet.getByRole("button", { name: "QR code for the phone" }).click()
  const code = await sheet.getByText(/^[2-9A-Z]{3} [2-9A-Z]{3}$/).textContent()
  const phone = await browser.open(`${leaf.url}/player#c=${code?.replace(" ", "")}`, PHONE)
  await phone.getByText(/^Table 1, seat \d$/).waitFor({ state: "attached" })
  await phone.getByRole("button", { name: "Me", exact: true }).click()
  await phone.getByRole("button", { name: "Yes" }).click()
  await assertFits(phone, "the phone's page")
  await assertAccessible(phone, "the phone's page")
  assert.not.match(phone.url(), /#./, "the ticket does not stay in the address")
  await sheet.getByRole("button", { name: "Rebuy €50.00" }).click()
  await screen.getByText("€347.00").waitFor()
  await tablet.keyboard.press("Escape")
}

async function playDownAndPay(room: Room): Promise<void> {
  const { tablet } = room
  await section(tablet, "Payouts")
  await tablet
    .getByRole("radio", { name: /Top 3/ })
    .or(tablet.getByRole("button", { name: /Top 3/ }))
    .first()
    .click()
  await tablet.getByRole("button", { name: "Set the payouts" }).click()
  await tablet.getByRole("list", { name: "Places" }).waitFor()
  await section(tablet, "Floor")
  const sheet = tablet.getByRole("dialog")
  for (const name of PLAYERS.slice(0, 5)) {
    await seatOf(room, name).click()
    await sheet.getByRole("button", { name: "Bust", exact: true }).click()
    await seatOf(room, name).waitFor({ state: "detached" })
    if (await sheet.isVisible()) await tablet.keyboard.press("Escape")
  }
  await section(tablet, "Payouts")
  for (const place of [3, 2, 1]) {
    const pay = tablet.getByRole("button", { name: `Pay place ${place}` })
    await pay.dblclick()
    await pay.waitFor({ state: "detached" })
  }
}

test("six players, from an empty venue to the last prize, on tablet, screen and phone", async () => {
  const leaf = await new TestLeaf().start()
  const browser = await TestBrowser.launch()
  const screen = await browser.open(`${leaf.url}/display/main`, SCREEN)
  const tablet = await browser.open(`${leaf.url}/operator`, TABLET)
  await tablet.getByRole("button", { name: "Sign in" }).waitFor()
  await assertAccessible(tablet, "the keypad")
  await signIn(tablet, PIN)
  const room = { leaf, browser, screen, tablet }
  await register(room)
  await drawSeatsAndStart(room)
  await scanAndRebuy(room)
  // While they play: afterwards the screen shows the result, and no clock.
  await runClockOut(room)
  await playDownAndPay(room)
  await assertReadable(tablet, "payouts", [/^€\d+\.\d\d$/, /^\d+:\d\d$/, / \/ /])
  await section(tablet, "Money")
  const reconciliation = tablet.getByRole("status", { name: "Reconciliation" })
  await reconciliation.getByText("The books balance").waitFor()
  await assertAccessible(tablet, "money")
  await assertReadable(tablet, "money", [/^€\d+\.\d\d$/, /^\d+:\d\d$/, / \/ /])
  await assertAccessible(screen, "the screen")
  await assertFits(screen, "the screen")

  const entries = await (await leaf.signIn()).ledger(0)
  const kinds = entries.map(({ intent, outcome }) => `${intent.kind} ${outcome.kind}`)
  const count = (kind: string) => kinds.filter((each) => each === `${kind} accepted`).length
  assert.equal(
    ["open-tournament", "buy-in", "rebuy", "set-payouts", "payout"].map(count),
    [1, 6, 1, 1, 3],
    `two hurried taps pay once: ${kinds.join(", ")}`,
  )
  assert.equal(browser.errors, [])
  await browser.close()
  await leaf.stop()
  const verified = await verifyLedger(leaf.data)
  assert.ok(verified.ok && verified.tournaments[0]?.paidInFull)
})

test("a Leaf that is cut off: the tablet takes a buy-in, says that it waits, and sends it once", async () => {
  const leaf = await new TestLeaf().start()
  const browser = await TestBrowser.launch()
  const tablet = await browser.open(`${leaf.url}/operator`, TABLET)
  await signIn(tablet, PIN)
  await tablet.getByRole("textbox", { name: "Name" }).fill("Cut")
  await tablet.getByRole("button", { name: "Create", exact: true }).click()
  await section(tablet, "Players")
  const search = tablet.getByRole("combobox", { name: SEARCH })
  await search.fill("Anna Berg")
  await search.press("Enter")
  await tablet.getByRole("list", { name: "Entries" }).getByText("Anna Berg").waitFor()

  // Money is a page that was never looked at: the device needs its own copy of it.
  await hasOwnCopy(tablet)
  await leaf.kill()
  await search.fill("Bo Carlsen")
  await search.press("Enter")
  await tablet.getByRole("list", { name: "Entries" }).getByText("Bo Carlsen").waitFor()
  await section(tablet, "Money")
  const waiting = tablet.getByRole("region", { name: "From this device, not in the ledger yet" })
  await waiting.getByText("Bo Carlsen").waitFor()

  await leaf.start()
  await waiting.waitFor({ state: "detached" })
  await tablet.getByRole("table", { name: "Ledger" }).getByText("Bo Carlsen").waitFor()
  const entries = await (await leaf.signIn()).ledger(0)
  assert.equal(
    entries.map(({ intent }) => intent.kind),
    ["open-tournament", "buy-in", "buy-in"],
  )
  await browser.close()
  await leaf.stop()
})

test("the operator's pages fit a phone, in Danish, with a thumb's targets", async () => {
  const leaf = await new TestLeaf().start()
  const browser = await TestBrowser.launch()
  const phone = await browser.open(`${leaf.url}/operator`, PHONE, "da-DK")
  await phone.getByRole("button", { name: "Log ind" }).waitFor()
  await assertFits(phone, "the keypad")
  const small = await phone.evaluate(
    () =>
      [...document.querySelectorAll("button")]
        .map((button) => button.getBoundingClientRect())
        .filter(({ width, height }) => width > 0 && (width < 44 || height < 44)).length,
  )
  assert.is(small, 0, "every button is at least 44 px in both directions")
  await browser.close()
  await leaf.stop()
})

test.run()
