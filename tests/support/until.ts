import { setTimeout as wait } from "node:timers/promises"

const LOOK_AT_FIRST_EVERY_MS = 5
const LOOK_AT_LEAST_EVERY_MS = 50

/**
 * Resolves as soon as the condition holds: after at most a tenth longer than that took, for whoever
 * looks every few milliseconds keeps what is waited for from the processor.
 * @param what the condition in words, for the failure's message
 * @throws where it does not hold within `deadlineMs`
 */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  deadlineMs = 10_000,
): Promise<void> {
  const startedAt = performance.now()
  while (!(await condition())) {
    const passedMs = performance.now() - startedAt
    if (passedMs > deadlineMs) throw new Error(`After ${deadlineMs} ms still not: ${what}.`)
    await wait(Math.min(LOOK_AT_LEAST_EVERY_MS, LOOK_AT_FIRST_EVERY_MS + passedMs / 10))
  }
}

/** The promise's value, or a failure where it takes longer than `deadlineMs`. */
export async function within<T>(
  what: string,
  promise: Promise<T>,
  deadlineMs = 10_000,
): Promise<T> {
  const stop = new AbortController()
  const late = wait(deadlineMs, undefined, { signal: stop.signal }).then(() => {
    throw new Error(`After ${deadlineMs} ms still not: ${what}.`)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    stop.abort()
    // The wait that was called off rejects; that is no failure.
    late.catch(() => undefined)
  }
}
