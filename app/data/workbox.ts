import { PHONES, WORKER, WORKER_OPTIONS } from "./worker.ts"

/**
 * Registers the worker by Workbox, which is loaded late, so that no page waits for it.
 * @param face what is kept on the device: everything, or the phones' page alone
 */
export const byWorkbox = (face: "app" | "phone") => async (): Promise<void> => {
  const { Workbox } = await import("workbox-window")
  const known = navigator.serviceWorker.controller?.scriptURL
  // A tablet that keeps the whole app and looks at a phone's page goes on keeping all of it.
  const keepsAll = face === "app" || (known !== undefined && !known.endsWith(PHONES))
  await new Workbox(keepsAll ? WORKER : WORKER + PHONES, WORKER_OPTIONS).register()
}
