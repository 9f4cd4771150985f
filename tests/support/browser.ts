import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import process from "node:process"
import * as assert from "uvu/assert"
import { type Browser, chromium, type Page } from "playwright-core"

/** The set-up brings it. */
export const CHROMIUM = process.env["FELT_CHROMIUM"] ?? "/usr/bin/chromium"

/** The flags that keep Chromium quiet on a machine without a network. */
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

/** What the venue holds in its hands, and on its walls. */
export const TABLET = { width: 1280, height: 800 }
export const PHONE = { width: 390, height: 844 }
export const SCREEN = { width: 1920, height: 1080 }

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

/** A browser whose pages report every error that a person would not see. */
export class TestBrowser {
  readonly errors: string[] = []
  readonly #browser: Browser
  readonly #keepsApp: boolean

  private constructor(browser: Browser, keepsApp: boolean) {
    this.#browser = browser
    this.#keepsApp = keepsApp
  }

  /** @param flags besides the usual ones */
  static async launch(executablePath = CHROMIUM, flags: string[] = []): Promise<TestBrowser> {
    const args = [...FLAGS, ...flags]
    return new TestBrowser(await chromium.launch({ executablePath, args }), true)
  }

  /**
   * Whose devices keep no copy of the app, as over plain http on a name of the LAN: to copy all of it
   * takes a device a second of the processor. For what is never without the Leaf.
   */
  static async launchKeepingNothing(): Promise<TestBrowser> {
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
    return new TestBrowser(browser, false)
  }

  /** A page on a device of its own. */
  async open(
    url: string,
    viewport: { width: number; height: number },
    locale = "en-GB",
  ): Promise<Page> {
    // The page's own policy forbids foreign scripts; the accessibility checker is one.
    const context = await this.#browser.newContext({ viewport, locale, bypassCSP: true })
    if (!this.#keepsApp)
      await context.addInitScript(() =>
        Reflect.deleteProperty(Navigator.prototype, "serviceWorker"),
      )
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    page.on("pageerror", (error) => this.errors.push(error.message))
    page.on("console", (message) => {
      if (message.type() === "error") this.errors.push(message.text())
    })
    await page.goto(url)
    return page
  }

  async close(): Promise<void> {
    await this.#browser.close()
  }
}

/** Signs in by the keyboard, which is quickest; e2e/staff taps the keypad, as a thumb does. */
export async function signIn(page: Page, pin: string): Promise<void> {
  await page.getByRole("button", { name: "Sign in" }).waitFor()
  await page.keyboard.type(pin)
  await page.keyboard.press("Enter")
  await page.getByRole("navigation", { name: "Sections" }).waitFor()
}

/** Resolves when the device has its own copy of the app, and needs no Leaf to open any part of it. */
export async function hasOwnCopy(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
}

/** Opens a section; on a phone some are behind "More". */
export async function section(page: Page, name: string): Promise<void> {
  const rail = page.getByRole("navigation", { name: "Sections" })
  // A number behind the name says how much there is to decide.
  const near = rail.getByRole("link", { name: new RegExp(`^${name}( \\d+)?$`) })
  const more = rail.getByRole("button")
  // Behind a sheet that is just closing there is neither yet.
  await near.or(more).filter({ visible: true }).first().waitFor()
  if (await near.isVisible()) return near.click()
  await more.click()
  await page.getByRole("dialog").getByRole("link", { name, exact: true }).click()
}

/**
 * Resolves when nothing is fading in any more: until then it has not its colours. It is looked at anew
 * with every picture, since the promise that an animation ends is not always kept under load.
 */
export async function fadedIn(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document.getAnimations().every(
      ({ effect, playState }) =>
        playState !== "running" ||
        !Number.isFinite(effect?.getComputedTiming().endTime) ||
        // What is folded away does not move on, and would be waited for in vain.
        !(effect instanceof KeyframeEffect && effect.target?.checkVisibility()),
    ),
  )
}

/** Fails where somebody who does not see, or does not see well, could not use the page. */
export async function assertAccessible(page: Page, where: string): Promise<void> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE)
  await fadedIn(page)
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run: (options: {
          resultTypes: string[]
        }) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
      }
    }
    // The same rules; only what they find wrong is described.
    return (await axe.run({ resultTypes: ["violations"] })).violations.map(
      ({ id, nodes }) => `${id}: ${nodes[0]?.html}`,
    )
  })
  assert.equal(violations, [], `on ${where}`)
  assert.equal(await page.evaluate(findSmall), [], `too small for a thumb, on ${where}`)
}

/** Runs in the page: whatever is to be pressed and is less than 44 px in a direction, with its size. */
function findSmall(): string[] {
  const LEAST_PX = 44
  const SLACK_PX = 0.5
  /** What a thumb meets: of a box with a label around it, the whole label. */
  const boxOf = (element: Element): DOMRect =>
    (element.matches("input") && element.closest("label")
      ? element.closest("label")
      : element
    )?.getBoundingClientRect() ?? element.getBoundingClientRect()
  return (
    [...document.querySelectorAll("button, a, summary, input, select, [role=button]")]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      // A word in a sentence is as high as the sentence.
      .filter((element) => getComputedStyle(element).display !== "inline")
      // What stands for something else is as large as that, at its scale.
      .filter((element) => !element.closest("[inert], [data-to-scale]"))
      .flatMap((element) => {
        const { width, height } = boxOf(element)
        const isSmall = Math.min(width, height) < LEAST_PX - SLACK_PX
        const name = element.getAttribute("aria-label") ?? element.textContent ?? ""
        const size = `${Math.round(width)} x ${Math.round(height)} px`
        return isSmall && width > 0
          ? [`<${element.tagName}> ${name.trim().slice(0, 40)}: ${size}`]
          : []
      })
  )
}

/**
 * Fails where the page is wider than the device, and where something to read or to press is cut off at
 * its edge: what a page hides there does not make it wider.
 */
export async function assertFits(page: Page, where: string): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  assert.is(overflow, 0, `${where} is wider than the screen by ${overflow} px`)
  assert.equal(await page.evaluate(findCutOff), [], `cut off at the edge, on ${where}`)
}

/** Runs in the page: whatever sticks out of the window to the left or right, with how far. */
function findCutOff(): string[] {
  const SLACK_PX = 1
  const width = document.documentElement.clientWidth
  /** Where it may: one can scroll there, it ends in dots, or only a screen reader reads it. */
  const isExcused = (element: Element | null): boolean => {
    for (let each = element; each; each = each.parentElement) {
      const style = getComputedStyle(each)
      const isScrolled =
        /auto|scroll/.test(style.overflowX) &&
        each !== document.documentElement &&
        each !== document.body
      const hasDots = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none"
      const isForReaders = each.clientWidth <= 1 && style.overflow === "hidden"
      if (isScrolled || hasDots || isForReaders || each.hasAttribute("inert")) return true
    }
    return false
  }
  const cutBy = ({ left, right, width: own, height }: DOMRect): number =>
    own === 0 || height === 0 ? 0 : Math.max(-left, right - width)
  const found: string[] = []
  const look = (element: Element | null, box: DOMRect, text: string) => {
    const px = Math.round(cutBy(box))
    if (
      px > SLACK_PX &&
      element?.checkVisibility({ visibilityProperty: true }) &&
      !isExcused(element)
    )
      found.push(`${text.trim().slice(0, 40)}: ${px} px`)
  }
  for (const element of document.querySelectorAll("button, a, input, select, summary"))
    look(element, element.getBoundingClientRect(), `<${element.tagName}> ${element.textContent}`)
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (node.textContent?.trim() === "") continue
    const range = document.createRange()
    range.selectNodeContents(node)
    look(node.parentElement, range.getBoundingClientRect(), node.textContent ?? "")
  }
  return found
}
