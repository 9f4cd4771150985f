import type { Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { section, signIn, TABLET, TestBrowser } from "../support/browser.ts"
import { intent } from "../support/intents.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { seatNight } from "../support/seated-night.ts"

/** So many presses of Tab go round the longest page. */
const MOST_TABS = 400
const SECTIONS = [
  "Tonight",
  "Players",
  "Floor",
  "Clock",
  "Money",
  "Payouts",
  "Screens",
  "Library",
  "Log",
  "Venue",
]

const leaf = await new TestLeaf().start()
const browser = await TestBrowser.launchKeepingNothing()
const staff = await leaf.signIn()
const tablet = await browser.open(`${leaf.url}/operator`, TABLET)
await signIn(tablet, PIN)
const night = { name: "By Keyboard", count: 18 }
const { tournament, players, room } = await seatNight(tablet, staff, night)
await staff.record(
  players.map(({ playerId, entryId }) =>
    intent("buy-in", { tournamentId: tournament, playerId, entryId }),
  ),
)

/** Runs in the page: what a finger can press and Tab has not been to, of what is not marked. */
function findMissed(): string[] {
  const CONTROLS = "button, a[href], input, select, textarea, summary, [role=button], [tabindex]"
  const isShown = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true }) &&
    !element.closest("[inert], [aria-hidden=true]")
  /** Of a group of radios Tab goes to one, and the arrows to the others. */
  const isByArrows = (element: Element) =>
    element instanceof HTMLInputElement &&
    element.type === "radio" &&
    document.querySelector(`input[name="${CSS.escape(element.name)}"][data-tabbed]`) !== null
  const missed = [...document.querySelectorAll(CONTROLS)].filter(
    (element) =>
      isShown(element) &&
      !element.matches(":disabled, [data-tabbed], [data-focus-trap]") &&
      // What only the page itself gives the focus to, such as a dialog's own frame.
      !element.matches(":not(button, a, input, select, textarea, summary)[tabindex='-1']") &&
      !isByArrows(element),
  )
  /** Whatever looks as if it could be pressed, and is no control nor part of one. */
  const pretended = [...document.body.querySelectorAll("*")].filter(
    (element) =>
      isShown(element) &&
      getComputedStyle(element).cursor === "pointer" &&
      !element.closest(`${CONTROLS}, label, option`),
  )
  return [...missed, ...pretended].map((element) => element.outerHTML.slice(0, 160))
}

/** Goes round with Tab, from where the focus is, until it comes to where it has been. */
async function goRound(page: Page): Promise<number> {
  await page.evaluate(() => {
    for (const each of document.querySelectorAll("[data-tabbed]"))
      each.removeAttribute("data-tabbed")
  })
  for (let tabs = 1; tabs <= MOST_TABS; tabs++) {
    await page.keyboard.press("Tab")
    const isKnown = await page.evaluate(() => {
      const focused = document.activeElement
      if (!focused || focused === document.body || focused.hasAttribute("data-tabbed"))
        return focused !== document.body
      focused.setAttribute("data-tabbed", "")
      return false
    })
    if (isKnown) return tabs
  }
  throw new Error(`After ${MOST_TABS} presses of Tab the page has not been gone round.`)
}

async function assertReachable(page: Page, where: string): Promise<void> {
  const tabs = await goRound(page)
  console.log(`${where}: ${tabs} stops`)
  assert.equal(await page.evaluate(findMissed), [], `out of reach by keyboard, on ${where}`)
}

for (const name of SECTIONS)
  test(`whatever can be pressed on ${name} is reached with Tab`, async () => {
    await section(tablet, name)
    await tablet.locator("main :is(h1, h2)").first().waitFor({ state: "attached" })
    await assertReachable(tablet, name)
  })

test("so is whatever is on a player's sheet, which Escape closes", async () => {
  await section(tablet, "Floor")
  const seat = tablet.getByRole("button", { name: /^Player 0003, table/ })
  await seat.focus()
  await tablet.keyboard.press("Enter")
  await tablet.getByRole("dialog").waitFor()
  await assertReachable(tablet, "a player's sheet")
  await tablet.keyboard.press("Escape")
  await tablet.getByRole("dialog").waitFor({ state: "detached" })
})

test.after(async () => {
  room.close()
  await browser.close()
  await leaf.stop()
})
test.run()
