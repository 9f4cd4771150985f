import type { Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { noteGoodBackup } from "../../leaf/backup-state.ts"
import { millis } from "../../schemas/units.ts"
import {
  assertAccessible,
  assertFits,
  PHONE,
  signIn,
  TABLET,
  TestBrowser,
} from "../support/browser.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"

const DAY_MS = 86_400_000
const TOLD_WITHIN_MS = 10_000

const leaf = await new TestLeaf().start()
const browser = await TestBrowser.launchKeepingNothing()
const noteBackup = (ageMs: number) =>
  noteGoodBackup(leaf.data, { at: millis(Date.now() - ageMs), file: "felt", lastSequence: 0 })

/** What the bar on top has to see to. */
const mark = (page: Page, check: string) =>
  page.getByRole("banner").getByRole("status").filter({ hasText: check })

/** Not what stands behind the bar as well. */
const inPage = (page: Page, words: string | RegExp) => page.getByRole("main").getByText(words)

/** Waits for it, and tells after how many milliseconds it was there. */
async function seenAfter(what: Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await what
  return performance.now() - startedAt
}

test("what is wrong with the box is on every desk within 10 s, in both languages, and goes by itself", async () => {
  await noteBackup(0)
  const tablet = await browser.open(`${leaf.url}/operator/venue`, TABLET)
  const phone = await browser.open(`${leaf.url}/operator/venue/health`, PHONE, "da-DK")
  await Promise.all([signIn(tablet, PIN), signInDanish(phone)])
  await inPage(phone, "Alt er, som det skal være").waitFor()
  await assertFits(phone, "the box on a phone")
  assert.is(await mark(tablet, "Backup").count(), 0)

  await noteBackup(3 * DAY_MS)
  const [onTablet, onPhone] = await Promise.all([
    seenAfter(mark(tablet, "Backup").waitFor()),
    seenAfter(inPage(phone, "Den sidste gode er 3 dage gammel.").waitFor()),
  ])
  console.log(`told after ${(onTablet / 1e3).toFixed(1)} s and ${(onPhone / 1e3).toFixed(1)} s`)
  assert.ok(Math.max(onTablet, onPhone) < TOLD_WITHIN_MS)
  await inPage(phone, /^Sæt backupdisken i; der laves en i nat/).waitFor()
  await assertFits(phone, "the box with something to see to, on a phone")
  await assertAccessible(phone, "the box on a phone")

  await tablet.getByRole("banner").locator("summary").click()
  await tablet.getByText(/The last good one is 3 days old\./).waitFor()
  await tablet.getByText(/^Plug in the backup disk; one is made/).waitFor()
  await assertAccessible(tablet, "what is to see to, behind the bar")

  // Put off on this device, by the keyboard; it stays on the page of the box, and on other devices.
  await tablet.getByRole("button", { name: "Not tonight: Backup" }).press("Enter")
  await mark(tablet, "Backup").waitFor({ state: "detached" })
  assert.is(await mark(phone, "Sikkerhedskopi").count(), 1)
  await tablet.goto(`${leaf.url}/operator/venue/health`)
  await inPage(tablet, /^Not shown on this device until /).waitFor()
  await inPage(tablet, "One thing to see to").waitFor()
  assert.is(await mark(tablet, "Backup").count(), 0, "it is put off after a reload, too")

  await noteBackup(0)
  await Promise.all([
    mark(phone, "Sikkerhedskopi").waitFor({ state: "detached" }),
    inPage(tablet, "Everything is as it must be").waitFor(),
  ])
  await leaf.stop()
  await inPage(tablet, /^The Leaf does not answer\. This is how it was at /).waitFor()
  await inPage(tablet, "The last good one is less than an hour old.").waitFor()
})

async function signInDanish(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Log ind" }).waitFor()
  await page.keyboard.type(PIN)
  await page.keyboard.press("Enter")
  await page.getByRole("navigation", { name: "Afsnit" }).waitFor()
}

test.after(async () => {
  await leaf.stop()
  await browser.close()
})
test.run()
