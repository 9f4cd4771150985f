import type { Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { pauseClock, startClock } from "../../domain/clock.ts"
import { bust } from "../../domain/floor.ts"
import { moveEntry, seatElsewhere } from "../../domain/floor-moves.ts"
import { allLayouts } from "../../domain/screens.ts"
import { playersLeft } from "../../domain/tournament.ts"
import type { Layout } from "../../schemas/documents/layouts.ts"
import { DisplayId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"
import { PHONE, SCREEN, TestBrowser } from "../support/browser.ts"
import { TestLeaf } from "../support/leaf.ts"
import { playersNight, seatWords } from "../support/phone-night.ts"

/** What is promised of a venue: so many on one Leaf, with six screens, and right again by then. */
const PHONES = 30
const RIGHT_WITHIN_MS = 5_000
/** The pages are still being loaded, 36 at once on one machine: that says nothing of the Leaf. */
const AT_START_WITHIN_MS = 30_000

const leaf = await new TestLeaf().start()
const browser = await TestBrowser.launch()
const staff = await leaf.signIn()
const night = await playersNight(staff, { count: 34 })
const { room, state } = night
const levels = state().tournament?.structure.levels ?? []
const now = () => millis(Date.now())
const loads = new Map<Page, number>()

async function open(path: string, size: { width: number; height: number }): Promise<Page> {
  const page = await browser.open("about:blank", size)
  page.on("load", () => loads.set(page, (loads.get(page) ?? 0) + 1))
  await page.goto(leaf.url + path)
  return page
}

// A few at a time, as people come in.
const phones: ((typeof night.players)[number] & { page: Page })[] = []
for (let from = 0; from < PHONES; from += 5)
  phones.push(
    ...(await Promise.all(
      night.players.slice(from, from + 5).map(async (player) => {
        const { token } = await staff.ticket(night.tournament, player.playerId)
        return { ...player, page: await open(`/player#${token}`, PHONE) }
      }),
    )),
  )
/** Each is in a room of its own, so each looks different: Felt's own, and one that the venue drew. */
const LAYOUTS = ["ready-broadcast", "ready-clock", "ready-prizes", "ready-stacks", "ready-seating"]
const screens = await pairedScreens()

async function pairedScreens(): Promise<{ page: Page; layout: Layout }[]> {
  night.hall.registers.setAll([
    ["layout/own", { name: "Own", theme: "ember" }],
    ["layout/own/a", { kind: "players", x: 0, y: 0, w: 20, h: 9 }],
    ["layout/own/b", { kind: "text", x: 0, y: 9, w: 20, h: 9, text: "To the bar" }],
    ["layout/own/c", { kind: "clock", x: 20, y: 0, w: 12, h: 18 }],
  ])
  const layouts = allLayouts(night.hall.registers.all())
  return Promise.all(
    [...LAYOUTS, "own"].map(async (id, index) => {
      const layout = layouts.find((each) => each.id === id)
      assert.ok(layout)
      const display = v.parse(DisplayId, `wall-${index + 1}`)
      night.hall.registers.setAll([
        [`display/${display}`, { tournamentId: night.tournament }],
        [`display/${display}/views`, { views: [{ layout: id }], seconds: 60 }],
      ])
      await night.hall.safe()
      const page = await open("/display", SCREEN)
      const code = await page.locator(".pair-code").getAttribute("aria-label")
      await staff.pairScreen(code ?? "", display)
      await page.locator(".screen-board").waitFor()
      return { page, layout }
    }),
  )
}

/**
 * Runs in a screen's page: whether it has contact, is in the layout that it was given, and says so
 * many players, in figures or by who sits where.
 */
function isRight({ areas, playing }: { areas: string[]; playing: number }): boolean {
  if (document.querySelector("[role=alert]")) return false
  const parts = [...document.querySelectorAll<HTMLElement>(".screen-board > [data-kind]")]
  const shown = parts.map(({ style }) => style.gridArea)
  if (shown.toSorted().join() !== areas.toSorted().join()) return false
  const figures = document.querySelector('[data-kind="players"]')?.textContent
  if (figures) return Number(/(\d+)\s*\//.exec(figures)?.[1]) === playing
  const tables = [...document.querySelectorAll(".w-table h3 > :last-child")]
  return tables.reduce((sum, { textContent }) => sum + parseInt(textContent, 10), 0) === playing
}

/** Every page shows what the floor says: each phone its own seat and the players, each screen those. */
async function everybodyIsRight(what: string, withinMs = RIGHT_WITHIN_MS): Promise<void> {
  const since = performance.now()
  const playing = playersLeft(state())
  const left = `${playing} / ${state().entries.length}`
  await Promise.all([
    ...phones.map(async ({ page, entryId, name }) => {
      const isOut = state().entries.some((entry) => entry.entryId === entryId && entry.out)
      const words = isOut ? /^Place \d+$/ : seatWords(state(), entryId)
      const wait = { state: "attached", timeout: withinMs } as const
      await page.getByText(words, { exact: true }).first().waitFor(wait).catch(failed(name, what))
      await page.getByText(left, { exact: true }).waitFor(wait).catch(failed(name, what))
      await page.getByText("Live", { exact: true }).waitFor(wait).catch(failed(name, what))
    }),
    ...screens.map(async ({ page, layout }) => {
      const areas = layout.widgets.map(
        ({ x, y, w, h }) => `${y + 1} / ${x + 1} / span ${h} / span ${w}`,
      )
      // Not at every picture, which would keep 36 pages from the processor.
      const wait = { polling: 50, timeout: withinMs }
      await page
        .waitForFunction(isRight, { areas, playing }, wait)
        .catch(failed(`The screen with "${layout.name}"`, what))
    }),
  ])
  const took = Math.round(performance.now() - since)
  console.log(`${what}: ${phones.length} phones and ${screens.length} screens right in ${took} ms`)
  assert.ok(took < withinMs, `${what}: ${took} ms`)
}

const failed = (who: string, what: string) => (cause: unknown) => {
  throw new Error(`${who} is not right in time: ${what}.`, { cause })
}

/** Everybody says that the Leaf is away: whoever is right after its return has come back by itself. */
async function everybodyMissesIt(): Promise<void> {
  await Promise.all([
    ...phones.map(({ page }) =>
      page.getByText("Live", { exact: true }).waitFor({ state: "detached" }),
    ),
    ...screens.map(({ page }) => page.getByRole("alert").waitFor()),
  ])
}

/** Somebody goes out and somebody moves, as every few minutes of a night. */
async function playOn(number: number): Promise<void> {
  const [gone, moved] = [night.players[PHONES + number], night.players[number]]
  assert.ok(gone && moved)
  room.registers.setAll(bust(state(), gone.entryId, now()))
  const to = seatElsewhere(state(), moved.entryId, `move ${number}`)
  assert.ok(to)
  room.registers.setAll(moveEntry(state(), moved.entryId, to, { why: "floor", at: now() }))
  await room.safe()
}

test("30 phones and 6 screens on one Leaf are right at once, and after each of two restarts", async () => {
  room.registers.set("clock", startClock(levels, state().clock, now()))
  await everybodyIsRight("at the start", AT_START_WITHIN_MS)
  await playOn(0)
  await everybodyIsRight("after a bust and a move")

  await leaf.kill()
  await everybodyMissesIt()
  await leaf.start()
  await everybodyIsRight("after the plug was pulled")
  await playOn(1)
  await everybodyIsRight("after a bust and a move once more")

  await leaf.stop()
  await everybodyMissesIt()
  await leaf.start()
  await everybodyIsRight("after an orderly restart")
  await playOn(2)
  room.registers.set("clock", pauseClock(levels, state().clock, now()))
  await everybodyIsRight("after a bust, a move and a pause")
  await Promise.all(phones.map(({ page }) => page.getByText("Paused").waitFor()))
  assert.equal([...new Set(loads.values())], [1], "nobody has loaded a page anew")
  const unexpected = browser.errors.filter((text) => !/Failed to load resource|ERR_/.test(text))
  assert.equal(unexpected, [])
})

test.after(async () => {
  room.close()
  night.hall.close()
  await browser.close()
  await leaf.stop()
})
test.run()
