import { createSignal } from "solid-js"
import type { PlayerId } from "../../../schemas/ids.ts"
import type { Moved } from "./moved.ts"

/** What is to be put on paper. */
export type PrintJob =
  | { kind: "cards"; which: "all" | "moved" }
  | { kind: "sign-in" | "tables" }
  | { kind: "receipt"; sequence: number; playerId: PlayerId | null }

const [job, setJob] = createSignal<PrintJob | null>(null)
const [moved, setMoved] = createSignal<readonly Moved[]>([])

/** What is shown as it will be printed; `null` when nothing is. */
export const printJob = job
/** Who was moved last from this device, all at once: they need new cards. */
export const lastMoved = moved

/** Shows something as it will be printed; the browser's own print comes after that. */
export const showPrint = (wanted: PrintJob): void => {
  setJob(wanted)
}
export const closePrint = (): void => {
  setJob(null)
}
export const noteMoved = (entries: readonly Moved[]): void => {
  setMoved(entries)
}
