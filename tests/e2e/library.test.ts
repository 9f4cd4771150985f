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

const leaf = await new TestLeaf().start()
const browser = await TestBrowser.launch()
const NAME = "Copy of Regular"

const field = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true })
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click()
const clash = (page: Page) =>
  page.getByRole("region", { name: "1 field was changed in two places" })
const waits = (page: Page) => page.getByText("1 change waits", { exact: true })

async function openLibrary(): Promise<Page> {
  const page = await browser.open(`${leaf.url}/operator`, TABLET)
  await signIn(page, PIN)
  await section(page, "Library")
  return page
}

async function edit(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) await field(page, name).fill(value)
  await press(page, "Save")
  await page.getByRole("status").getByText(`Saved: ${NAME}`).last().waitFor()
}

const a = await openLibrary()
const b = await openLibrary()

test("a structure is made from one that comes with Felt, and is on the other tablet by itself", async () => {
  await a.getByText("Nothing of your own yet").waitFor()
  await assertAccessible(a, "the empty library")
  await press(a, "Regular: Copy and change")
  await field(a, "Level 1: Big blind").waitFor()
  await assertAccessible(a, "a structure")
  await b.getByRole("button", { name: new RegExp(NAME) }).click()
  await field(b, "Level 1: Big blind").waitFor()
})

test("what cannot be is not saved, and says why; what is saved is undone by one tap", async () => {
  await field(a, "Level 1: Big blind").fill("a lot")
  await a.getByText(/This cannot be saved yet/).waitFor()
  assert.ok(await a.getByRole("button", { name: "Save", exact: true }).isDisabled())
  await press(a, "Discard")
  assert.is(await field(a, "Level 1: Big blind").inputValue(), "100")
  await edit(a, { "Starting stack": "25000" })
  await a.getByRole("button", { name: "Undo" }).last().click()
  await a.waitForFunction(
    () =>
      document.querySelector<HTMLInputElement>('[aria-label="Starting stack"]')?.value === "20000",
  )
})

test("two tablets offline: different fields merge, the same one is shown with both values", async () => {
  await b.waitForFunction(
    () =>
      document.querySelector<HTMLInputElement>('[aria-label="Starting stack"]')?.value === "20000",
  )
  for (const page of [a, b]) await page.context().setOffline(true)
  await edit(a, { "Level 1: Big blind": "150", "Level 2: Minutes": "15" })
  await edit(b, { "Level 1: Big blind": "120", "Seats per table": "8" })
  for (const page of [a, b]) await waits(page).waitFor()
  for (const page of [a, b]) await page.context().setOffline(false)
  for (const page of [a, b]) {
    await clash(page).waitFor()
    await clash(page).getByText("150", { exact: true }).waitFor()
    await clash(page).getByText("120", { exact: true }).waitFor()
    assert.is(await field(page, "Level 2: Minutes").inputValue(), "15")
    assert.is(await field(page, "Seats per table").inputValue(), "8")
    await waits(page).waitFor({ state: "detached" })
  }
  await assertAccessible(a, "a clash")
  await a.setViewportSize(PHONE)
  await assertFits(a, "a clash on a phone")
  await a.setViewportSize(TABLET)
})

test("one tap chooses, on both tablets", async () => {
  await press(b, "Take this: Level 1, Big blind, 150")
  for (const page of [a, b]) {
    await clash(page).waitFor({ state: "detached" })
    assert.is(await field(page, "Level 1: Big blind").inputValue(), "150")
  }
})

test("the history says what differs between two versions, and goes back without losing any", async () => {
  await press(a, "History")
  const versions = a.getByRole("region", { name: "History" }).getByRole("button")
  const count = await versions.count()
  await versions.first().click()
  await versions.last().click()
  const differ = a.getByRole("region", { name: "What differs" })
  for (const text of [
    "Level 1, Big blind: 100 → 150",
    "Level 2, Minutes: 20 min → 15 min",
    "Seats per table: 9 → 8",
  ])
    await differ.getByText(text, { exact: true }).waitFor()
  assert.is(await differ.getByRole("listitem").count(), 3)
  await assertAccessible(a, "the history")
  await a.setViewportSize(PHONE)
  await assertFits(a, "the history on a phone")
  await a.setViewportSize(TABLET)
  await differ
    .getByRole("button", { name: /Go back to this version/ })
    .first()
    .click()
  await a.getByText("It is again as it was then").waitFor()
  assert.is(await versions.count(), count + 1)
  await press(a, "Edit")
  assert.is(await field(a, "Level 1: Big blind").inputValue(), "100")
  await b.waitForFunction(
    () => document.querySelector<HTMLInputElement>('[aria-label="Seats per table"]')?.value === "9",
  )
})

test("a new tournament takes it, and no page brings Automerge for that", async () => {
  const page = await browser.open(`${leaf.url}/operator`, TABLET)
  await signIn(page, PIN)
  await page.getByRole("radio", { name: new RegExp(NAME) }).waitFor({ state: "attached" })
  const before = await page.evaluate(() => {
    const [{ loadEventEnd = 0 } = {}] = performance.getEntriesByType("navigation") as {
      loadEventEnd?: number
    }[]
    return performance
      .getEntriesByType("resource")
      .filter(({ name, startTime }) => /\.(js|wasm)$/.test(name) && startTime <= loadEventEnd)
      .map(({ name }) => name)
  })
  assert.ok(before.length > 3, "there are scripts")
  const all = await page.evaluate(() =>
    performance.getEntriesByType("resource").map(({ name }) => name),
  )
  assert.equal(
    [
      ...before.filter((name) => name.endsWith(".wasm")),
      ...all.filter((name) => /library-documents|open-item/.test(name)),
    ],
    [],
  )
  await page.getByRole("textbox", { name: "Name" }).fill("From the library")
  await page.getByRole("button", { name: "Create", exact: true }).click()
  await page.getByRole("combobox", { name: /Search for a player/ }).waitFor()
  await section(page, "Tonight")
  await page.getByText(NAME, { exact: true }).waitFor()
})

test("nothing went wrong that nobody saw", () => {
  // What a browser says of a request that it could not make is what this is about.
  const errors = browser.errors.filter((text) => !/ERR_INTERNET_DISCONNECTED|WebSocket/.test(text))
  assert.equal(errors, [])
})

test.after(async () => {
  await browser.close()
  await leaf.stop()
})
test.run()
