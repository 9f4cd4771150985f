import type { Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { section, signIn, TABLET, TestBrowser } from "../support/browser.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { NEW, otherRelease } from "../support/release.ts"
import { until } from "../support/until.ts"

const release = otherRelease()
const leaf = await new TestLeaf().start()
const browser = await TestBrowser.launch()

async function openTablet(): Promise<Page> {
  const tablet = await browser.open(`${leaf.url}/operator`, TABLET)
  await signIn(tablet, PIN)
  await tablet.evaluate(() => navigator.serviceWorker.ready.then(() => null))
  return tablet
}
/** As over plain http on a name of the LAN. */
async function openWithoutWorker(): Promise<Page> {
  const tablet = await browser.open("about:blank", TABLET)
  await tablet.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, "serviceWorker"))
  await tablet.goto(`${leaf.url}/operator`)
  await signIn(tablet, PIN)
  return tablet
}
const rail = (page: Page) => page.getByRole("navigation", { name: "Sections" })
const nameField = (page: Page) => page.getByRole("textbox", { name: "Name" })
/** Whether another worker has taken the page over since `watchWorker`. */
const watchWorker = (page: Page) =>
  page.evaluate(() => {
    Object.assign(globalThis, { isTakenOver: false })
    navigator.serviceWorker.addEventListener("controllerchange", () =>
      Object.assign(globalThis, { isTakenOver: true }),
    )
  })
const isTakenOver = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { isTakenOver?: boolean }).isTakenOver === true)

/** As where the Leaf went away while the first worker was brought. */
const loseWorker = (page: Page) =>
  page.evaluate(async () => {
    await (await navigator.serviceWorker.getRegistration())?.unregister()
  })
/** The worker never ends what it does: Chromium lets a newer one wait for it for five minutes. */
async function keepWorkerBusy(page: Page): Promise<void> {
  const [worker] = page.context().serviceWorkers()
  if (!worker) throw new Error("The tablet has no worker.")
  await worker.evaluate(async () => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const key of await cache.keys())
        if (key.url.includes("felt.svg")) await cache.delete(key)
    }
    globalThis.fetch = () => new Promise(() => {})
  })
  await page.evaluate(() => void fetch("/felt.svg"))
}

test("a new version shows itself in seconds, and waits where a form is half filled in", async () => {
  const writing = await openTablet()
  const idle = await openTablet()
  const lost = await openTablet()
  const busy = await openTablet()
  const plain = await openWithoutWorker()
  await loseWorker(lost)
  await keepWorkerBusy(busy)
  await nameField(writing).fill("Half filled in")
  await watchWorker(writing)
  const folder = await release
  await leaf.stop()
  leaf.runFrom(folder)
  await leaf.start()
  const startedAt = performance.now()
  await rail(idle).getByRole("link", { name: NEW }).waitFor()
  console.log(`new version on the screen after ${Math.round(performance.now() - startedAt)} ms`)

  await until("the new version has come to the other page too", () => isTakenOver(writing))
  assert.is(await nameField(writing).inputValue(), "Half filled in")
  assert.is(await rail(writing).getByRole("link", { name: NEW }).count(), 0)
  await writing.getByRole("button", { name: "Create", exact: true }).click()
  await rail(writing).getByRole("link", { name: NEW }).waitFor()
  await section(idle, NEW)
  await idle.getByText("Half filled in").first().waitFor()
  await rail(lost).getByRole("link", { name: NEW }).waitFor()
  await rail(plain).getByRole("link", { name: NEW }).waitFor()
  await rail(busy).getByRole("link", { name: NEW }).waitFor()
  console.log(`on the last after ${Math.round(performance.now() - startedAt)} ms`)
})

test.after(async () => {
  assert.equal(
    browser.errors.filter((error) => !/ERR_CONNECTION|WebSocket|503/.test(error)),
    [],
  )
  await browser.close()
  await leaf.stop()
})

test.run()
