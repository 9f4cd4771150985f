import { createSignal, onCleanup } from "solid-js"

const AGAIN_AFTER_MS = 10_000

/**
 * A picture of the Leaf's: seen when it has come. One that does not come leaves its place empty, and is
 * asked for again.
 */
export function Fetched(props: { src: string; alt: string; class?: string }) {
  const [isThere, setThere] = createSignal(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  return (
    <img
      class={`fetched ${props.class ?? ""}`}
      classList={{ "is-there": isThere() }}
      src={props.src}
      alt={props.alt}
      onLoad={() => setThere(true)}
      onError={({ currentTarget }) => {
        timer = setTimeout(() => currentTarget.setAttribute("src", props.src), AGAIN_AFTER_MS)
      }}
    />
  )
}
