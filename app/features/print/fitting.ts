import { createEffect, createSignal, onCleanup } from "solid-js"
import type { PageSize } from "./paper.ts"

const PX_PER_MM = 96 / 25.4
/** On either side of the pages. */
const MARGIN_PX = 16

/**
 * How small the pages must be to fit their box; paper is never shown larger than it is.
 * @param widthMm of a page
 */
export function createZoom(widthMm: () => number) {
  const [boxPx, setBoxPx] = createSignal(0)
  const observer = new ResizeObserver(([entry]) => entry && setBoxPx(entry.contentRect.width))
  onCleanup(() => observer.disconnect())
  return {
    ref: (element: Element) => observer.observe(element),
    value: () =>
      boxPx() === 0 ? 1 : Math.min(1, (boxPx() - 2 * MARGIN_PX) / (widthMm() * PX_PER_MM)),
  }
}

/** How many pages there are in a box. */
export function createPageCount() {
  const [count, setCount] = createSignal(0)
  let box: Element | undefined
  const look = () => setCount(box?.querySelectorAll(".paper-page").length ?? 0)
  const observer = new MutationObserver(look)
  onCleanup(() => observer.disconnect())
  return {
    count,
    ref: (element: Element) => {
      box = element
      observer.observe(element, { childList: true })
      queueMicrotask(look)
    },
  }
}

/** Tells the browser how large the paper is, and that the page has its own margins. */
export function keepPageSize(size: () => PageSize): void {
  const sheet = new CSSStyleSheet()
  document.adoptedStyleSheets.push(sheet)
  createEffect(() => {
    const { width, height } = size()
    sheet.replaceSync(`@page { size: ${width}mm ${height}mm; margin: 0 }`)
  })
  onCleanup(() => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet)
  })
}
