import { onCleanup } from "solid-js"

/** The forms that may hold work which a reload would lose, and the reload that waits for them. */
const forms = new Set<() => boolean>()
let waiting: (() => void) | null = null

/** Holds a reload back while the calling component lives and `isDirty` says so. */
export function holdReloadWhile(isDirty: () => boolean): void {
  forms.add(isDirty)
  onCleanup(() => {
    forms.delete(isDirty)
    formSettled()
  })
}

/** Runs `action` now, or as soon as no form is dirty. */
export function whenNobodyIsTyping(action: () => void): void {
  waiting = action
  formSettled()
}

/** To be called when a form has been sent or emptied. */
export function formSettled(): void {
  if (!waiting || [...forms].some((isDirty) => isDirty())) return
  const action = waiting
  waiting = null
  action()
}
