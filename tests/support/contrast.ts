import type { Page } from "playwright-core"
import * as assert from "uvu/assert"
import { fadedIn } from "./browser.ts"

/** What WCAG 2.2 calls enhanced contrast (1.4.6), and Felt promises for clock, blinds and amounts. */
const LEAST = 7

type Box = { left: number; top: number; width: number; height: number }
/** `color` as CSS has it; `opacity` of everything around it together. */
type Figure = { text: string; color: string; opacity: number; box: Box }

/**
 * Fails where a time, blinds or an amount in the window stands out too little from what is really
 * painted behind it: gradients, tints and all.
 * @param expected some of the figures that must have been looked at
 * @param which every text there is, where it is to be read across a room
 */
export async function assertReadable(
  page: Page,
  where: string,
  expected: readonly RegExp[],
  which: "figures" | "every text" = "figures",
): Promise<void> {
  await fadedIn(page)
  const figures = await page.evaluate(findTexts, which)
  const texts = figures.map(({ text }) => text)
  for (const each of expected)
    assert.ok(
      texts.some((text) => each.test(text)),
      `${each} on ${where}: ${texts.join(", ")}`,
    )
  await page.evaluate(() =>
    document.documentElement.style.setProperty("-webkit-text-fill-color", "transparent"),
  )
  const png = (await page.screenshot()).toString("base64")
  await page.evaluate(() =>
    document.documentElement.style.removeProperty("-webkit-text-fill-color"),
  )
  const ratios = await page.evaluate(ratiosOn, { figures, png })
  const faint = texts.flatMap((text, index) => {
    const ratio = ratios[index] ?? 0
    return ratio < LEAST ? [`${text}: ${ratio.toFixed(1)} to 1`] : []
  })
  assert.equal(faint, [], `faint on ${where}`)
}

/** Runs in the page: every text, or those with a time, blinds or an amount, in the window and on top. */
function findTexts(which: "figures" | "every text"): Figure[] {
  const FIGURE = /\d:\d\d|\d \/ \d|[€$£]|\bkr\b/
  const opacityOf = (element: Element | null): number =>
    element ? Number(getComputedStyle(element).opacity) * opacityOf(element.parentElement) : 1
  const found: Figure[] = []
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement
    const text = node.textContent?.trim() ?? ""
    // What cannot be used is pale on purpose, and excused.
    const isFigure = FIGURE.test(element?.textContent ?? "") && /\d/.test(text)
    if (!element || text === "" || (which === "figures" && !isFigure)) continue
    if (element.closest(":disabled, .sr-only")) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const { left, top, width, height } = range.getBoundingClientRect()
    // Something over a part of it, or the edge of a list that it is scrolled to, is not its ground.
    const isOnTop = [0.02, 0.5, 0.98].every((part) => {
      const seen = document.elementFromPoint(left + width * part, top + height * part)
      return seen !== null && (element.contains(seen) || seen.contains(element))
    })
    if (!isOnTop) continue
    const { color } = getComputedStyle(element)
    found.push({ text, color, opacity: opacityOf(element), box: { left, top, width, height } })
  }
  return found
}

/** Runs in the page: the least contrast of each figure with any point of its box in the picture. */
async function ratiosOn({ figures, png }: { figures: Figure[]; png: string }): Promise<number[]> {
  const bytes = Uint8Array.from(atob(png), (each) => each.charCodeAt(0))
  const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }))
  const canvas = new OffscreenCanvas(picture.width, picture.height)
  const context = canvas.getContext("2d", { willReadFrequently: true })
  if (!context) throw new Error("The page has no canvas to look at its own picture with.")
  const colorOf = (css: string): number[] => {
    context.clearRect(0, 0, 1, 1)
    context.fillStyle = css
    context.fillRect(0, 0, 1, 1)
    return [...context.getImageData(0, 0, 1, 1).data]
  }
  const colors = figures.map(({ color }) => colorOf(color))
  context.drawImage(picture, 0, 0)
  const linear = (part: number) =>
    part <= 0.04045 * 255 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4
  const whole = Float64Array.from({ length: 256 }, (_, part) => linear(part))
  const weighed = (red: number, green: number, blue: number) =>
    0.2126 * red + 0.7152 * green + 0.0722 * blue
  return figures.map(({ box, opacity }, index) => {
    const [red = 0, green = 0, blue = 0, alpha = 255] = colors[index] ?? []
    const share = (alpha / 255) * opacity
    const { data } = context.getImageData(
      Math.max(0, Math.floor(box.left)),
      Math.max(0, Math.floor(box.top)),
      Math.max(1, Math.ceil(box.width)),
      Math.max(1, Math.ceil(box.height)),
    )
    // On most grounds the text is of one colour; where the ground shows through, of one at each point.
    const solid = weighed(linear(red), linear(green), linear(blue))
    const mixed = (part: number, at: number) => linear(part * share + (data[at] ?? 0) * (1 - share))
    let least = Infinity
    for (let at = 0; at < data.length; at += 4) {
      const behind = weighed(
        whole[data[at] ?? 0] ?? 0,
        whole[data[at + 1] ?? 0] ?? 0,
        whole[data[at + 2] ?? 0] ?? 0,
      )
      const text =
        share === 1 ? solid : weighed(mixed(red, at), mixed(green, at + 1), mixed(blue, at + 2))
      least = Math.min(least, (Math.max(text, behind) + 0.05) / (Math.min(text, behind) + 0.05))
    }
    return least
  })
}
