import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import type { Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { clockAt, jumpToLevel, pauseClock, startClock } from "../../domain/clock.ts"
import { moveEntry, seatElsewhere } from "../../domain/floor-moves.ts"
import { pseudonymOf } from "../../domain/pseudonym.ts"
import { formatSpan } from "../../app/features/clock/clock-face.ts"
import { registrationRoom } from "../../schemas/documents/rooms.ts"
import { type Millis, millis } from "../../schemas/units.ts"
import {
  assertAccessible,
  assertFits,
  PHONE,
  SCREEN,
  section,
  signIn,
  TABLET,
  TestBrowser,
} from "../support/browser.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { playersNight, seatWords } from "../support/phone-night.ts"
import { until } from "../support/until.ts"
import { WeakLink } from "../support/weak-link.ts"

const SCRIPT_KB = 60
/** After a restart everything is right again by then. */
const RIGHT_WITHIN_MS = 5_000
const HOUR_MS = 3_600_000

const leaf = await new TestLeaf().start()
const browser = await TestBrowser.launch()
const staff = await leaf.signIn()
const night = await playersNight(staff, { count: 11 })
const { room, state, tournament } = night
const [anna, , bo] = night.players
assert.ok(anna && bo)
const now = (): Millis => millis(Date.now())
const levels = state().tournament?.structure.levels ?? []

const link = await WeakLink.open(Number(new URL(leaf.url).port))
const near = `http://localhost:${link.port}`
const tablet = await browser.open(`${leaf.url}/operator/floor`, TABLET)
await signIn(tablet, PIN)
const sheet = tablet.getByRole("dialog")

const closeSheet = async (): Promise<void> => {
  await sheet.getByRole("button", { name: "Close" }).first().click()
  await sheet.waitFor({ state: "detached" })
}

/** A phone's page through the weak link, with its own clock so far off; every script counted. */
async function openPhone(path: string, { aheadMs = 0, locale = "en-GB" } = {}): Promise<Page> {
  const page = await browser.open("about:blank", PHONE, locale)
  if (aheadMs !== 0) await page.clock.install({ time: Date.now() + aheadMs })
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "vibrate", {
      value: (pattern: number[]) => {
        document.documentElement.dataset["vibrated"] = String(pattern)
        return true
      },
    })
  })
  await page.goto(near + path)
  return page
}
const tab = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Pages" }).getByRole("button", { name }).click()
const isLive = (page: Page) => page.getByText("Live", { exact: true }).waitFor()
const saysSeat = (page: Page, words: string) =>
  page.getByText(words, { exact: true }).first().waitFor({ state: "attached" })

/** Moves an entry to a free seat elsewhere, as the floor does. */
async function move(entryId: (typeof night.players)[number]["entryId"]): Promise<string> {
  const to = seatElsewhere(state(), entryId, String(Math.random()))
  assert.ok(to, "there is a free seat")
  room.registers.setAll(moveEntry(state(), entryId, to, { why: "balance", at: now() }))
  await room.safe()
  return seatWords(state(), entryId)
}

test("a phone fetches at most 60 kB of script, whatever it opens", async () => {
  const page = await browser.open("about:blank", PHONE)
  const fetched = new Set<string>()
  page.on("response", (response) => {
    if (
      response.request().resourceType() === "script" &&
      response.request().serviceWorker() === null
    )
      fetched.add(new URL(response.url()).pathname)
  })
  const { token } = await staff.ticket(tournament, bo.playerId)
  await page.goto(`${near}/player#${token}`)
  await isLive(page)
  for (const name of ["Prizes", "Levels", "Ranking", "Me"]) await tab(page, name)
  await page.getByRole("button", { name: "Save all my data as a file" }).waitFor()
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  const assets = fileURLToPath(new URL("../../dist/client", import.meta.url))
  const scripts = [...fetched].filter((path) => path.startsWith("/_build/"))
  assert.ok(scripts.some((path) => path.includes("/player-")))
  const kilobytes =
    scripts.reduce((sum, path) => sum + gzipSync(readFileSync(assets + path)).length, 0) / 1_000
  console.log(`script of a phone's page: ${kilobytes.toFixed(1)} kB gz in ${scripts.length} files`)
  assert.ok(kilobytes <= SCRIPT_KB, `${kilobytes} kB`)
  assert.ok(readdirSync(`${assets}/_build/assets`).length > scripts.length)
  await page.close()
})

let phone: Page

test("a phone opens the night without a code, and is bound to a player by the code on the sheet", async () => {
  phone = await openPhone("/player", { aheadMs: HOUR_MS })
  await isLive(phone)
  await phone.getByText("Is this your tournament?").waitFor()
  await assertAccessible(phone, "a phone without a code")
  await tablet.getByRole("button", { name: new RegExp(`^${anna.name}, table`) }).click()
  await sheet.getByRole("button", { name: "QR code for the phone" }).click()
  const code = await sheet.getByText(/^[2-9A-HJKMNP-Z]{3} [2-9A-HJKMNP-Z]{3}$/).textContent()
  assert.ok(code)
  await closeSheet()
  await phone.getByRole("button", { name: "Enter my code" }).click()
  await phone.getByRole("textbox", { name: "Your code" }).fill("AAA AAA")
  await phone.getByRole("button", { name: "Show my seat" }).click()
  await phone.getByText("This code is nobody's").waitFor()
  await assertAccessible(phone, "a wrong code")
  await phone.getByRole("textbox", { name: "Your code" }).fill(code.toLowerCase())
  await phone.getByRole("button", { name: "Show my seat" }).click()
  await saysSeat(phone, seatWords(state(), anna.entryId))
  for (const colorScheme of ["light", "dark"] as const) {
    await phone.emulateMedia({ colorScheme })
    for (const name of ["Now", "Prizes", "Levels", "Ranking", "Me"]) {
      await tab(phone, name)
      await assertAccessible(phone, `${name}, ${colorScheme}`)
      await assertFits(phone, name)
    }
  }
  const small = await phone.evaluate(() =>
    [...document.querySelectorAll("button, input, a")]
      .map((target) => (target.closest("label") ?? target).getBoundingClientRect())
      .filter(({ width, height }) => width > 0 && (width < 44 || height < 44)),
  )
  assert.equal(small, [], "every target is at least 44 px in both directions")

  const second = await openPhone(`/player#c=${code.replace(" ", "")}`)
  await second.getByText("Another phone has used this code").waitFor()
  await section(tablet, "Tonight")
  await tablet
    .getByRole("button", { name: `A second phone tried the code of ${anna.name}` })
    .click()
  await sheet.getByRole("button", { name: "QR code for the phone" }).click()
  await assertAccessible(tablet, "a second phone with a code")
  await sheet.getByRole("button", { name: "The player's too: a new code" }).click()
  await sheet.getByRole("img", { name: "QR code of the player's own page" }).waitFor()
  await closeSheet()
  await isLive(phone)
  await second.close()
})

test("the phone's clock is the Leaf's to 100 ms, with its own an hour ahead; in Danish as well", async () => {
  room.registers.set(
    "clock",
    startClock(levels, jumpToLevel(levels, state().clock, now(), 1), now()),
  )
  await tab(phone, "Now")
  const timer = phone.getByRole("timer", { name: "Time left in this level" })
  const text = (at: number) => formatSpan(clockAt(levels, state().clock, millis(at)).remainingMs)
  await phone.getByText("Level 2", { exact: true }).waitFor()
  await until("it ticks", async () => (await timer.textContent()) === text(Date.now()))
  let [looked, changes, last] = [0, 0, ""]
  await until("it was looked at over some seconds", async () => {
    const before = Date.now()
    const shown = await timer.textContent()
    const right = Array.from(
      { length: Math.ceil((Date.now() - before + 200) / 20) + 1 },
      (_, index) => text(before - 100 + index * 20),
    )
    assert.ok(right.includes(shown ?? ""), `${shown} is none of ${[...new Set(right)].join(", ")}`)
    looked += 1
    if (shown !== last) changes += 1
    last = shown ?? ""
    return changes > 4
  })
  console.log(`the clock was looked at ${looked} times over ${changes} of its seconds`)
  const danish = await openPhone(`/player#t=${tournament}`, { locale: "da-DK" })
  await danish.getByText("Niveau 2", { exact: true }).waitFor()
  await assertFits(danish, "the night in Danish")
  await danish.close()
})

test("a nickname with a script in it is text on every page; the floor sees it", async () => {
  const nickname = "<img src=x onerror=1>"
  await tab(phone, "Me")
  await phone.getByRole("button", { name: "An end seat" }).click()
  await phone.getByRole("textbox", { name: "Nickname" }).fill(nickname)
  await phone.getByRole("textbox", { name: "Nickname" }).blur()
  await phone.getByText("The floor sees this at once.").waitFor()
  await section(tablet, "Floor")
  await tablet.getByRole("button", { name: new RegExp(`^${anna.name}, table`) }).click()
  await sheet.getByText(`Nickname “${nickname}”`).waitFor()
  await sheet.getByText("Needs an end seat").waitFor()
  await closeSheet()
  room.registers.set(`entry/${anna.entryId}/chips`, { count: 20_000, at: now() })
  await tab(phone, "Ranking")
  await phone.getByText(nickname).waitFor()
  assert.is(await phone.locator("img").count(), 0)
})

test("a rebuy is wished for on the phone, sold with one tap, and recorded before the phone says so", async () => {
  await tab(phone, "Now")
  await phone.getByRole("button", { name: "Rebuy €50.00" }).click()
  await phone.getByText("The floor has been told").waitFor()
  await assertAccessible(phone, "a wish")
  await section(tablet, "Tonight")
  await tablet.getByText(`${anna.name} wants a rebuy`).waitFor()
  await assertAccessible(tablet, "a wish on Tonight")
  await tablet.getByRole("button", { name: "No", exact: true }).click()
  await phone.getByText("The floor says no for now").waitFor()
  await tablet.getByRole("button", { name: "Undo" }).last().click()
  await phone.getByText("The floor has been told").waitFor()
  await tablet.getByRole("button", { name: "Rebuy €50.00" }).click()
  await phone.getByText(/^It is recorded, in line \d+ of the ledger\.$/).waitFor()
  const lines = await staff.ledger(0)
  const rebuys = lines.filter(({ intent }) => intent.kind === "rebuy")
  assert.is(rebuys.length, 1)
  await phone.getByText(`in line ${rebuys[0]?.sequence} of`).waitFor()
  await tablet.getByText(`${anna.name} wants a rebuy`).waitFor({ state: "detached" })
  await phone.getByRole("button", { name: "OK" }).click()
  await phone.getByRole("button", { name: "Rebuy €50.00" }).waitFor()
})

test("who is moved is told at once: where to, from where, and by which rule; until it is read", async () => {
  const before = seatWords(state(), anna.entryId)
  const to = await move(anna.entryId)
  const banner = phone.getByRole("alert")
  await banner.getByText(`You have moved: ${to}`).waitFor()
  await banner.getByText(`You were at ${before.toLowerCase()}. The tables are evened out`).waitFor()
  await banner.getByText("TDA-2024 R11-A").waitFor()
  await assertAccessible(phone, "a move")
  assert.is(
    await phone.evaluate(() => document.documentElement.dataset["vibrated"]),
    "250,120,250,120,250",
  )
  await phone.reload()
  await phone.getByRole("alert").getByText(`You have moved: ${to}`).waitFor()
  await phone.getByRole("button", { name: "Got it" }).click()
  await phone.getByRole("alert").waitFor({ state: "detached" })
  await phone.reload()
  await saysSeat(phone, to)
  assert.is(await phone.getByRole("alert").count(), 0)
})

test("a break that ends is told", async () => {
  const at = levels.findIndex(({ kind }) => kind === "break")
  const length = levels[at]?.durationMs ?? 0
  const since = now()
  room.registers.set("clock", {
    status: "running",
    levelIndex: at,
    elapsedMs: length - 3_000,
    since,
  })
  await phone.getByText("After the break").waitFor()
  await phone.getByRole("alert").getByText("The break is over").waitFor()
  await phone.getByRole("button", { name: "Close" }).click()
})

/** What the phone says, in the very moment in which somebody looks at it, or looks away. */
const look = (visibility: "visible" | "hidden") =>
  phone.evaluate((value) => {
    Object.defineProperty(document, "visibilityState", { value, configurable: true })
    document.dispatchEvent(new Event("visibilitychange"))
    return document.body.innerText
  }, visibility)

test("a phone that slept for an hour says how old it is until it is right again", async () => {
  const before = seatWords(state(), anna.entryId)
  await saysSeat(phone, before)
  await look("hidden")
  link.cut()
  const to = await move(anna.entryId)
  await phone.clock.fastForward(HOUR_MS)
  await look("visible")
  const status = phone.getByRole("status").first()
  await status.getByText(/^Updated (60|61) min ago$/).waitFor()
  await saysSeat(phone, before)
  assert.is(await phone.getByText("Live", { exact: true }).count(), 0)
  await assertAccessible(phone, "an old page")
  link.restore()
  const restored = performance.now()
  await isLive(phone)
  await saysSeat(phone, to)
  console.log(`right ${Math.round(performance.now() - restored)} ms after the link was back`)
  await phone.getByRole("button", { name: "Got it" }).click()
})

test("what a phone shows is not called live at the first look after an hour, though it heard nothing", async () => {
  const before = seatWords(state(), anna.entryId)
  await saysSeat(phone, before)
  await look("hidden")
  link.hold()
  const to = await move(anna.entryId)
  assert.is(await phone.getByText("Live", { exact: true }).count(), 1, "asleep it hears nothing")
  // Its timers stood still: none has fired when somebody looks.
  await phone.evaluate((ms) => {
    const awake = Date.now.bind(Date)
    Date.now = () => awake() + ms
  }, HOUR_MS)
  const seen = await look("visible")
  assert.match(seen, /Updated (60|61) min ago/)
  assert.not.match(seen, /^Live$/m)
  await saysSeat(phone, before)
  link.release()
  await isLive(phone)
  await saysSeat(phone, to)
  await phone.getByRole("button", { name: "Got it" }).click()
})

test("a Leaf that is killed: the phone is right within 5 s of its return, by itself", async () => {
  await leaf.kill()
  await phone.getByText(/^Updated \d+ s ago$/).waitFor()
  await leaf.start()
  const started = performance.now()
  await staff.record([])
  room.registers.set("clock", pauseClock(levels, state().clock, now()))
  await phone.getByText("Paused").waitFor({ timeout: RIGHT_WITHIN_MS })
  await isLive(phone)
  const took = performance.now() - started
  console.log(`right ${Math.round(took)} ms after the Leaf was ready again`)
  assert.ok(took < RIGHT_WITHIN_MS, `${took} ms`)
})

test("what is said without contact is kept over a reload and arrives later", async () => {
  await tab(phone, "Me")
  link.cut()
  await phone.getByRole("button", { name: "No", exact: true }).click()
  await phone.getByRole("button", { name: "30 min late" }).click()
  await phone.getByText("Kept on this phone").waitFor()
  assert.is(
    await phone.getByRole("button", { name: "30 min late" }).getAttribute("aria-pressed"),
    "true",
  )
  const said = await staff.openRoom(registrationRoom(tournament, anna.playerId))
  assert.is(said.registers.get("lateMinutes"), undefined)
  link.restore()
  await until("it has arrived", () => said.registers.get("lateMinutes") === 30)
  assert.is(said.registers.get("coming"), false)
  await phone.getByText("The floor sees this at once.").waitFor()
  await phone.getByRole("button", { name: "Take all of this back" }).click()
  await until("all of it is taken back", () => said.registers.all().size === 0)
  await phone.getByRole("button", { name: "Undo" }).click()
  await until("and said again", () => said.registers.get("coming") === false)
  said.close()
})

test("consent first, the own data as a file, the consent taken back; erased in play, everywhere at once", async () => {
  const email = phone.getByRole("textbox", { name: "E-mail" })
  assert.is(await email.count(), 0, "no field before a yes")
  await phone.getByRole("checkbox", { name: /^E-mail and phone/ }).check()
  await email.fill("anna@example.test")
  await phone.getByRole("button", { name: "I agree, keep them" }).click()
  await phone.getByText("You agreed on").waitFor()
  await assertAccessible(phone, "contact details")
  const downloading = phone.waitForEvent("download")
  await phone.getByRole("button", { name: "Save all my data as a file" }).click()
  const file = readFileSync(await (await downloading).path(), "utf8")
  for (const known of ["anna@example.test", anna.name, "buy-in", "rebuy"])
    assert.ok(file.includes(known))
  await phone.getByRole("button", { name: "Take my consent back and delete them" }).click()
  await phone.getByText("Your contact details are deleted.").waitFor()
  const said = await staff.openRoom(registrationRoom(tournament, anna.playerId))
  said.registers.set("nickname", "The Ace")
  night.hall.registers.setAll([
    ["display/main", { tournamentId: tournament }],
    ["display/main/views", { views: [{ layout: "ready-seating" }], seconds: 20 }],
  ])
  const wall = await browser.open(`${leaf.url}/display/main`, SCREEN)
  await wall.getByText("The Ace", { exact: true }).waitFor()
  await section(tablet, "Floor")
  const seatOf = (name: string) =>
    tablet.getByRole("button", { name: new RegExp(`${name}, table`) })
  await seatOf(anna.name).first().waitFor()
  await phone.getByRole("button", { name: "Erase me" }).click()
  await phone.getByRole("button", { name: "Erase me now" }).click()
  await phone.getByText("You are erased here").waitFor()
  const number = pseudonymOf(anna.playerId)
  await wall.getByText(number, { exact: true }).waitFor()
  await seatOf(number).first().waitFor()
  assert.is(await wall.getByText("The Ace").count(), 0)
  assert.is(await seatOf(anna.name).count(), 0)
  said.close()
  const unexpected = browser.errors.filter((text) => !/Failed to load resource|ERR_/.test(text))
  assert.equal(unexpected, [])
})

test.after(async () => {
  room.close()
  night.hall.close()
  await browser.close()
  await link.close()
  await leaf.stop()
})
test.run()
