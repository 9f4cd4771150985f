import { createEffect, createSignal, on, onCleanup } from "solid-js"

/**
 * A signal as it was when the screen was last drawn: what follows from a tap but nobody waits for
 * is worked out after the tap itself is on the screen.
 */
export function createAfterPaint<Value>(source: () => Value): () => Value {
  const [value, setValue] = createSignal(source())
  let frame = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
  createEffect(
    on(
      source,
      () => {
        stop()
        // A frame's own callback still comes before the drawing; what it sets off comes after.
        frame = requestAnimationFrame(() => {
          timer = setTimeout(() => setValue(() => source()))
        })
      },
      { defer: true },
    ),
  )
  onCleanup(stop)
  return value
}
