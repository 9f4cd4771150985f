import { createSignal, onCleanup } from "solid-js"

/** So far below the window more is made ready, so that nobody sees the end come. */
const MARGIN_PX = 1_200

/**
 * How much of a long list is on the page: the first step of it, and one more whenever its end comes
 * near the window. Five thousand rows at once would hold a tablet up for seconds.
 * @returns the number, and what to give the element after the list as its `ref`
 */
export function createGrowing(step: number): [count: () => number, ref: (end: Element) => void] {
  const [count, setCount] = createSignal(step)
  const observer = new IntersectionObserver(
    (entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setCount((last) => last + step)
    },
    { rootMargin: `${MARGIN_PX}px` },
  )
  onCleanup(() => observer.disconnect())
  return [count, (end) => observer.observe(end)]
}
