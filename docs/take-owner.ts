import type { Page } from "playwright-core"
import * as v from "valibot"
import { joinCore } from "../cli/core-box.ts"
import { VenueToken } from "../schemas/backup.ts"
import { OwnedVenues, OwnerSession } from "../schemas/owner.ts"
import { PHONE, TABLET, type TestBrowser } from "../tests/support/browser.ts"
import { PASSWORD, TestCore } from "../tests/support/core.ts"
import type { TestLeaf } from "../tests/support/leaf.ts"
import { until } from "../tests/support/until.ts"

type Take = (page: Page, name: string, text: string) => Promise<void>

/** The owner's web, of a real Core that the Leaf of the demo night has joined; and of two more venues. */
export async function takeOwner(browser: TestBrowser, leaf: TestLeaf, take: Take): Promise<void> {
  const core = await new TestCore().start()
  const { tenantId, invitation } = await core.inviteTenant("Nordic Card Rooms")
  const page = await browser.open(`${core.url}/owner#invitation=${invitation}`, TABLET)
  await page.getByLabel("Password").fill(PASSWORD)
  await page.keyboard.press("Enter")
  await page.getByRole("button", { name: "I have noted it" }).click()
  await joinCore(leaf.data, core.url, await core.keyFor(tenantId, "Copenhagen"))
  await leaf.stop()
  await leaf.start()
  await furnish(core, await core.keyFor(tenantId, "Aarhus"))
  await core.keyFor(tenantId, "Malmö")
  await allHere(core, page)
  for (const [device, size] of [
    ["tablet", TABLET],
    ["phone", PHONE],
  ] as const) {
    await page.setViewportSize(size)
    await takePages(page, device, take)
  }
  await takeErasure(page, take)
  await page.context().close()
  await core.stop()
}

/** A venue at which one plays who plays at the other as well. */
async function furnish(core: TestCore, key: string): Promise<void> {
  const body = { key, venueId: "aarhus" }
  const joined = await core.ask("POST", "/api/venue/join", { token: null, body })
  const { token } = v.parse(VenueToken, await joined.json())
  const consent = { version: 1, at: Date.now(), purposes: ["reach"] }
  const players = [
    ["a-1", "Anna Holm", "anna@example.com"],
    ["a-2", "A. Holm", "anna@example.com"],
    ["a-3", "Bo Winther", "bo@example.com"],
  ].map(([playerId, name, email]) => ({ playerId, name, details: { consent, contact: { email } } }))
  await core.ask("POST", "/api/venue/players", { token, body: { players } })
}

/** Resolves when everything that the Leaf had to bring is there, and the page shows it. */
async function allHere(core: TestCore, page: Page): Promise<void> {
  const kept = await page.evaluate(() => sessionStorage.getItem("felt.owner-session"))
  const { token } = v.parse(v.pipe(v.string(), v.parseJson(), OwnerSession), kept)
  await until(
    "the demo night is at Core",
    async () => {
      const answer = await core.ask("GET", "/api/venues", { token })
      const [first, second] = v.parse(OwnedVenues, await answer.json()).venues
      return (
        second !== undefined &&
        [first, second].some(
          (venue) =>
            venue !== undefined &&
            venue.ledger.lines > 100 &&
            venue.ledger.waiting === 0 &&
            venue.players > 100 &&
            venue.documents > 1,
        )
      )
    },
    60_000,
  )
  await page.reload()
}

const SECTIONS = ["Venues", "Nights", "People", "Requests", "Members"]

async function takePages(page: Page, device: string, take: Take): Promise<void> {
  for (const name of SECTIONS) {
    await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name }).click()
    await page.getByRole("heading", { name, level: 1 }).waitFor()
    if (name === "People") {
      await page.getByRole("searchbox").fill("an")
      await page.keyboard.press("Enter")
      await page.getByRole("main").getByRole("listitem").first().waitFor()
    }
    if (name === "Venues") await page.getByRole("heading", { name: "Tonight" }).waitFor()
    await until(
      `${name} has its answers`,
      async () => (await page.getByText("One moment …").count()) === 0,
    )
    await take(
      page,
      `owner-${device}-${name.toLowerCase()}`,
      `The owner's web: ${name}, on a ${device}`,
    )
  }
}

/** A person, what goes and what stays, and the receipt. */
async function takeErasure(page: Page, take: Take): Promise<void> {
  await page.setViewportSize(TABLET)
  await page
    .getByRole("navigation", { name: "Sections" })
    .getByRole("link", { name: "People" })
    .click()
  await page.getByRole("link", { name: /^Anna Holm/ }).click()
  await page.getByRole("heading", { name: "Anna Holm", level: 1 }).waitFor()
  await take(page, "owner-person", "A person, and who may be the same")
  await page.getByRole("button", { name: "Erase this person" }).click()
  await page.getByRole("checkbox", { name: /cannot be undone/ }).check()
  await page.getByRole("button", { name: "Erase for good" }).scrollIntoViewIfNeeded()
  await take(page, "owner-erase", "What goes and what stays, before a person is erased")
  await page.getByRole("button", { name: "Erase for good" }).click()
  await page.getByText("At the venues").waitFor()
  await take(page, "owner-receipt", "The receipt of an erasure")
}
