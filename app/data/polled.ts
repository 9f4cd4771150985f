import { createEffect, createSignal, on, onCleanup } from "solid-js"
import type * as v from "valibot"
import { ask } from "./api.ts"
import { Refused } from "./errors.ts"

const EVERY_MS = 5_000
/** After so long somebody who waits wants to see that something is going on. */
const SLOW_AFTER_MS = 1_000
/** A Leaf without power answers nothing at all, not even no. */
const PATIENCE_MS = 10_000

/** An answer of the Leaf's that is asked for again and again while the page is in sight. */
export type Polled<Answer> = {
  latest: () => Answer | null
  /** When the latest came, by this device's clock. */
  latestAt: () => number | null
  /** Why the last time of asking brought nothing; what came before stays. */
  problem: () => Error | null
  isSlow: () => boolean
  refresh: () => void
}

/**
 * Asks the Leaf every few seconds, for as long as the calling component lives and its page is seen.
 * Another path is another question: what was known of the one before is forgotten.
 *
 * @param path `null` asks nothing
 * @param everyMs how long after an answer it is asked for again
 */
export function createPolled<Schema extends v.GenericSchema>(
  path: () => string | null,
  schema: Schema,
  {
    token,
    onSignedOut,
    everyMs = EVERY_MS,
  }: { token: string | (() => string); onSignedOut: () => void; everyMs?: number },
): Polled<v.InferOutput<Schema>> {
  type Answer = v.InferOutput<Schema>
  const [latest, setLatest] = createSignal<{ answer: Answer; at: number } | null>(null)
  const [problem, setProblem] = createSignal<Error | null>(null)
  const [isSlow, setSlow] = createSignal(false)
  const [asked, setAsked] = createSignal(0)

  const askOnce = async (wanted: string, signal: AbortSignal): Promise<void> => {
    const slow = setTimeout(() => setSlow(true), SLOW_AFTER_MS)
    try {
      const patience = AbortSignal.timeout(PATIENCE_MS)
      const answer = await ask(wanted, schema, {
        token: typeof token === "string" ? token : token(),
        signal: AbortSignal.any([signal, patience]),
      })
      if (signal.aborted) return
      setLatest({ answer, at: Date.now() })
      setProblem(null)
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof Refused && error.status === 401) onSignedOut()
      setProblem(error instanceof Error ? error : new Error(String(error)))
    } finally {
      clearTimeout(slow)
      if (!signal.aborted) setSlow(false)
    }
  }

  createEffect(
    on(path, () => {
      setLatest(null)
      setProblem(null)
      setSlow(false)
    }),
  )
  createEffect(
    on([path, asked, isSeen()], ([wanted, , seen]) => {
      if (wanted === null || !seen) return
      const stop = new AbortController()
      let timer: ReturnType<typeof setTimeout> | undefined
      const goOn = async () => {
        await askOnce(wanted, stop.signal)
        if (!stop.signal.aborted) timer = setTimeout(() => void goOn(), everyMs)
      }
      void goOn()
      onCleanup(() => {
        clearTimeout(timer)
        stop.abort()
      })
    }),
  )
  return {
    latest: () => latest()?.answer ?? null,
    latestAt: () => latest()?.at ?? null,
    problem,
    isSlow,
    refresh: () => setAsked((times) => times + 1),
  }
}

/** Whether somebody can see the page. */
function isSeen(): () => boolean {
  const now = () => document.visibilityState === "visible"
  const [seen, setSeen] = createSignal(now())
  const look = () => setSeen(now())
  document.addEventListener("visibilitychange", look)
  onCleanup(() => document.removeEventListener("visibilitychange", look))
  return seen
}
