import { createSignal } from "solid-js"

const [isAsked, setAsked] = createSignal(false)

/** Whether somebody wants to type a name, from wherever they are; the search takes the focus then. */
export const isSearchAsked = isAsked
export const askForSearch = (): void => {
  setAsked(true)
}
export const searchIsThere = (): void => {
  setAsked(false)
}
