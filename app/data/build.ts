import { createSignal } from "solid-js"

/** Which build the page runs, and who wants to know when the Leaf speaks for another one. */

const listeners = new Set<() => void>()
let lastSeen: string = import.meta.env.VITE_FELT_BUILD

/** Takes note of the build that an answer of the Leaf names; `null` where it names none. */
export function noticeBuild(build: string | null): void {
  if (build === null || build === lastSeen) return
  lastSeen = build
  if (build !== import.meta.env.VITE_FELT_BUILD) for (const listener of listeners) listener()
}

const [isOther, setOther] = createSignal(false)

/** Whether the Leaf has said that it speaks another version than this page, which must be loaded anew. */
export const isOtherVersion = (): boolean => isOther()

/** Takes note that the Leaf speaks another version than this page. */
export function noticeOtherVersion(): void {
  setOther(true)
  for (const listener of listeners) listener()
}

/** The build that the Leaf was last heard to have, where this page has another. */
export const behindOf = (): string | null =>
  lastSeen === import.meta.env.VITE_FELT_BUILD ? null : lastSeen

/** Calls `listener` once for each other build that shows up. */
export function onDifferentBuild(listener: () => void): void {
  listeners.add(listener)
  if (behindOf() !== null) listener()
}
