import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import type { Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import * as Y from "yjs"
import { bust } from "../../domain/floor.ts"
import { openHubLog } from "../../leaf/uplink/hub-log.ts"
import type { LogLine } from "../../ledger/event-log.ts"
import { lineOf } from "../../ledger/recover.ts"
import { BackedUpVenue, VenueToken } from "../../schemas/backup.ts"
import { Registers } from "../../schemas/documents/registers.ts"
import { OwnedVenues } from "../../schemas/owner.ts"
import { millis } from "../../schemas/units.ts"
import { assertAccessible, assertFits, PHONE, TABLET, TestBrowser } from "../support/browser.ts"
import { PASSWORD, TestCore } from "../support/core.ts"
import { buyIns, intent } from "../support/intents.ts"
import { linesOf } from "../support/ledger-lines.ts"
import { StockClient } from "../support/relay.ts"
import { id, tournamentOf } from "../support/tablet.ts"
import { until } from "../support/until.ts"

/** The owner's web on a real Core: each test goes on where the one before has left off. */
const PAGE_KB = 100
const CONSENT = { version: 1, at: 1_700_000_000_000, purposes: ["reach"] }
const withEmail = (email: string) => ({ consent: CONSENT, contact: { email } })

const core = await new TestCore().start()
const browser = await TestBrowser.launch()
const { tenantId, invitation } = await core.inviteTenant("Nordic Card Rooms")
const page = await browser.open(`${core.url}/owner#invitation=${invitation}`, TABLET)
let leaf = ""
let harbour = ""

test.after(async () => {
  // A page that asks after its session was ended is told so, which the browser notes as an error.
  assert.equal(
    browser.errors.filter((error) => !/status of (401|422|429)/.test(error)),
    [],
  )
  await browser.close()
  await core.stop()
})

/** Holds a page, as it is now, to what is promised of all of them, on a desk and in a hand. */
async function look(shown: Page, where: string): Promise<void> {
  await assertAccessible(shown, where)
  await assertFits(shown, where)
  await shown.setViewportSize(PHONE)
  await assertFits(shown, `${where}, on a phone`)
  await shown.setViewportSize(TABLET)
}

const say = (token: string, players: unknown[]) =>
  core.ask("POST", "/api/venue/players", { token, body: { players } })

async function join(key: string, venueId: string): Promise<string> {
  const body = { key, venueId }
  const answer = await core.ask("POST", "/api/venue/join", { token: null, body })
  return v.parse(VenueToken, await answer.json()).token
}

/** Lines come from a venue's box into its ledger at Core. */
async function bring(token: string, lines: readonly LogLine[]): Promise<void> {
  const answer = await core.ask("GET", "/api/venue", { token })
  const hub = await openHubLog(v.parse(BackedUpVenue, await answer.json()).hub, {
    url: core.url,
    token,
  })
  await hub.log.append(lines)
  await hub.close()
}

/** A venue's box brings a season of three nights; two have been played by four, out in this order. */
async function bringSeason(token: string): Promise<void> {
  const venue = new Registers(new Y.Doc())
  venue.setAll([
    ["league/tuesdays", { name: "Tuesdays" }],
    ["season/autumn", { league: "tuesdays", name: "Autumn" }],
    ...["First night", "Second night", "Next night"].flatMap((name, night): [string, unknown][] => [
      [`tournament/night-${night}`, { name, createdAt: night }],
      [`tournament/night-${night}/season`, "autumn"],
    ]),
  ])
  const floors = [
    [4, 3, 2],
    [1, 4, 3],
  ].map((out, night): [string, Y.Doc] => {
    const floor = tournamentOf(4)
    for (const [order, number] of out.entries())
      floor.press((state) => bust(state, id(number), millis(order)))
    return [`tournament/night-${night}`, floor.registers.doc]
  })
  const port = Number(new URL(core.url).port)
  const clients = [["venue/club", venue.doc] as const, ...floors].map(
    ([room, doc]) => new StockClient(port, { room, token, doc }),
  )
  await until("Core has every document", async () => {
    const answer = await core.ask("GET", "/api/venues", { token: await sessionToken() })
    return v
      .parse(OwnedVenues, await answer.json())
      .venues.some(({ name, documents }) => name === "The Club" && documents === clients.length)
  })
  for (const client of clients) client.stop()
}

/** The token of whoever is signed in. */
const sessionToken = (): Promise<string> =>
  page.evaluate(
    () => JSON.parse(sessionStorage.getItem("felt.owner-session") ?? "{}").token as string,
  )

/** The lines of a league's table, without its head. */
async function tableOf(shown: Page): Promise<string[][]> {
  await shown.getByRole("row").nth(1).waitFor()
  const rows = await shown.getByRole("row").allInnerTexts()
  return rows.slice(1).map((row) => row.split("\t").map((cell) => cell.trim()))
}

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true })
const heading = (name: string | RegExp) => page.getByRole("heading", { name, exact: true })
async function section(name: string): Promise<void> {
  await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name }).click()
  await page.getByRole("heading", { name, level: 1 }).waitFor()
}

test("the page is one, small, strict, and nobody else's address leads to it", async () => {
  const folder = fileURLToPath(new URL("../../dist/owner/_build/assets", import.meta.url))
  const kilobytes = readdirSync(folder)
    .filter((name) => name.endsWith(".js"))
    .map((name) => gzipSync(readFileSync(`${folder}/${name}`), { level: 9 }).length / 1_000)
    .reduce((sum, each) => sum + each, 0)
  assert.ok(kilobytes <= PAGE_KB, `${kilobytes} kB`)
  const ask = (path: string) => fetch(`${core.url}${path}`, { redirect: "manual" })
  const start = await ask("/")
  assert.equal([start.status, start.headers.get("Location")], [302, "/owner"])
  const shell = await ask("/owner/people")
  assert.is(shell.status, 200)
  assert.match(shell.headers.get("Content-Security-Policy") ?? "", /default-src 'none'/)
  assert.is(shell.headers.get("X-Content-Type-Options"), "nosniff")
  assert.equal([(await ask("/operator")).status, (await ask("/api/owner")).status], [404, 404])
})

test("whoever was invited chooses a password and is in", async () => {
  await heading("Welcome to Felt").waitFor()
  await look(page, "the invitation")
  const password = page.getByLabel("Password")
  await password.fill("short")
  await page.getByText("7 more characters.").waitFor()
  assert.ok(await button("Keep it and go in").isDisabled())
  await password.fill(PASSWORD)
  await page.keyboard.press("Enter")
  await heading("No venue has joined yet").waitFor()
  await page.getByText(`?organisation=${tenantId}`).waitFor()
  assert.is(new URL(page.url()).hash, "", "the invitation is out of the address")
  await look(page, "no venue")
  await button("I have noted it").click()
})

test("a venue is added with a key that is shown once; then it is there, in contact", async () => {
  await button("Add a venue").click()
  await page.getByLabel("What it is called").fill("The Club")
  await page.keyboard.press("Enter")
  await heading("The key for The Club").waitFor()
  await look(page, "the key")
  const command = (await page.locator("code").textContent()) ?? ""
  const [, url, key = ""] = /^npm run -s felt -- core join (\S+) (\S+)$/.exec(command) ?? []
  assert.is(url, core.url)
  leaf = await join(key, "club")
  harbour = await join(await core.keyFor(tenantId, "The Harbour"), "harbour")
  await say(leaf, [
    { playerId: "c-1", name: "Nora Lind", details: withEmail("nora@x.example") },
    { playerId: "c-2", name: "Otto Berg", details: null },
  ])
  await say(harbour, [{ playerId: "h-1", name: "N. Lind", details: withEmail("nora@x.example") }])
  await button("Done, hide the key").click()
  const club = page.getByRole("listitem").filter({ has: heading("The Club") })
  await club.getByText("In contact").waitFor()
  assert.is(await page.locator("code").count(), 0)
  await look(page, "the venues")
})

test("lines come in: a page that is open shows them by itself, and in words what is not sound", async () => {
  const night = linesOf([intent("open-tournament"), ...buyIns(4)], millis(Date.now()))
  await bring(harbour, night.map(lineOf))
  await bring(leaf, [{ sequence: 1, id: "1", topic: "t1", text: "no line" }])
  await page
    .getByRole("alert")
    .getByText(/The ledger stands still at line 1/)
    .waitFor()
  await page.getByText("npm run -s felt -- ledger verify").waitFor()
  await page.getByText("5 lines", { exact: true }).waitFor()
  await look(page, "an alarm")
})

test("nights of all venues: what they came to by account, and as a table to take away", async () => {
  await section("Nights")
  const row = page.getByRole("row", { name: /^Cash drawer/ }).first()
  await row.waitFor()
  // Four buy-ins of EUR 55, of which a tenth is the house's.
  assert.is((await row.innerText()).match(/€220\.00/g)?.length, 2)
  await page.locator("summary").getByText("€22.00").waitFor()
  await page.locator("summary").click()
  await look(page, "nights")
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    button("Download as CSV").click(),
  ])
  assert.match(readFileSync(await file.path(), "utf8"), /,EUR,house:fee,0,2200,-2200\r\n/)
  await button("Last month").click()
  await heading("No night in this time").waitFor()
  await section("Venues")
})

test("a league over venues: which seasons count and how; its table has a line for each person", async () => {
  await section("Leagues")
  await heading("No venue has a season yet").waitFor()
  await look(page, "no season")
  await bringSeason(leaf)
  const names = ["Ida Holm", "Jens Krag", "Karen Vang"]
  await say(
    leaf,
    names.map((name, index) => ({ playerId: `p${index + 1}`, name, details: null })),
  )
  await page.reload()
  await heading("No league over venues yet").waitFor()
  await button("New league").click()
  await page.getByLabel("What it is called").fill("All our Tuesdays")
  assert.ok(await button("Make the league").isDisabled(), "a league of nothing")
  const club = page.getByRole("group", { name: "The Club", exact: true })
  await club.getByRole("checkbox", { name: /Tuesdays/ }).check()
  await page.getByLabel("Points for taking part").fill("10")
  await look(page, "a new league")
  await page.keyboard.press("Enter")
  await page.getByRole("heading", { name: "All our Tuesdays", level: 1 }).waitFor()
  // 25, 18, 15 and 12 for a place, and 10 for each night. One has no name at Core.
  assert.equal(await tableOf(page), [
    ["1", "Jens Krag", "63", "2"],
    ["2", "Ida Holm", "57", "2"],
    ["3", "Karen Vang", "53", "2"],
    ["4", "Player", "47", "2"],
  ])
  const next = page.getByRole("listitem").filter({ hasText: "Next night" })
  await next.getByText("not over yet").waitFor()
  await look(page, "a league")
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    button("Download as CSV").click(),
  ])
  assert.match(readFileSync(await file.path(), "utf8"), /\r\n1,[-0-9a-f]{36},Jens Krag,63,2,2\r\n/)
  await button("Change").click()
  assert.ok(await club.getByRole("checkbox", { name: /Tuesdays/ }).isChecked())
  await page.getByLabel("Points", { exact: true }).selectOption("Dr. Neau")
  await button("Save").click()
  // It divides by what was paid, and nobody has paid.
  await next.getByText("not over yet").waitFor()
  await page
    .getByText(/^No points: /)
    .nth(1)
    .waitFor()
  await look(page, "a league without points")
  await button("Change").click()
  await page.getByLabel("Points", { exact: true }).selectOption("Points for ten places")
  await page.getByLabel("How many of the best results count").fill("1")
  await look(page, "changing a league")
  await button("Save").click()
  await page.getByText("The best result counts").waitFor()
  await page.getByRole("cell", { name: "1 of 2" }).first().waitFor()
  assert.equal((await tableOf(page))[1], ["2", "Ida Holm", "35", "1 of 2"])
  await section("Venues")
})

test("a venue is renamed, gets a new token, and loses it, each only after what it means was said", async () => {
  const card = page.getByRole("listitem").filter({ has: heading("The Harbour") })
  await card.getByRole("button", { name: "Rename" }).click()
  await card.getByLabel("What it is called").fill("Harbour Street")
  await page.keyboard.press("Enter")
  const renamed = page.getByRole("listitem").filter({ has: heading("Harbour Street") })
  await renamed.getByRole("button", { name: "Law" }).click()
  await renamed.getByRole("radio", { name: /Denmark/ }).click()
  await page.getByText("Harbour Street goes by: Denmark").waitFor()
  await renamed.getByRole("button", { name: "New token" }).click()
  await renamed.getByText(/cannot be undone/).waitFor()
  await renamed.getByRole("button", { name: "Make a new token" }).click()
  await heading("The new token for Harbour Street").waitFor()
  const said = (await renamed.locator("code").textContent()) ?? ""
  const [, token = ""] = /^echo (\S+) \| npm run -s felt -- core use /.exec(said) ?? []
  const status = async () => (await core.ask("GET", "/api/venue", { token })).status
  assert.is(await status(), 200)
  await renamed.getByRole("button", { name: "Done, hide the token" }).click()
  await renamed.getByRole("button", { name: "Take the token away" }).click()
  await renamed.getByRole("button", { name: "Take it away" }).click()
  await renamed.getByText("No token").waitFor()
  assert.is(await status(), 401)
})

test("a person is found, linked, erased; the receipt says at which venue nothing is left yet", async () => {
  await section("People")
  await look(page, "nobody asked for")
  await page.getByRole("searchbox").fill("lind")
  await page.keyboard.press("Enter")
  await page.getByRole("link", { name: /Nora Lind/ }).waitFor()
  await look(page, "people")
  await page.getByRole("link", { name: /Nora Lind/ }).click()
  await heading("Nora Lind").waitFor()
  await page.getByText("nora@x.example").waitFor()
  await page.getByRole("button", { name: "They are one: N. Lind" }).click()
  await page.getByRole("heading", { name: "Harbour Street" }).waitFor()
  await look(page, "a person")
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    button("Export everything").click(),
  ])
  assert.match(readFileSync(await file.path(), "utf8"), /"N\. Lind"/)
  await button("Erase this person").click()
  assert.ok(await button("Erase for good").isDisabled())
  await page.getByRole("checkbox", { name: /cannot be undone/ }).check()
  await look(page, "before erasing")
  await button("Erase for good").click()
  await heading("Receipt of an erasure").waitFor()
  await page.getByText("Not yet: the box has not been in contact").nth(1).waitFor()
  await core.ask("POST", "/api/venue/erasures", { token: leaf, body: { playerIds: ["c-1"] } })
  await page.reload()
  await page
    .getByText(/^Nothing is left since/)
    .nth(1)
    .waitFor()
  assert.is(await page.getByText("Not yet: the box has not been in contact").count(), 1)
  await page.getByRole("definition").getByText("owner", { exact: true }).waitFor()
  await page.getByText(/Where a venue’s law wants it/).waitFor()
  await look(page, "the receipt")
})

test("requests: the erasure with how far it has come, and every look at a person", async () => {
  await section("Requests")
  await page.getByText("Nothing is left at 1 of 2 venues").waitFor()
  await page.getByRole("cell", { name: "Exported a person" }).waitFor()
  await look(page, "requests")
})

test("a viewer is invited: sees how the venues are, nobody's name, and nothing to press", async () => {
  await section("Members")
  await button("Invite somebody").click()
  await page.getByLabel("Name to sign in with").fill("Vera")
  await button("Make a link").click()
  await heading("The invitation for Vera").waitFor()
  const link = (await page.locator("section code").first().textContent()) ?? ""
  await button("Done, hide the link").click()
  await page.getByText("Invited", { exact: true }).waitFor()
  await look(page, "members")
  const viewer = await browser.open(link, PHONE, "da-DK")
  await viewer.getByLabel("Adgangskode").fill(PASSWORD)
  await viewer.keyboard.press("Enter")
  await viewer.getByRole("heading", { name: "The Club", exact: true }).waitFor()
  await viewer.getByRole("button", { name: "Det har jeg noteret" }).click()
  await look(viewer, "a viewer's venues, in Danish")
  const pressed = await viewer.getByRole("main").getByRole("button").allTextContents()
  assert.equal(pressed, ["Kopiér"], "only the command can be copied")
  await viewer.getByRole("link", { name: "Ligaer" }).click()
  await viewer.getByRole("link", { name: /All our Tuesdays/ }).click()
  assert.equal((await tableOf(viewer))[0], ["1", "Spiller", "35", "1 af 2"])
  await look(viewer, "a viewer's league, in Danish")
  const inLeague = await viewer.getByRole("main").getByRole("button").allTextContents()
  assert.equal(inLeague, ["Hent som CSV"], "a viewer changes no league")
  await viewer.goto(`${core.url}/owner/people`)
  await viewer.getByRole("heading", { name: "Kun en ejer ser, hvem folk er." }).waitFor()
  await viewer.context().close()
})

test("a league is removed after what that means was said", async () => {
  await section("Leagues")
  await page.getByRole("link", { name: /All our Tuesdays/ }).click()
  await button("Remove").click()
  await page.getByText(/The venues keep their seasons/).waitFor()
  await look(page, "before removing a league")
  await button("Remove All our Tuesdays").click()
  await heading("No league over venues yet").waitFor()
  await section("Members")
})

test("whose sign-in has run out signs in over what they had open, and goes on", async () => {
  await button("Invite somebody").click()
  await page.getByLabel("Name to sign in with").fill("half typed")
  const token = await sessionToken()
  await core.ask("DELETE", "/api/sessions", { token })
  await button("Make a link").click()
  await heading("Sign in again, owner").waitFor()
  await look(page, "signing in again")
  await page.getByLabel("Password").fill(PASSWORD)
  await page.keyboard.press("Enter")
  await button("Make a link").waitFor()
  assert.is(await page.getByLabel("Name to sign in with").inputValue(), "half typed")
})

test("signing out ends it here and at Core; too many wrong passwords have to wait, with how long", async () => {
  const token = await sessionToken()
  await button("Sign out").click()
  await heading("Sign in").waitFor()
  await until(
    "the token is worth nothing",
    async () => (await core.ask("GET", "/api/venues", { token })).status === 401,
  )
  assert.not.match(await page.content(), /half typed|Harbour/)
  const body = { tenantId, name: "owner", password: "wrong" }
  for (let each = 0; each < 5; each++)
    await core.ask("POST", "/api/sessions", { token: null, body })
  await page.getByLabel("Name", { exact: true }).fill("owner")
  await page.getByLabel("Password").fill(PASSWORD)
  await page.keyboard.press("Enter")
  await page.getByText(/^Too many attempts\. You can try again in \d seconds?\.$/).waitFor()
  await look(page, "the sign-in")
  await page.keyboard.press("Enter")
  await until("the wait is over", () => button("Sign in").isEnabled())
  await button("Sign in").click()
  await page.getByRole("heading", { name: "Members", level: 1 }).waitFor()
})

test.run()
