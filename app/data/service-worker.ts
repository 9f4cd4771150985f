import { whenIdle } from "../ui/when-idle.ts"
import { isBehind, onDifferentBuild } from "./build.ts"
import { whenNobodyIsTyping } from "./unsaved.ts"

const CHECK_EVERY_MS = 60_000
const RETRY_MS = 2_000

/**
 * Registers the service worker and brings an open page to a new version by itself: with exactly one
 * reload, and only when no form holds unsaved work. Without a worker (plain http on a LAN name) the
 * app runs all the same, only not offline.
 * @param register how the worker is registered
 */
export function registerServiceWorker(register: () => Promise<Updatable> = plainly): void {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return
  reloadOnNewVersion()
  // It brings the whole app, which must not keep the page from coming.
  whenIdle(() => {
    register()
      .then(watchForUpdates)
      .catch((error: unknown) => {
        console.warn("Felt runs without its offline copy.", error)
      })
  })
}

/** A worker that can be asked to look for a new version. */
export type Updatable = { update: () => Promise<unknown> }

export const WORKER = "/sw.js"
export const WORKER_OPTIONS = { updateViaCache: "none" } as const

/** As the browser does it: enough for a page that nobody touches. */
const plainly = (): Promise<Updatable> => navigator.serviceWorker.register(WORKER, WORKER_OPTIONS)

function reloadOnNewVersion(): void {
  // The very first worker also takes control; the page already runs its version.
  let isFirst = !navigator.serviceWorker.controller
  let isReloading = false
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (isFirst) {
      isFirst = false
      return
    }
    if (isReloading) return
    isReloading = true
    whenNobodyIsTyping(() => location.reload())
  })
}

function watchForUpdates(worker: Updatable): void {
  let retry: ReturnType<typeof setTimeout> | undefined
  const check = () => {
    clearTimeout(retry)
    worker
      .update()
      .catch((error: unknown) => {
        console.info("No new version could be looked for; it will be tried again.", error)
      })
      .finally(() => {
        // A Leaf that is just starting says which build it is before it gives any file, and a worker
        // that could not bring all of its own is dropped without a word.
        if (isBehind()) retry = setTimeout(check, RETRY_MS)
      })
  }
  setInterval(check, CHECK_EVERY_MS)
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") check()
  })
  addEventListener("online", check)
  onDifferentBuild(check)
}
