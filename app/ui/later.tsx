import { type Component, createResource, lazy, Show } from "solid-js"
import { bringUntilThere, comesLater } from "../data/coming.ts"
import { wordsHere } from "../words/language.ts"

// What comes later may be any component; its own types come back with it.
// oxlint-disable-next-line typescript/no-explicit-any
type Part = Component<any>

/**
 * A part of the page that is fetched, with its words, when it is first shown or its `preload` is
 * called. Its page waits for it where a `Suspense` says so.
 */
export function later<P extends Part>(bring: () => Promise<P>) {
  const part = lazy(async () => {
    const found = await bringUntilThere(bring)
    await bringUntilThere(() => wordsHere())
    return { default: found }
  })
  comesLater(part.preload)
  return part
}

/** A page that is made once its words are there, so that it may take one and keep it. */
export function withWords<Props extends object>(Page: Component<Props>): Component<Props> {
  const [hasWords] = createResource(async () => {
    await wordsHere()
    return true
  })
  return (props) => (
    <Show when={hasWords()}>
      <Page {...props} />
    </Show>
  )
}
