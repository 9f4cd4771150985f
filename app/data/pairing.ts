import { createSignal, onCleanup } from "solid-js"
import { ClaimAnswer, Pairing } from "../../schemas/display.ts"
import { ask } from "./api.ts"
import { Refused } from "./errors.ts"

const ASK_EVERY_MS = 1_000
const AGAIN_AFTER_MS = 2_000

/**
 * Asks the Leaf for a code to show, and again when its time is over, until somebody has typed one.
 * Goes on by itself whatever becomes of the Leaf.
 * @param onPaired gets this screen's token
 */
export function createPairing(onPaired: (token: string) => void): {
  code: () => string | null
  isLost: () => boolean
} {
  const [pairing, setPairing] = createSignal<Pairing | null>(null)
  const [isLost, setLost] = createSignal(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  const step = async (): Promise<number> => {
    const current = pairing()
    if (!current) {
      setPairing(await ask("/api/pairings", Pairing, { method: "POST" }))
      return ASK_EVERY_MS
    }
    const body = { claim: current.claim }
    const answer = await ask("/api/pairings/claim", ClaimAnswer, { method: "POST", body })
    if (answer.status === "paired") {
      isOver = true
      onPaired(answer.token)
    }
    return ASK_EVERY_MS
  }
  const goOn = async () => {
    let waitMs = AGAIN_AFTER_MS
    try {
      waitMs = await step()
      setLost(false)
    } catch (error) {
      // Its time is over, or a Leaf that has started anew knows none of the codes of before. When that
      // is only the Leaf can tell: this device's own clock may be wrong by years.
      if (error instanceof Refused) setPairing(null)
      setLost(!(error instanceof Refused))
    }
    if (!isOver) timer = setTimeout(() => void goOn(), waitMs)
  }
  void goOn()
  onCleanup(() => {
    isOver = true
    clearTimeout(timer)
  })
  return { code: () => pairing()?.code ?? null, isLost }
}
