import { gzipSync } from "node:zlib"
import type { Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { readyLayouts } from "../../domain/ready-layouts.ts"
import { startClock } from "../../domain/clock.ts"
import { bust } from "../../domain/floor.ts"
import { Theme } from "../../schemas/documents/layouts.ts"
import { venueRoom } from "../../schemas/documents/rooms.ts"
import { PICTURE_MOST_BYTES } from "../../schemas/picture.ts"
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
import { assertReadable } from "../support/contrast.ts"
import { heldBy } from "../support/display-soak.ts"
import { intent } from "../support/intents.ts"
import { dragOf, isOnAll, layoutOf, openEditor, part } from "../support/layout-drawing.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { seatNight } from "../support/seated-night.ts"
import { until } from "../support/until.ts"
import { WeakLink } from "../support/weak-link.ts"

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
    (off[3] ?? Infinity) <= CLOCK_WITHIN_MS,
    `half of them are off by ${off[3]} ms and more`,
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
})

/** Two who draw the bar's layout together: the second one's contact is the test's to cut. */
const link = await WeakLink.open(Number(new URL(leaf.url).port))
const second = await browser.open("about:blank", TABLET)
const press = async (page: Page, kind: string, ...keys: string[]): Promise<void> => {
  await part(page, kind).focus()
  for (const key of keys) await page.keyboard.press(key)
}
const undo = (page: Page) => page.getByRole("button", { name: "Undo", exact: true }).first().click()
const bar = () => layoutOf(venue.registers)
const isEqual = (what: string) =>
  until(`${what}: both tablets and the wall are equal`, () =>
    isOnAll(bar().widgets, wall, [tablet, second]),
  )
const squares = (kind: string) => {
  const { x, y, w, h } = bar().widgets.find((each) => each.kind === kind) ?? {}
  return [x, y, w, h]
}

test("two draw one layout at once: nothing of either is lost, and undo takes back one's own alone", async () => {
  await second.goto(`http://localhost:${link.port}/operator/screens`)
  await signIn(second, PIN)
  await section(second, "Screens")
  await openEditor(second, bar().name)
  const [pool, average] = [squares("pool"), squares("average")]

  await Promise.all([
    press(tablet, "Prize pool", "ArrowLeft", "ArrowLeft"),
    press(second, "Average stack", "ArrowRight", "Shift+ArrowDown"),
  ])
  await until("both have written", () => squares("pool")[0] === 23 && squares("average")[3] === 5)
  await isEqual("different parts")
  await undo(tablet)
  await undo(tablet)
  await until("the first one's are back", () => String(squares("pool")) === String(pool))
  assert.equal(squares("average"), [1, 7, 7, 5], "and the second one's stay")
  await undo(second)
  await undo(second)
  await until("now these too", () => String(squares("average")) === String(average))

  await Promise.all([
    press(tablet, "Next level", "ArrowUp", "ArrowUp", "ArrowUp"),
    press(second, "Next level", "ArrowRight", "ArrowRight"),
  ])
  await isEqual("the same part")
})

test("what one drags or types outlives what the other does meanwhile; what is gone stays gone", async () => {
  const [x = 0, y = 0, w, h] = squares("status")
  const drag = await dragOf(second, "Status", { x: 0, y: 3 })
  await press(tablet, "Status", "Shift+ArrowLeft")
  await until("the size is on the other tablet", () =>
    part(second, "Status", `${(w ?? 0) - 1} × ${h} squares`).isVisible(),
  )
  await drag.letGo()
  await until("it is where it was let go", () => squares("status")[1] === y + 3)
  assert.equal(squares("status"), [x, y + 3, (w ?? 0) - 1, h], "as large as the other one made it")
  await undo(second)
  await until("it is back where it was", () => squares("status")[1] === y)
  assert.equal(squares("status"), [x, y, (w ?? 0) - 1, h], "and still as large")

  const gone = await dragOf(second, "Status", { x: 0, y: 2 })
  await press(tablet, "Status", "Delete")
  await part(second, "Status").waitFor({ state: "detached" })
  await gone.letGo()
  await undo(tablet)
  await part(second, "Status").waitFor()
  await isEqual("a part that was taken away under a finger and came back")

  const name = second.getByRole("textbox", { name: "Name" })
  await name.fill("Drawn by two")
  const before = squares("title")
  await press(tablet, "Name", "Shift+ArrowLeft")
  await until("it is on the other tablet", () => String(squares("title")) !== String(before))
  await isEqual("while somebody types")
  assert.is(await name.inputValue(), "Drawn by two", "what is typed is not written over")
  await name.blur()
  await until("it is called that", () => bar().name === "Drawn by two")
})

test("one draws on without contact; back again all are equal, and nobody's other parts are lost", async () => {
  link.cut()
  await second
    .getByText(/^Offline since/)
    .first()
    .waitFor()
  await press(second, "Prize pool", "ArrowDown", "Shift+ArrowDown")
  await press(second, "Next level", "ArrowDown")
  await press(second, "Average stack", "ArrowRight")
  await press(second, "Registration", "Delete")
  await second.getByRole("button", { name: "Add: Own text" }).click()
  await press(tablet, "Prize pool", "ArrowLeft")
  await press(tablet, "Next level", "Delete")
  await press(tablet, "Chips in play", "ArrowRight")
  await press(tablet, "Registration", "Shift+ArrowLeft")
  await until("the first one's is with the Leaf", () => squares("chips")[0] === 1)
  const own = await part(second, "Prize pool").getAttribute("aria-label")
  link.restore()
  await until("the second one's has arrived", () =>
    bar().widgets.some(({ kind }) => kind === "text"),
  )
  await isEqual("back with contact")
  assert.is(squares("average")[0], 1, "the second one's alone")
  assert.is(squares("chips")[0], 1, "the first one's alone")
  const both = await part(tablet, "Prize pool").getAttribute("aria-label")
  console.log(`the pool that both moved: ${both}; the second one's was ${own}`)

  const held = bar().widgets.filter(({ kind }) => kind !== "text" && kind !== "average")
  // The text, the registration, the average stack: what of it was overruled stays as it is.
  for (let steps = 0; steps < 3; steps++) await undo(second)
  await until("the second one's are taken back", () => squares("average")[0] === 0)
  await isEqual("after the second one's undo")
  const after = bar().widgets.filter(({ kind }) => kind !== "average" && kind !== "registration")
  assert.equal(
    after,
    held.filter(({ kind }) => kind !== "registration"),
    "and nothing else",
  )
  await tablet.getByRole("button", { name: "All screens" }).click()
  await second.context().close()
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

/** A picture as a phone takes it: far too large, and so noisy that it packs badly. */
const photo = () =>
  tablet.evaluate(() => {
    const canvas = document.createElement("canvas")
    canvas.width = 2_400
    canvas.height = 1_800
    const context = canvas.getContext("2d")
    if (!context) throw new Error("There is no canvas.")
    const noise = context.createImageData(canvas.width, canvas.height)
    noise.data.forEach((_, at) => (noise.data[at] = at % 4 === 3 ? 255 : (at * at * 7_919) % 251))
    context.putImageData(noise, 0, 0)
    return canvas.toDataURL("image/png").split(",")[1] ?? ""
  })

test("a sponsor's picture is made small on the tablet, and on the wall; one that is missing leaves its place empty", async () => {
  const before = venue.registers.get("display/the-bar/views")
  const views = [{ layout: "ready-sponsors" }]
  venue.registers.set("display/the-bar/views", { views, seconds: 20 })
  await wall.locator(".w-house").waitFor()
  await tablet.locator('input[type="file"]').setInputFiles([
    { name: "ad.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg/>") },
    { name: "ad.png", mimeType: "image/png", buffer: Buffer.from(await photo(), "base64") },
  ])
  await tablet.getByText("ad.svg: this is no picture that screens show").waitFor()
  const picture = wall.locator("img.w-sponsor")
  await wall.locator("img.w-sponsor.is-there").waitFor()
  const width = await picture.evaluate((image) => Reflect.get(image, "naturalWidth"))
  assert.ok(Number(width) <= 1_280, `${width} wide`)
  const served = await fetch(`${leaf.url}${await picture.getAttribute("src")}`)
  assert.match(served.headers.get("Cache-Control") ?? "", /immutable/)
  const { byteLength } = await served.arrayBuffer()
  assert.ok(byteLength > 10_000 && byteLength <= PICTURE_MOST_BYTES, `${byteLength} bytes`)
  await assertAccessible(tablet, "the screens with a picture")
  await assertFits(tablet, "the screens with a picture")
  await tablet.getByRole("button", { name: "Remove picture 1" }).click()
  await wall.locator(".w-house").waitFor()
  const told = tablet.locator("div").filter({ hasText: "The picture is off the screens" }).last()
  await told.getByRole("button", { name: "Undo" }).click()
  await picture.waitFor()
  await tablet.getByRole("button", { name: "Remove picture 1" }).click()
  venue.registers.set("sponsor/nothing-is-there", { at: 1 })
  await until("it is known to be missing", () =>
    picture.evaluate((image) => image instanceof HTMLImageElement && image.complete),
  )
  assert.is(await picture.evaluate((image) => getComputedStyle(image).opacity), "0")
  venue.registers.setAll([
    ["sponsor/nothing-is-there", null],
    ["display/the-bar/views", before],
  ])
  await wall.locator('[data-kind="chips"]').waitFor()
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
  await leaf.kill()
  await wall
    .getByRole("alert")
    .getByText(/^No contact since/)
    .waitFor()
  const timer = wall.getByRole("timer")
  const [text] = [await timer.textContent()]
  await until("the clock goes on by itself", async () => (await timer.textContent()) !== text)
  await leaf.start()
  const readyAt = performance.now()
  await wall.getByRole("alert").waitFor({ state: "detached" })
  const tookMs = performance.now() - readyAt
  console.log(`the screen is back ${Math.round(tookMs)} ms after the Leaf`)
  assert.ok(tookMs <= BACK_WITHIN_MS, `it took ${tookMs} ms`)
  assert.ok(await isSame(wall), "nobody had to load the page anew")
  assert.ok((await placeOf("players")).includes("span 4 / span 7"), "in the view it was given")
})

type Look = { theme?: string; tone?: string }
/** Runs in the page: four pictures of the screen over it, each in colours of its own. */
function showInColours(looks: readonly Look[]): void {
  const screen = document.querySelector<HTMLElement>(".screen")
  if (!screen) throw new Error("There is no screen on the page.")
  const pictures = document.createElement("div")
  pictures.dataset["looks"] = ""
  pictures.style.cssText = "position: fixed; inset: 0; display: grid; grid: 1fr 1fr / 1fr 1fr"
  for (const { theme, tone } of looks) {
    const picture = document.createElement("div")
    picture.innerHTML = screen.outerHTML
    const [shown, board] = [picture.firstElementChild, picture.querySelector("[data-tone]")]
    if (theme !== undefined) shown?.setAttribute("data-theme", theme)
    if (tone !== undefined) board?.setAttribute("data-tone", tone)
    pictures.append(picture)
  }
  document.body.append(pictures)
}

test("whatever is on a layout that comes with Felt, in whichever colours, is read across the room: 7 to 1", async () => {
  const { tournament, players, room } = night
  const entries = players.map(({ entryId }) => entryId)
  await staff.record([
    ...players.map(({ playerId, entryId }) =>
      intent("buy-in", { tournamentId: tournament, playerId, entryId, amountCents: 5_500 }),
    ),
    intent("set-payouts", { tournamentId: tournament }),
  ])
  const at = Date.now()
  const before = venue.registers.get("display/the-bar/views")
  room.registers.setAll([
    ...entries
      .slice(3)
      .map((id, index) => [`entry/${id}/chips`, { count: 9_000 + index, at }] as const),
    ...entries
      .slice(0, 3)
      .map((id, index) => [`entry/${id}/out`, { order: index + 1, at }] as const),
    ["waiting/p-late", { since: at }],
    [`entry/${entries[4]}/seat`, room.registers.get(`entry/${entries[0]}/seat`)],
  ])
  await wall.setViewportSize({ width: 1_280, height: 720 })
  const readable = async (where: string, looks: readonly Look[]) => {
    await wall.evaluate(showInColours, looks)
    await assertReadable(wall, where, [/^\d+:\d\d$/], "every text")
    await wall.evaluate(() => document.querySelector("[data-looks]")?.remove())
  }
  for (const { id, name, widgets } of readyLayouts) {
    venue.registers.set("display/the-bar/views", { views: [{ layout: id }], seconds: 20 })
    await until(
      `${name} is there`,
      async () => (await wall.locator(".w").count()) === widgets.length,
    )
    await readable(
      name,
      Theme.options.map((theme) => ({ theme })),
    )
  }
  const tones = ["last-minute", "break", "paused", "finished"]
  await readable(
    "the moments",
    tones.map((tone) => ({ tone })),
  )
  venue.registers.set("display/the-bar/views", before)
  await wall.setViewportSize(SCREEN)
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
  await link.close()
  await leaf.stop()
})
test.run()
