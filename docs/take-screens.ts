import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import type { Page } from "playwright-core"
import * as v from "valibot"
import { readyLayouts } from "../domain/ready-layouts.ts"
import { enter } from "../domain/floor.ts"
import { FIRST_RULES } from "../domain/leagues.ts"
import { readTournament, type TournamentState } from "../domain/tournament.ts"
import { tournamentRoom, venueRoom } from "../schemas/documents/rooms.ts"
import { DisplaySetting } from "../schemas/documents/venue.ts"
import { DisplayId, TournamentId } from "../schemas/ids.ts"
import { millis } from "../schemas/units.ts"
import { demoDurationMs, playDemo } from "../cli/demo/demo.ts"
import { LeafClient, type Room } from "../cli/leaf-client.ts"
import { PHONE, SCREEN, section, signIn, TABLET, TestBrowser } from "../tests/support/browser.ts"
import { PIN, TestLeaf } from "../tests/support/leaf.ts"
import { until } from "../tests/support/until.ts"
import { takeOwner } from "./take-owner.ts"

/**
 * Takes pictures of every page and of the main sheets, on a tablet and on a phone, into
 * `docs/screens/`, with an index: `npm run screens`. The sections are those that the app has, so a
 * new one is taken by itself. The demo night is the same every time; only the times of the day differ.
 */
const FOLDER = `${import.meta.dirname}/screens`
/** As good as the eye asks for, and a quarter of a PNG. */
const QUALITY = 0.82

const taken: { file: string; text: string }[] = []
const leaf = await new TestLeaf().start()
const ticket = await playDemo(new LeafClient(leaf.url), {
  pin: PIN,
  startedAt: millis(Date.now() - demoDurationMs()),
})
const browser = await TestBrowser.launch()
const encoder = await browser.open("about:blank", PHONE)
rmSync(FOLDER, { recursive: true, force: true })
mkdirSync(FOLDER, { recursive: true })

/** A picture of what is in the window, packed as WebP by the browser itself. */
async function take(page: Page, name: string, text: string): Promise<void> {
  // What is still moving in would look different the next time.
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter(
          ({ effect }) =>
            // What is folded away does not move on, and would be waited for in vain.
            effect instanceof KeyframeEffect &&
            effect.target?.checkVisibility() === true &&
            Number.isFinite(effect.getComputedTiming().endTime),
        )
        .map(({ finished }) => finished.catch(() => null)),
    ).then(() => null),
  )
  const png = (await page.screenshot({ animations: "disabled" })).toString("base64")
  const webp = await encoder.evaluate(
    async ([picture, quality]) => {
      const image = new Image()
      image.src = `data:image/png;base64,${picture}`
      await image.decode()
      const canvas = document.createElement("canvas")
      canvas.width = image.width
      canvas.height = image.height
      canvas.getContext("2d")?.drawImage(image, 0, 0)
      return canvas.toDataURL("image/webp", quality)
    },
    [png, QUALITY] as const,
  )
  writeFileSync(`${FOLDER}/${name}.webp`, Buffer.from(webp.split(",")[1] ?? "", "base64"))
  taken.push({ file: `${name}.webp`, text })
}

/** The sections that the app has, as its own rail lists them: the end of the address, and the name. */
const sectionsOf = (page: Page): Promise<{ path: string; name: string }[]> =>
  page.locator('nav a[href^="/operator/"]').evaluateAll((links) =>
    links.map((link) => ({
      path: link.getAttribute("href")?.replace("/operator/", "") ?? "",
      name: link.querySelector("span")?.textContent ?? "",
    })),
  )

/** Opens a section by its address, without loading the page anew. */
async function open(page: Page, path: string): Promise<void> {
  await page.evaluate(
    (href) => document.querySelector<HTMLAnchorElement>(`nav a[href="${href}"]`)?.click(),
    `/operator/${path}`,
  )
  await page.locator('main :is(h1, h2, [role="status"], ul, table)').first().waitFor()
  await page.evaluate(() => scrollTo(0, 0))
  // A section that loads late, or asks the Leaf, is there when nothing is on its way any more.
  await page.waitForLoadState("networkidle", { timeout: 1_500 }).catch(() => null)
}

const sheetOf = (page: Page) => page.getByRole("dialog")
async function close(page: Page): Promise<void> {
  await sheetOf(page).getByRole("button", { name: "Close" }).first().click()
  await sheetOf(page).waitFor({ state: "detached" })
}

/** The sheets of the floor, the players, the money, the screens; and what is printed. */
async function takeSheets(page: Page, device: string): Promise<void> {
  const sheet = sheetOf(page)
  const shoot = async (name: string, text: string) => {
    await sheet.waitFor()
    await take(page, `${device}-${name}`, `${text}, on a ${device}`)
    await close(page)
  }
  await section(page, "Floor")
  const player = page.getByRole("button", { name: /, table 1, seat 1$/ }).first()
  await player.click()
  await shoot("player", "What can be done with a player")
  await player.click()
  await sheet.getByRole("button", { name: "QR code for the phone" }).click()
  await sheet.getByRole("img").waitFor()
  await sheet.getByRole("img").scrollIntoViewIfNeeded()
  await shoot("player-code", "The QR code of a player's own page")
  await page.getByRole("button", { name: /^Table 1: button and blinds/ }).click()
  await shoot("button", "Where a table's button is")
  await page.getByRole("button", { name: "Print: Seat cards" }).click()
  await shoot("print-cards", "Seat cards before they are printed")
  await section(page, "Players")
  await page.getByRole("combobox", { name: /Search for a player/ }).fill("an")
  await take(page, `${device}-search`, `Registering a player, on a ${device}`)
  await page.keyboard.press("Escape")
  await page.getByRole("button", { name: "Print: Sign-in sheet" }).click()
  await shoot("print-sign-in", "The sign-in sheet before it is printed")
  await section(page, "Money")
  await page
    .getByRole("button", { name: /^Receipt for line/ })
    .first()
    .click()
  await shoot("receipt", "A receipt")
  await section(page, "Screens")
  await page
    .getByRole("button", { name: /^Settings: / })
    .first()
    .click()
  await shoot("screen", "A screen: how it looks when, its sound, its code, its address")
  await page
    .getByRole("button", { name: /^(Make it your own|Edit): Broadcast/ })
    .first()
    .click()
  await page.getByRole("group", { name: "The layout" }).waitFor()
  await page.getByRole("button", { name: /^Players, / }).click()
  await take(page, `${device}-editor`, `A layout while it is drawn, on a ${device}`)
  await section(page, "Tonight")
  await page.getByRole("button", { name: "New tournament" }).click()
  await page.getByRole("button", { name: "Create", exact: true }).waitFor()
  await take(page, `${device}-new-tournament`, `A new tournament, on a ${device}`)
}

async function takeOperator(device: "tablet" | "phone"): Promise<void> {
  const size = device === "tablet" ? TABLET : PHONE
  const page = await browser.open(`${leaf.url}/operator`, size)
  await page.getByRole("button", { name: "Sign in" }).waitFor()
  await take(page, `${device}-keypad`, `Signing in, on a ${device}`)
  await signIn(page, PIN)
  for (const { path, name } of await sectionsOf(page)) {
    await open(page, path)
    await take(page, `${device}-${path}`, `${name}, on a ${device}`)
  }
  await section(page, "Venue")
  await page.getByRole("link", { name: "Every check of the box" }).click()
  await page.getByRole("list", { name: "All checks" }).waitFor()
  await take(page, `${device}-health`, `Every check of the box, on a ${device}`)
  if (device === "phone") {
    await page.getByRole("navigation", { name: "Sections" }).getByRole("button").click()
    await take(page, "phone-more", "The sections that are not under the thumb, on a phone")
    await close(page)
  }
  await takeSheets(page, device)
}

/** A few in Danish, where words are longer. */
async function takeDanish(): Promise<void> {
  const page = await browser.open(`${leaf.url}/operator`, TABLET, "en-GB")
  await signIn(page, PIN)
  await page.getByRole("button", { name: "DA", exact: true }).click()
  for (const path of ["tonight", "floor", "money", "payouts", "screens"]) {
    await open(page, path)
    await take(page, `tablet-${path}-da`, `${path} in Danish, on a tablet`)
  }
  await page.setViewportSize(PHONE)
  for (const path of ["tonight", "players", "payouts"]) {
    await open(page, path)
    await take(page, `phone-${path}-da`, `${path} in Danish, on a phone`)
  }
}

/**
 * A season with three nights that are over, so that there is a table, and the demo night counting in it.
 * Returns the way to take it out again.
 */
async function addSeason(
  staff: LeafClient,
  venue: Room,
  { entries }: TournamentState,
  night: TournamentId,
): Promise<() => void> {
  const ids = ["past-1", "past-2", "past-3"].map((id) => v.parse(TournamentId, id))
  for (const [index, id] of ids.entries()) {
    const past = await staff.openRoom(tournamentRoom(id))
    const came = entries.filter((_, at) => at % 3 !== index)
    const turned = came.toSorted(
      (a, b) => a.entryId.localeCompare(b.entryId) * (1 - (index % 2) * 2),
    )
    past.registers.setAll(
      turned.flatMap(({ entryId, playerId }, order) => [
        ...enter({ entryId, playerId }),
        ...(order === 0 ? [] : [[`entry/${entryId}/out`, { order, at: order }] as const]),
      ]),
    )
    await past.safe()
    past.close()
  }
  const writes = [
    ["league/demo", { name: "Friday league" }],
    ["season/demo", { league: "demo", name: "Autumn" }],
    ["season/demo/rules", { ...FIRST_RULES, takingPart: 1 }],
    [`tournament/${night}/season`, "demo"],
    ...ids.flatMap((id, index) => [
      [`tournament/${id}`, { name: id, createdAt: index + 1, endedAt: index + 1 }] as const,
      [`tournament/${id}/season`, "demo"] as const,
    ]),
  ] as const
  venue.registers.setAll(writes)
  return () => venue.registers.setAll(writes.map(([key]) => [key, null]))
}

/** A sponsor's picture, drawn here, added as the staff add one. */
async function addSponsor(): Promise<void> {
  const png = await encoder.evaluate(() => {
    const canvas = document.createElement("canvas")
    canvas.width = 1_200
    canvas.height = 500
    const context = canvas.getContext("2d")
    if (!context) throw new Error("The page has no canvas to draw a sponsor's picture on.")
    const ground = context.createLinearGradient(0, 0, 1_200, 500)
    ground.addColorStop(0, "#b3202c")
    ground.addColorStop(1, "#4b0c1c")
    context.fillStyle = ground
    context.fillRect(0, 0, 1_200, 500)
    context.fillStyle = "white"
    context.textAlign = "center"
    context.font = "bold 150px serif"
    context.fillText("The Brewery", 600, 260)
    context.font = "54px sans-serif"
    context.fillText("on tap at the bar all night", 600, 370)
    return canvas.toDataURL("image/png").split(",")[1] ?? ""
  })
  const page = await browser.open(`${leaf.url}/operator/screens`, TABLET)
  await signIn(page, PIN)
  const file = { name: "ad.png", mimeType: "image/png", buffer: Buffer.from(png, "base64") }
  await page.locator('input[type="file"]').setInputFiles(file)
  await page.getByRole("button", { name: "Remove picture 1" }).waitFor()
  await page.close()
}

/** Every layout that comes with Felt, with counted stacks, on a screen that may show names. */
async function takeLayouts(screen: Page): Promise<void> {
  const staff = await leaf.signIn()
  const venue = await staff.openRoom(venueRoom((await staff.venue()).venueId))
  const shown = v.parse(DisplaySetting, venue.registers.get("display/main"))
  const room = await staff.openRoom(tournamentRoom(shown.tournamentId))
  const { entries } = readTournament(room.registers.all())
  const stacks = entries
    .filter(({ out }) => out === null)
    .map(({ entryId }) => `entry/${entryId}/chips`)
  room.registers.setAll(
    stacks.map((key, index) => [key, { count: 38_500 + ((index * 7_919) % 331) * 700, at: 1 }]),
  )
  const state = readTournament(room.registers.all())
  const removeSeason = await addSeason(staff, venue, state, shown.tournamentId)
  await addSponsor()
  await screen.goto(`${leaf.url}/display`)
  const code = screen.locator(".pair-code")
  await code.waitFor()
  await screen.locator(".pair-box .is-there").waitFor()
  await take(screen, "display-code", "A new screen, with the code that the staff type")
  await staff.pairScreen((await code.getAttribute("aria-label")) ?? "", v.parse(DisplayId, "wall"))
  for (const { id, name } of readyLayouts) {
    venue.registers.setAll([
      ["display/wall", shown],
      ["display/wall/views", { views: [{ layout: id }], seconds: 20 }],
    ])
    const kinds = readyLayouts.find((layout) => layout.id === id)?.widgets ?? []
    await screen.locator(".screen-board").waitFor()
    await until(
      `the layout ${name} is there`,
      async () => (await screen.locator(".w").count()) === kinds.length,
    )
    if (kinds.some(({ kind }) => kind === "league"))
      await screen.getByRole("list", { name: /^Friday league/ }).waitFor()
    if (kinds.some(({ kind }) => kind === "sponsors"))
      await screen.locator(".w-sponsor.is-there").waitFor()
    await take(screen, id.replace("ready", "layout"), `The layout "${name}" on the wall`)
  }
  venue.registers.setAll([
    ["display/wall", null],
    ["display/wall/views", null],
  ])
  // The other pictures are of the night as it was.
  removeSeason()
  room.registers.setAll(stacks.map((key) => [key, null]))
  venue.close()
  room.close()
}

/** What is on the wall and in the players' hands. */
async function takeGuests(): Promise<void> {
  const screen = await browser.open(`${leaf.url}/display/main`, SCREEN)
  await screen.getByRole("list", { name: "Prizes" }).waitFor()
  await take(screen, "display", "The screen on the wall")
  await takeLayouts(screen)
  const waiting = await browser.open(`${leaf.url}/display/bar`, SCREEN)
  await waiting.getByText("Ready when you are").waitFor()
  await take(waiting, "display-waiting", "A screen that shows nothing yet")
  await takePlayer()
  const start = await browser.open(leaf.url, PHONE)
  await start.getByRole("link").first().waitFor()
  await take(start, "start", "Where to, for whoever opens the Leaf's address")
}

/** The player's own phone: every page of it, in the dark and in the light; and one without a code. */
async function takePlayer(): Promise<void> {
  const player = await browser.open(`${leaf.url}/player#${ticket}`, PHONE)
  await player.emulateMedia({ colorScheme: "dark" })
  await player.getByText("Live", { exact: true }).waitFor()
  const pages = player.getByRole("navigation", { name: "Pages" })
  for (const name of ["Now", "Prizes", "Levels", "Ranking", "Me"]) {
    await pages.getByRole("button", { name }).click()
    const file = name === "Now" ? "player" : `player-${name.toLowerCase()}`
    await take(player, file, `A player's own phone: ${name}`)
  }
  const data = player.getByRole("heading", { name: "What the house knows of you" })
  await data.evaluate((element) => element.scrollIntoView())
  await take(player, "player-data", "What the house knows of a player, on the own phone")
  await player.emulateMedia({ colorScheme: "light" })
  await pages.getByRole("button", { name: "Now" }).click()
  await take(player, "player-light", "A player's own phone in the light")
  const guest = await browser.open(`${leaf.url}/player`, PHONE, "da-DK")
  await guest.emulateMedia({ colorScheme: "dark" })
  await guest.getByText("Live", { exact: true }).waitFor()
  await take(guest, "player-guest-da", "A phone that is bound to nobody, in Danish")
}

await takeGuests()
await takeOperator("tablet")
await takeOperator("phone")
await takeDanish()
await takeOwner(browser, leaf, take)
const lines = taken.map(({ file, text }) => `- [${text}](${file})`)
writeFileSync(
  `${FOLDER}/README.md`,
  `# Every page, as it looks\n\nTaken by \`npm run screens\` from a demo night on a real Leaf.\n\n${lines.join("\n")}\n`,
)
console.log(`${readdirSync(FOLDER).length - 1} pictures`)
await browser.close()
await leaf.stop()
