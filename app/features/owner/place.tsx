import { createSignal, type JSX } from "solid-js"
import { pathOf, type Place, placeOf } from "./route.ts"

const [place, setPlace] = createSignal<Place>(placeOf(location.pathname))
addEventListener("popstate", () => setPlace(placeOf(location.pathname)))

/** Where one is now. */
export { place }

/** Goes to another page, as a link does. */
export function go(to: Place): void {
  history.pushState(null, "", pathOf(to))
  scrollTo(0, 0)
  setPlace(to)
}

/** A link to another page; with a key held down it opens beside this one, as every link does. */
export function Go(props: {
  to: Place
  class?: string
  classList?: Record<string, boolean>
  isHere?: boolean
  label?: string
  children: JSX.Element
}) {
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go(props.to)
  }
  return (
    <a
      href={pathOf(props.to)}
      class={props.class}
      classList={props.classList ?? {}}
      aria-current={props.isHere ? "page" : undefined}
      aria-label={props.label}
      onClick={follow}
    >
      {props.children}
    </a>
  )
}
