import { gzipSync } from "node:zlib"
import type { Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { startClock } from "../../domain/clock.ts"
import { bust } from "../../domain/floor.ts"
import { venueRoom } from "../../schemas/documents/rooms.ts"
import { millis } from "../../schemas/units.ts"
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
import { heldBy } from "../support/display-soak.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { seatNight } from "../support/seated-night.ts"
import { until } from "../support/until.ts"

/** The page's own clock is wrong by so much. */
const HOUR_MS = 3_600_000
const MOST_SCRIPT_BYTES = 25_000
const MOST_HEAP_BYTES = 4_000_000
const BACK_WITHIN_MS = 5_000
const CLOCK_WITHIN_MS = 100

const leaf = await new TestLeaf().start()
const browser = await TestBrowser.launch()
const staff = await leaf.signIn()
const tablet = await browser.open(`${leaf.url}/operator`, TABLET)
await signIn(tablet, PIN)
const night = await seatNight(tablet, staff, { name: "Wall Night", count: 18, surname: "Holm" })
const venue = await staff.openRoom(venueRoom((await staff.venue()).venueId))
const wall = await browser.open("about:blank", SCREEN)
const sheet = tablet.getByRole("dialog")

/** The venue's own layouts. */
const layoutsOfVenue = () =>
  [...venue.registers.all().keys()].flatMap((key) => /^layout\/([^/]+)$/.exec(key)?.[1] ?? [])
/** What the page knew of itself before: whoever loads it anew by hand loses that. */
const mark = (page: Page) => page.evaluate(() => Object.assign(globalThis, { isSame: true }))
const isSame = (page: Page) => page.evaluate(() => "isSame" in globalThis)
const code = () => wall.locator(".pair-code").getAttribute("aria-label")
const placeOf = (kind: string) =>
  wall.locator(`[data-kind="${kind}"]`).evaluate((element) => element.style.gridArea)

test("a new screen shows a code; typed on the tablet it is the bar's, and shows the night", async () => {
  await wall.addInitScript((ms) => {
    const now = Date.now.bind(Date)
    Date.now = () => now() + ms
  }, HOUR_MS)
  await wall.goto(`${leaf.url}/display/%3Cscript%3E`)
  await wall.getByRole("heading", { name: "No such screen" }).waitFor()
  await assertAccessible(wall, "an address that is no screen's")
  await wall.goto(leaf.url)
  await wall.getByRole("link", { name: /^Display/ }).click()
  await wall.locator(".pair-code").waitFor()
  await wall.locator(".pair-box .is-there").waitFor()
  await assertAccessible(wall, "the code")
  await section(tablet, "Screens")
  await tablet.getByRole("button", { name: "Add a screen" }).click()
  await sheet.getByRole("textbox", { name: "Code on the screen" }).fill("BBB BBB")
  await sheet.getByRole("textbox", { name: "Name" }).fill("The bar")
  await sheet.getByRole("button", { name: "Add", exact: true }).click()
  await sheet.getByRole("alert").getByText("No screen shows this code").waitFor()
  await assertAccessible(tablet, "a new screen's sheet")
  // As somebody reads it aloud: in small letters, with a gap.
  const shown = (await code()) ?? ""
  const typed = `${shown.slice(0, 3)} ${shown.slice(3)}`.toLowerCase()
  await sheet.getByRole("textbox", { name: "Code on the screen" }).fill(typed)
  await sheet.getByRole("button", { name: "Add", exact: true }).click()
  await wall.getByRole("heading", { name: "Wall Night" }).waitFor()
  await tablet.getByText(/^Live since/).waitFor()
  await assertFits(wall, "the wall")
})

test("its clock turns within 100 ms of the Leaf's, its own an hour off", async () => {
  const levels = night.state().tournament?.structure.levels ?? []
  const clock = startClock(levels, night.state().clock, millis(Date.now()))
  night.room.registers.set("clock", clock)
  await wall.getByText("Running").waitFor()
  // The machine's own time, which the page is lied to about, comes from the page's start.
  const turns = await wall.getByRole("timer").evaluate(
    (timer) =>
      new Promise<number[]>((resolve) => {
        const at: number[] = []
        const watch = new MutationObserver(() => {
          at.push(performance.timeOrigin + performance.now())
          if (at.length < 7) return
          watch.disconnect()
          resolve(at)
        })
        watch.observe(timer, { characterData: true, childList: true, subtree: true })
      }),
  )
  assert.is(clock.status, "running")
  const since = clock.status === "running" ? clock.since : 0
  // Levels last whole seconds: it has to turn with each whole second since it was started.
  const late = turns.map((at) => (((at - since - clock.elapsedMs) % 1_000) + 1_000) % 1_000)
  const off = late.map((ms) => Math.min(ms, 1_000 - ms)).toSorted((a, b) => a - b)
  console.log(`the clock turns ${off.map((ms) => Math.round(ms)).join(", ")} ms off the Leaf's`)
  assert.ok(
    (off[4] ?? Infinity) <= CLOCK_WITHIN_MS,
    `three of seven are off by ${off[4]} ms and more`,
  )
})

test("what is drawn on the tablet is on the wall, with finger and keyboard, and is taken back", async () => {
  await tablet.getByRole("button", { name: "Make it your own: Broadcast" }).click()
  await tablet.getByRole("group", { name: "The layout" }).waitFor()
  await until("the layout is with the Leaf", () => layoutsOfVenue().length === 1)
  const [id] = layoutsOfVenue()
  venue.registers.set("display/the-bar/views", { views: [{ layout: id }], seconds: 20 })
  const players = tablet.getByRole("button", { name: /^Players, 7 × 5 squares/ })
  await players.focus()
  await tablet.keyboard.press("Shift+ArrowUp")
  await until("it is lower on the wall", async () =>
    (await placeOf("players")).includes("span 4 / span 7"),
  )
  const before = await placeOf("chips")
  const chips = await tablet.getByRole("button", { name: /^Chips in play/ }).boundingBox()
  if (!chips) throw new Error("The part is not on the canvas.")
  await tablet.mouse.move(chips.x + chips.width / 2, chips.y + chips.height / 2)
  await tablet.mouse.down()
  await tablet.mouse.move(chips.x + chips.width / 2 + 100, chips.y + chips.height / 2, { steps: 5 })
  await tablet.mouse.up()
  await until("it is elsewhere on the wall", async () => (await placeOf("chips")) !== before)
  await tablet.getByRole("status").getByText("are on top of each other").first().waitFor()
  await assertAccessible(tablet, "the editor")
  await assertFits(tablet, "the editor")
  await tablet.getByRole("button", { name: "Undo", exact: true }).first().click()
  await until("it is back on the wall", async () => (await placeOf("chips")) === before)
  await tablet.getByRole("button", { name: "All screens" }).click()
})

test("what comes with Felt is called by its Danish name where Danish is spoken", async () => {
  await tablet.getByRole("button", { name: "DA", exact: true }).click()
  await tablet.getByRole("button", { name: "Gør den til jeres: Stort ur" }).waitFor()
  await tablet.getByRole("button", { name: "EN", exact: true }).click()
  await tablet.getByRole("button", { name: "Make it your own: Big clock" }).waitFor()
})

test("what is announced runs along the wall, and is off it when it is ended", async () => {
  await tablet.getByRole("textbox", { name: "Say something to the room" }).fill("Dinner at nine")
  await tablet.getByRole("button", { name: "Announce" }).click()
  await wall.getByText("Dinner at nine").waitFor()
  await tablet.getByRole("button", { name: "End: Dinner at nine" }).click()
  await wall.getByText("Dinner at nine").waitFor({ state: "detached" })
})

test("the end of a level is heard, at half of what there is, and faded in", async () => {
  await wall.evaluate(() => {
    const heard = { notes: 0, loudest: 0, fades: 0 }
    Object.assign(globalThis, { heard })
    // Called with what they were called with.
    // oxlint-disable-next-line typescript/unbound-method
    const start = OscillatorNode.prototype.start
    OscillatorNode.prototype.start = function (...at) {
      heard.notes += 1
      start.apply(this, at)
    }
    // oxlint-disable-next-line typescript/unbound-method
    const ramp = AudioParam.prototype.linearRampToValueAtTime
    AudioParam.prototype.linearRampToValueAtTime = function (...args) {
      heard.loudest = Math.max(heard.loudest, args[0])
      heard.fades += 1
      return ramp.apply(this, args)
    }
  })
  // Outside a kiosk a page is silent until somebody has touched it: any key does.
  await wall.keyboard.press("Shift")
  const [level] = night.state().tournament?.structure.levels ?? []
  const elapsedMs = (level?.durationMs ?? 0) - 1_200
  const now = millis(Date.now())
  night.room.registers.set("clock", { status: "running", levelIndex: 0, elapsedMs, since: now })
  await wall.locator('html[data-cue="levelEnd"]').waitFor({ state: "attached" })
  const heard = await wall.evaluate(() => Reflect.get(globalThis, "heard"))
  assert.equal(heard, { notes: 9, loudest: 0.25, fades: 3 })
})

test("killed and started again, the Leaf has its screens back within 5 s, untouched", async () => {
  await mark(wall)
  let tries = 0
  wall.on("requestfailed", (request) => {
    if (request.url().includes("/api/screen/stream")) tries += 1
  })
  await leaf.kill()
  await wall
    .getByRole("alert")
    .getByText(/^No contact since/)
    .waitFor()
  const timer = wall.getByRole("timer")
  const [text] = [await timer.textContent()]
  await until("the clock goes on by itself", async () => (await timer.textContent()) !== text)
  // However long it was away: by now a page that only waits longer and longer would be late.
  await until("it has tried for a while", () => tries >= 7, 30_000)
  await leaf.start()
  const readyAt = performance.now()
  await wall.getByRole("alert").waitFor({ state: "detached" })
  const tookMs = performance.now() - readyAt
  console.log(`the screen is back ${Math.round(tookMs)} ms after the Leaf`)
  assert.ok(tookMs <= BACK_WITHIN_MS, `it took ${tookMs} ms`)
  assert.ok(await isSame(wall), "nobody had to load the page anew")
  assert.ok((await placeOf("players")).includes("span 4 / span 7"), "in the view it was given")
})

test("started again itself, it is back in its view; its page is small with every part, and holds little", async () => {
  const [layout] = layoutsOfVenue()
  venue.registers.set(`layout/${layout}/code`, { kind: "code", x: 28, y: 2, w: 4, h: 5 })
  const scripts: Promise<number>[] = []
  wall.on("response", (response) => {
    if (response.request().resourceType() === "script")
      scripts.push(response.body().then((body) => gzipSync(body, { level: 9 }).length))
  })
  await wall.reload()
  await wall.getByRole("heading", { name: "Wall Night" }).waitFor()
  await until("it is in its view", async () =>
    (await placeOf("players")).includes("span 4 / span 7"),
  )
  await wall.locator(".w-code .is-there").waitFor()
  const bytes = (await Promise.all(scripts)).reduce((sum, each) => sum + each, 0)
  const held = await heldBy(await wall.context().newCDPSession(wall))
  console.log(
    `${(bytes / 1e3).toFixed(1)} kB of script packed, ${(held.heapBytes / 1e6).toFixed(2)} MB of heap`,
  )
  assert.ok(bytes > 5_000, "its script was loaded")
  assert.ok(bytes <= MOST_SCRIPT_BYTES, `${bytes} bytes of script`)
  assert.ok(held.heapBytes < MOST_HEAP_BYTES, `${held.heapBytes} bytes of heap`)
})

test("a league made without contact is on the wall when the night is over, and on the winner's phone", async () => {
  await hasOwnCopy(tablet)
  await section(tablet, "Library")
  await tablet.getByRole("button", { name: "Leagues" }).click()
  await tablet.getByText("No league yet").waitFor()
  await tablet.context().setOffline(true)
  await tablet.getByRole("button", { name: "New league" }).click()
  await sheet.getByRole("textbox", { name: "League" }).fill("Tuesdays")
  await sheet.getByRole("textbox", { name: "Season" }).fill("Autumn")
  await sheet.getByLabel("First day").fill("2020-01-01")
  await sheet.getByRole("textbox", { name: "Points for taking part" }).fill("2")
  await sheet.getByRole("row", { name: "1 27 27 27" }).waitFor()
  await assertAccessible(tablet, "a new season's sheet")
  await sheet.getByRole("button", { name: "Make it" }).click()
  await tablet.getByText("which cannot be reached now").waitFor()
  const add = tablet.getByRole("combobox", { name: "Let another tournament count" })
  await add.selectOption({ index: 1 })
  await tablet.getByText("Wall Night counts in Autumn").waitFor()
  await tablet.context().setOffline(false)

  venue.registers.set("display/the-bar/views", { views: [{ layout: "ready-league" }], seconds: 20 })
  await wall.getByText("The first points come when").waitFor()
  const [winner, ...others] = night.players
  for (const { entryId } of others.toReversed())
    night.room.registers.setAll(bust(night.state(), entryId, millis(Date.now())))
  await wall.getByText("Tuesdays · Autumn").waitFor()
  const rows = wall.getByRole("list", { name: "Tuesdays · Autumn" }).getByRole("listitem")
  await rows.filter({ hasText: "Player H.27" }).waitFor()
  assert.is(await rows.count(), 18, "all of them, with two points at least")
  await assertFits(wall, "the league on the wall")

  await tablet.getByRole("button", { name: "Player 0002 Holm" }).click()
  const results = tablet.getByRole("list", { name: "Results of Player 0002 Holm" })
  await results.getByText("Place 2", { exact: true }).waitFor()
  await assertAccessible(tablet, "a season")
  await assertFits(tablet, "a season")

  assert.ok(winner)
  const { token } = await staff.ticket(night.tournament, winner.playerId)
  const phone = await browser.open(`${leaf.url}/player#${token}`, PHONE)
  await phone.getByRole("button", { name: "League: 1st of 18, 27 points" }).click()
  await phone.getByRole("listitem").filter({ hasText: "You" }).waitFor()
  await assertAccessible(phone, "a league on a phone")
  await assertFits(phone, "a league on a phone")
  await phone.context().close()

  await section(tablet, "Tonight")
  await tablet.getByRole("button", { name: "New tournament" }).click()
  const offered = tablet.getByRole("combobox", { name: "Counts in" }).locator("option:checked")
  await offered.getByText("Tuesdays · Autumn").waitFor({ state: "attached" })
  await tablet.getByRole("button", { name: "Create", exact: true }).click()
  const counted = () =>
    [...venue.registers.all().keys()].filter((key) => /^tournament\/[^/]+\/season$/.test(key))
  await until("the next night counts as it was offered", () => counted().length === 2)
  await section(tablet, "Screens")
})

test("switched off, it is dark on the tablet within ten seconds", async () => {
  await wall.goto("about:blank")
  const offAt = performance.now()
  await tablet.getByText(/^Dark since/).waitFor()
  const tookMs = performance.now() - offAt
  assert.ok(tookMs < 10_000, `it took ${tookMs} ms`)
})

test("taken away, it shows a code again, and its token is worth nothing", async () => {
  await wall.goto(`${leaf.url}/display`)
  await wall.getByRole("heading", { name: "Wall Night" }).waitFor()
  const token = await wall.evaluate(() => localStorage.getItem("felt.screen"))
  await tablet.getByRole("button", { name: "Settings: The bar" }).click()
  await assertAccessible(tablet, "a screen's sheet")
  await sheet.getByRole("button", { name: "Remove the screen" }).click()
  await wall.locator(".pair-code").waitFor()
  const asked = { headers: { Authorization: `Bearer ${token}` } }
  assert.is((await fetch(`${leaf.url}/api/screen/stream`, asked)).status, 401)
  assert.equal(await wall.evaluate(() => localStorage.getItem("felt.screen")), null)
})

test.after(async () => {
  night.room.close()
  venue.close()
  await browser.close()
  await leaf.stop()
})
test.run()
