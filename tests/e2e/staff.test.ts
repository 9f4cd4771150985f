import type { Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import {
  assertAccessible,
  assertFits,
  PHONE,
  section,
  signIn,
  TABLET,
  TestBrowser,
} from "../support/browser.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { until } from "../support/until.ts"

const leaf = await new TestLeaf().start()
const browser = await TestBrowser.launch()
const CASHIER_PIN = "4711"

/** Types or taps, and counts what a person would have done for it. */
class Hand {
  taps = 0
  keys = 0
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async tap(name: string | RegExp): Promise<void> {
    this.taps += 1
    await this.page.getByRole("button", { name, exact: typeof name === "string" }).click()
  }

  async type(label: string, text: string): Promise<void> {
    this.taps += 1
    this.keys += text.length
    await this.page.getByLabel(label, { exact: true }).fill(text)
  }
}

async function enterPin(page: Page, pin: string): Promise<void> {
  for (const digit of pin) await page.getByRole("button", { name: digit, exact: true }).click()
  await page.getByRole("button", { name: "Sign in" }).click()
}

const whoWorks = (page: Page, name: string) =>
  page.getByRole("button", { name: new RegExp(`^${name}, .*switch person`) })

async function openPeople(page: Page): Promise<void> {
  await page.getByRole("button", { name: /switch person, lock or sign out/ }).click()
  await page.getByRole("dialog").getByRole("list", { name: "Who is it?" }).waitFor()
}

const person = (page: Page, name: string) =>
  page.getByRole("list", { name: "Who is it?" }).getByRole("button", { name: new RegExp(name) })

/** Sets how many wrong PINs this device has counted. */
const failed = (page: Page, count: number) =>
  page.evaluate(
    (kept) =>
      new Promise<void>((resolve) => {
        const asked = indexedDB.open("felt-people")
        asked.onsuccess = () => {
          const failures = asked.result.transaction("failures", "readwrite")
          failures.objectStore("failures").put({ count: kept, lastAt: Date.now() }, "pins")
          failures.oncomplete = () => {
            asked.result.close()
            resolve()
          }
        }
      }),
    count,
  )

/** Waits until the session is sealed, a moment after the sign-in. */
async function sealed(page: Page): Promise<void> {
  await until("the session is kept", () =>
    page.evaluate(
      () =>
        new Promise<boolean>((resolve) => {
          const asked = indexedDB.open("felt-people")
          asked.onsuccess = () => {
            const keys = asked.result.transaction("sessions").objectStore("sessions").getAllKeys()
            keys.onsuccess = () => {
              resolve(keys.result.length === 1)
              asked.result.close()
            }
          }
        }),
    ),
  )
}

/** The buy-in that was made offline is Kim's, whoever works when it goes out. */
async function recordedForKim(page: Page): Promise<void> {
  const client = await leaf.signIn()
  const kim = await page.evaluate(
    () => (JSON.parse(localStorage.getItem("felt.people") ?? "[]") as string[])[1],
  )
  await until("the buy-in is recorded", async () =>
    (await client.ledger(0)).some(({ intent }) => intent.kind === "buy-in"),
  )
  const buyIn = (await client.ledger(0)).find(({ intent }) => intent.kind === "buy-in")
  assert.is(buyIn?.intent.staffId, kim, "it is Kim's, whoever works now")
}

test("an empty Leaf is a venue with staff and a tournament in two minutes, on a phone", async () => {
  const page = await browser.open(`${leaf.url}/operator`, PHONE)
  await enterPin(page, PIN)
  await page.getByRole("navigation", { name: "Sections" }).waitFor()
  const hand = new Hand(page)
  hand.taps += 1
  await page.getByRole("link", { name: "Set up the venue" }).click()
  await page.getByRole("heading", { name: "What is this room called?" }).waitFor()
  await assertFits(page, "the set-up on a phone")
  await assertAccessible(page, "the first step")
  await hand.type("Name of the venue", "Aces")
  hand.taps += 2
  await page.getByLabel("Currency").selectOption("DKK")
  await hand.tap("Next")
  await page.getByRole("heading", { name: "Which tables stand in it?" }).waitFor()
  await assertAccessible(page, "the second step")
  await assertFits(page, "the tables on a phone")
  await hand.tap("One table more")
  hand.taps += 1
  await page.locator("label", { hasText: /^8$/ }).click()
  await hand.tap("Next")
  await hand.type("Your name", "Mette")
  await hand.type("Name", "Kim")
  await hand.type("PIN, 4 to 10 digits", CASHIER_PIN)
  await assertAccessible(page, "the third step")
  await assertFits(page, "the staff on a phone")
  await hand.tap("Add")
  await page.getByRole("list", { name: "Staff" }).getByText("Kim").waitFor()
  await hand.tap("Next")
  await page.getByRole("heading", { name: "New tournament" }).waitFor()
  assert.is(await page.getByLabel("Currency").inputValue(), "DKK")
  assert.is(await page.getByRole("radio", { name: "8", exact: true }).isChecked(), true)
  await assertFits(page, "the first tournament on a phone")
  await hand.tap("Create")
  await page.getByRole("combobox", { name: /Search for a player/ }).waitFor()
  // A second for each tap and two keys a second: half of two minutes is left for thinking.
  const seconds = hand.taps + hand.keys / 2
  assert.ok(seconds < 60, `${hand.taps} taps and ${hand.keys} keys`)

  await section(page, "Venue")
  await page.getByRole("heading", { name: "Aces", level: 1 }).waitFor()
  await assertFits(page, "the venue on a phone")
  await page.context().close()
})

test("a shared tablet: one tap switches; a cashier is not offered, and is refused, what is the director's", async () => {
  const page = await browser.open(`${leaf.url}/operator`, TABLET)
  await signIn(page, PIN)
  await whoWorks(page, "Mette").waitFor()
  await openPeople(page)
  await assertAccessible(page, "who it is")
  await page.getByRole("button", { name: /Somebody else/ }).click()
  await assertAccessible(page, "the PIN in the sheet")
  await enterPin(page, CASHIER_PIN)
  await whoWorks(page, "Kim").waitFor()

  await section(page, "Tonight")
  assert.is(await page.getByRole("button", { name: "New tournament" }).isDisabled(), true)
  await section(page, "Clock")
  await page.getByText("The clock is for floor staff and directors.").waitFor()
  assert.is(await page.getByRole("button", { name: "Start" }).isDisabled(), true)
  await assertAccessible(page, "a clock to look at")
  await section(page, "Venue")
  await page.getByText("An administrator changes the staff.", { exact: false }).waitFor()
  assert.is(await page.getByRole("button", { name: "Add somebody" }).count(), 0)
  assert.is(await page.getByLabel("Name of the venue").isDisabled(), true)
  const refused = await page.evaluate(async () => {
    const held = JSON.parse(sessionStorage.getItem("felt.sessions") ?? "{}") as {
      current: string
      sessions: { session: { staffId: string; token: string } }[]
    }
    const { token } = held.sessions.find(({ session }) => session.staffId === held.current)!.session
    const headers = { Authorization: `Bearer ${token}` }
    return (await fetch("/api/locks", { headers })).status
  })
  assert.is(refused, 403)

  await openPeople(page)
  await person(page, "Mette").click()
  await whoWorks(page, "Mette").waitFor()
  await section(page, "Clock")
  assert.is(await page.getByRole("button", { name: "Start" }).isEnabled(), true)
  await page.context().close()
})

test("what was begun survives the lock; without the Leaf a PIN unlocks, and wrong ones wait", async () => {
  const page = await browser.open(`${leaf.url}/operator/players`, TABLET)
  await signIn(page, CASHIER_PIN)
  await whoWorks(page, "Kim").waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready)
  const search = page.getByRole("combobox", { name: /Search for a player/ })
  await search.fill("Half a na")
  await sealed(page)
  await openPeople(page)
  await page.getByRole("button", { name: "Lock now" }).click()
  const cover = page.getByRole("dialog", { name: "Locked" })
  await cover.waitFor()
  await assertAccessible(page, "the lock")
  await cover.getByRole("button", { name: /Kim/ }).click()
  await enterPin(page, CASHIER_PIN)
  await cover.waitFor({ state: "detached" })
  assert.is(await search.inputValue(), "Half a na")

  // Kim's buy-in is made while the Leaf is away; Mette works when it is back.
  await leaf.kill()
  await search.fill("Anna Berg")
  await search.press("Enter")
  await page.getByRole("list", { name: "Entries" }).getByText("Anna Berg").waitFor()
  await openPeople(page)
  await page.getByRole("button", { name: "Lock now" }).click()
  await cover.waitFor()
  await page.reload()
  await cover.waitFor()
  await cover.getByRole("button", { name: /Kim/ }).click()
  for (let wrong = 0; wrong < 2; wrong++) {
    await enterPin(page, "0000")
    await cover.getByRole("alert").getByText("That PIN is not right.", { exact: false }).waitFor()
  }
  // The first waits are short for a slow machine: as if it had been eight wrong ones.
  await failed(page, 8)
  await enterPin(page, CASHIER_PIN)
  await cover
    .getByRole("alert")
    .getByText(/Wait \d+ s/)
    .waitFor()
  await page.setViewportSize(PHONE)
  await assertFits(page, "the lock on a phone")
  await page.setViewportSize(TABLET)
  await page.locator("button:enabled", { hasText: /^1$/ }).waitFor()
  await enterPin(page, CASHIER_PIN)
  await cover.waitFor({ state: "detached" })
  await whoWorks(page, "Kim").waitFor()
  await page.getByRole("list", { name: "Entries" }).getByText("Anna Berg").waitFor()

  await leaf.start()
  await openPeople(page)
  await page.getByRole("button", { name: /Somebody else/ }).click()
  await enterPin(page, PIN)
  await whoWorks(page, "Mette").waitFor()
  await recordedForKim(page)
  await page.context().close()
})

test("players come from a list: looked at first, taken by one tap", async () => {
  const page = await browser.open(`${leaf.url}/operator/venue/import`, PHONE)
  await signIn(page, PIN)
  await page
    .getByLabel("or paste the lines here")
    .fill("Navn;Mail\nAnna Berg;a@x.dk\nCleo Dam;c@x.dk\n;d@x.dk\nCleo Dam;e@x.dk\n")
  await page.getByRole("button", { name: "Look at it" }).click()
  await page.getByText("Line 4: No name").waitFor()
  for (const text of ["1 known already", "1 wrong"]) await page.getByText(text).first().waitFor()
  await page.getByText("Passed over: Mail", { exact: false }).waitFor()
  await assertAccessible(page, "what is in a list")
  await assertFits(page, "what is in a list on a phone")
  await page.getByRole("button", { name: "Take 1 player" }).click()
  await page.getByText("All of them are with the Leaf.").waitFor()
  await page.context().close()
})

test.after(async () => {
  await browser.close()
  await leaf.stop()
})
test.run()
