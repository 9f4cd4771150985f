import type { Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { readyLayouts } from "../../domain/ready-layouts.ts"
import { Theme } from "../../schemas/documents/layouts.ts"
import { registrationRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import { PICTURE_MOST_BYTES } from "../../schemas/picture.ts"
import {
  assertAccessible,
  assertFits,
  SCREEN,
  section,
  signIn,
  TABLET,
  TestBrowser,
} from "../support/browser.ts"
import { assertReadable } from "../support/contrast.ts"
import { intent } from "../support/intents.ts"
import { dragOf, isOnAll, layoutOf, openEditor, part } from "../support/layout-drawing.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { seatNight } from "../support/seated-night.ts"
import { until } from "../support/until.ts"
import { WeakLink } from "../support/weak-link.ts"

const leaf = await new TestLeaf().start()
const browser = await TestBrowser.launchKeepingNothing()
const staff = await leaf.signIn()
const tablet = await browser.open(`${leaf.url}/operator`, TABLET)
await signIn(tablet, PIN)
const night = await seatNight(tablet, staff, { name: "Wall Night", count: 18, surname: "Holm" })
const venue = await staff.openRoom(venueRoom((await staff.venue()).venueId))
const wall = await browser.open(`${leaf.url}/display/the-bar`, SCREEN)

test("a layout of one's own begins as a copy, and is on the wall", async () => {
  await section(tablet, "Screens")
  await tablet.getByRole("button", { name: "Make it your own: Broadcast" }).click()
  await tablet.getByRole("group", { name: "The layout" }).waitFor()
  await until("the layout is with the Leaf", () =>
    [...venue.registers.all().keys()].some((key) => /^layout\/[^/]+$/.test(key)),
  )
  venue.registers.setAll([
    ["display/the-bar", { tournamentId: night.tournament }],
    ["display/the-bar/views", { views: [{ layout: bar().id }], seconds: 20 }],
  ])
  await wall.locator('[data-kind="chips"]').waitFor()
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
  // It is asked for again and again; each time there is nothing to be seen of it.
  await until("it is known to be missing, and its place is empty", () =>
    picture.evaluate(
      (image) =>
        image instanceof HTMLImageElement &&
        image.complete &&
        image.naturalWidth === 0 &&
        getComputedStyle(image).opacity === "0",
    ),
  )
  venue.registers.setAll([
    ["sponsor/nothing-is-there", null],
    ["display/the-bar/views", before],
  ])
  await wall.locator('[data-kind="chips"]').waitFor()
})

test("a nickname with a script in it is text on the wall", async () => {
  const nickname = "<img src=x onerror=b=1>"
  const [player] = night.players
  assert.ok(player)
  const said = await staff.openRoom(registrationRoom(night.tournament, player.playerId))
  said.registers.set("nickname", nickname)
  const before = venue.registers.get("display/the-bar/views")
  const views = [{ layout: "ready-seating" }]
  venue.registers.set("display/the-bar/views", { views, seconds: 20 })
  await wall.getByText(nickname).first().waitFor()
  assert.is(await wall.evaluate(() => "b" in globalThis), false)
  said.registers.set("nickname", null)
  venue.registers.set("display/the-bar/views", before)
  said.close()
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

/**
 * Runs in the page: until what fades in has done so, and texts fit the places that they were just given.
 * What never ends is not waited for.
 */
async function whenStill(): Promise<void> {
  const ending = document
    .getAnimations()
    .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
  await Promise.allSettled(ending.map(({ finished }) => finished))
  const sizes = () =>
    [...document.querySelectorAll<HTMLElement>(".screen *")]
      .map(({ style, clientWidth }) => `${style.cssText} ${clientWidth}`)
      .join()
  for (let before = "", frames = 0; frames < 10; frames = sizes() === before ? frames + 1 : 0) {
    before = sizes()
    await new Promise(requestAnimationFrame)
  }
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
    await wall.evaluate(whenStill)
    await wall.evaluate(showInColours, looks)
    await wall.evaluate(whenStill)
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

test.after(async () => {
  night.room.close()
  venue.close()
  await browser.close()
  await link.close()
  await leaf.stop()
})
test.run()
