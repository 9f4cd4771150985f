import { type Updatable, WORKER, WORKER_OPTIONS } from "./service-worker.ts"

/** Registers the worker by Workbox, which is loaded late, so that no page waits for it. */
export async function byWorkbox(): Promise<Updatable> {
  const { Workbox } = await import("workbox-window")
  const worker = new Workbox(WORKER, WORKER_OPTIONS)
  await worker.register()
  return worker
}
