import type { CDPSession, Page } from "playwright-core"
import type { Registers } from "../../schemas/documents/registers.ts"
import { until } from "./until.ts"

/** What a page of the browser holds, with all that waits to be collected gone. */
export type Held = { heapBytes: number; nodes: number; listeners: number }

/** Asks the browser over the DevTools protocol. */
export async function heldBy(devTools: CDPSession): Promise<Held> {
  // What the first round frees may hold what the second one does.
  for (let round = 0; round < 3; round++) await devTools.send("HeapProfiler.collectGarbage")
  const { usedSize } = await devTools.send("Runtime.getHeapUsage")
  const { nodes, jsEventListeners } = await devTools.send("Memory.getDOMCounters")
  return { heapBytes: usedSize, nodes, listeners: jsEventListeners }
}

/** How many are written at once: the Leaf sends a screen one state for all of them. */
const AT_ONCE = 8

/**
 * Plays a night's changes through a screen: stacks are counted, players change seats, the clock is
 * touched, one after the other, each stored by the Leaf and shown before the next ones are sent.
 * @param page shows the tournament of `registers`, in a layout with its chip counts
 * @param updates how many registers are written
 * @returns how many states the screen was sent for them
 */
export async function playThrough(
  page: Page,
  registers: Registers,
  updates: number,
): Promise<number> {
  const entries = [...registers.all()].flatMap(([key, value]) => {
    const [, id, field] = key.split("/")
    return field === "seat" && id !== undefined ? [{ id, seat: value }] : []
  })
  const [first] = entries
  if (!first) throw new Error("Nobody has a seat in the tournament that the screen shows.")
  let states = 0
  for (let written = 0; written < updates; written += AT_ONCE) {
    const step = written / AT_ONCE
    const counted = 1_000_000 + step
    registers.setAll([
      [`entry/${first.id}/chips`, { count: counted, at: step }],
      ...Array.from({ length: AT_ONCE - 2 }, (_, index) => {
        const { id } = entries[1 + ((step + index) % (entries.length - 1))] ?? first
        return [`entry/${id}/chips`, { count: 500 + ((step * 7) % 90_000), at: step }] as const
      }),
      [`entry/${first.id}/seat`, entries[step % entries.length]?.seat],
    ])
    const text = counted.toLocaleString("en-GB")
    const seen = await page.waitForFunction(
      (expected) =>
        document.querySelector('[data-kind="ranking"] .figure')?.textContent === expected,
      text,
      { polling: "raf" },
    )
    // Else the browser would keep it for the test, and the page's heap would grow by that.
    await seen.dispose()
    states += 1
  }
  return states
}

/** Waits until a screen shows the tournament's stacks. */
export const isShown = (page: Page): Promise<void> =>
  until("the screen shows the stacks", () => page.locator('[data-kind="ranking"] ol').isVisible())
