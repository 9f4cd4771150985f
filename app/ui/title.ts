import { createEffect } from "solid-js"

/** Keeps the page's title. */
export function createTitle(title: () => string): void {
  createEffect(() => {
    document.title = title()
  })
}
