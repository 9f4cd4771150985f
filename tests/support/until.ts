import { setTimeout as wait } from "node:timers/promises"

const LOOK_EVERY_MS = 5

/**
 * Resolves as soon as the condition holds.
 * @param what the condition in words, for the failure's message
 * @throws where it does not hold within `deadlineMs`
 */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  deadlineMs = 10_000,
): Promise<void> {
  const deadline = performance.now() + deadlineMs
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`After ${deadlineMs} ms still not: ${what}.`)
    await wait(LOOK_EVERY_MS)
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
