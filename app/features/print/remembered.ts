import { createSignal } from "solid-js"
import * as v from "valibot"
import { type Paper, papers } from "./paper.ts"

const KEY = "felt.print"

/** How this device prints: the printer next to it stays the same all evening. */
const Remembered = v.object({
  paper: v.picklist(papers),
  hasCodes: v.boolean(),
  perPage: v.picklist([1, 4]),
})
type Remembered = v.InferOutput<typeof Remembered>

/** What was chosen last on this device; a choice is kept at once. */
export function createRemembered() {
  const kept = v.safeParse(
    v.pipe(v.string(), v.parseJson(), Remembered),
    localStorage.getItem(KEY) ?? "",
  )
  const first: Remembered = { paper: "a4", hasCodes: false, perPage: 1 }
  const [chosen, setChosen] = createSignal<Remembered>(kept.success ? kept.output : first)
  const choose = (change: Partial<Remembered>) => {
    const now = { ...chosen(), ...change }
    localStorage.setItem(KEY, JSON.stringify(now))
    setChosen(now)
  }
  return {
    paper: () => chosen().paper,
    setPaper: (paper: Paper) => choose({ paper }),
    hasCodes: () => chosen().hasCodes,
    setCodes: (hasCodes: boolean) => choose({ hasCodes }),
    perPage: () => chosen().perPage,
    setPerPage: (perPage: 1 | 4) => choose({ perPage }),
  }
}
