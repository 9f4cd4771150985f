import { createSignal, onCleanup } from "solid-js"

/** So far outside the window things are made ready, so that nobody sees them come while scrolling. */
const MARGIN_PX = 800

const watched = new Map<Element, (isInSight: boolean) => void>()
const observer = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) watched.get(target)?.(isIntersecting)
  },
  { rootMargin: `${MARGIN_PX}px` },
)

/**
 * Whether an element is in the window or near it. Of a hundred tables only those few are worth
 * their thousand elements. What has the focus stays.
 * @returns the signal, and what to give the element as its `ref`
 */
export function createInSight(): [isInSight: () => boolean, ref: (element: Element) => void] {
  const [isInSight, setInSight] = createSignal(false)
  return [
    isInSight,
    (element) => {
      watched.set(element, (now) => setInSight(now || element.contains(document.activeElement)))
      observer.observe(element)
      onCleanup(() => {
        watched.delete(element)
        observer.unobserve(element)
      })
    },
  ]
}
