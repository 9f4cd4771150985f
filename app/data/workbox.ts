import { type Updatable, WORKER, WORKER_OPTIONS } from "./service-worker.ts"

/** By which address the worker keeps the phones' page alone (`sw.ts`). */
const PHONES = "?face=phone"

/**
 * Registers the worker by Workbox, which is loaded late, so that no page waits for it.
 * @param face what is kept on the device: everything, or the phones' page alone
 */
export const byWorkbox = (face: "app" | "phone") => async (): Promise<Updatable> => {
  const { Workbox } = await import("workbox-window")
  const known = navigator.serviceWorker.controller?.scriptURL
  // A tablet that keeps the whole app and looks at a phone's page goes on keeping all of it.
  const keepsAll = face === "app" || (known !== undefined && !known.endsWith(PHONES))
  const worker = new Workbox(keepsAll ? WORKER : WORKER + PHONES, WORKER_OPTIONS)
  await worker.register()
  return worker
}
