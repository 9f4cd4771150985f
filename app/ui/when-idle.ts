/** Does something when the page has nothing else to do, within seconds. */
export function whenIdle(act: () => void): void {
  // Safari has no idle callbacks.
  if ("requestIdleCallback" in globalThis) requestIdleCallback(act, { timeout: 5_000 })
  else setTimeout(act, 1_000)
}
