import type { Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { pauseClock, startClock } from "../../domain/clock.ts"
import { bust } from "../../domain/floor.ts"
import { moveEntry, seatElsewhere } from "../../domain/floor-moves.ts"
import { playersLeft } from "../../domain/tournament.ts"
import { millis } from "../../schemas/units.ts"
import { PHONE, SCREEN, TestBrowser } from "../support/browser.ts"
import { TestLeaf } from "../support/leaf.ts"
import { playersNight, seatWords } from "../support/phone-night.ts"

/** What the issue promises of a venue: so many of each on one Leaf, and right again by then. */
const [PHONES, SCREENS] = [30, 6]
const RIGHT_WITHIN_MS = 5_000

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
const screens: Page[] = []
while (screens.length < SCREENS) screens.push(await open("/display/main", SCREEN))

/** Every page shows what the floor says: each phone its own seat and the players, each screen those. */
async function everybodyIsRight(what: string): Promise<number> {
  const since = performance.now()
  const left = `${playersLeft(state())} / ${state().entries.length}`
  await Promise.all([
    ...phones.map(async ({ page, entryId, name }) => {
      const isOut = state().entries.some((entry) => entry.entryId === entryId && entry.out)
      const words = isOut ? /^Place \d+$/ : seatWords(state(), entryId)
      const wait = { state: "attached", timeout: RIGHT_WITHIN_MS } as const
      await page.getByText(words, { exact: true }).first().waitFor(wait).catch(failed(name, what))
      await page.getByText(left, { exact: true }).waitFor(wait).catch(failed(name, what))
      await page.getByText("Live", { exact: true }).waitFor(wait).catch(failed(name, what))
    }),
    ...screens.map((page, index) =>
      page
        .getByText(new RegExp(`^${left.replace(" / ", "\\s*/\\s*")}$`))
        .first()
        .waitFor({ timeout: RIGHT_WITHIN_MS })
        .catch(failed(`screen ${index + 1}`, what)),
    ),
  ])
  const took = Math.round(performance.now() - since)
  console.log(`${what}: ${phones.length} phones and ${screens.length} screens right in ${took} ms`)
  assert.ok(took < RIGHT_WITHIN_MS, `${what}: ${took} ms`)
  return took
}

const failed = (who: string, what: string) => (cause: unknown) => {
  throw new Error(`${who} is not right after ${RIGHT_WITHIN_MS} ms: ${what}.`, { cause })
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
  await everybodyIsRight("at the start")
  await playOn(0)
  await everybodyIsRight("after a bust and a move")

  await leaf.kill()
  await leaf.start()
  const first = performance.now()
  await everybodyIsRight("after the plug was pulled")
  await playOn(1)
  await everybodyIsRight("after a bust and a move once more")
  assert.ok(performance.now() - first > 0)

  await leaf.stop()
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
