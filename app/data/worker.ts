/** What a page and the worker that keeps it on the device have agreed upon. */

export const WORKER = "/sw.js"
export const WORKER_OPTIONS = { updateViaCache: "none" } as const
/** By which address the worker keeps the phones' page alone (`sw.ts`). */
export const PHONES = "?face=phone"
/** What a page says to a worker that waits. */
export const TAKE_OVER = "take over"
