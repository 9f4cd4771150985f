import type { Workbox } from "workbox-window"
import { whenIdle } from "../ui/when-idle.ts"
import { onDifferentBuild } from "./build.ts"
import { whenNobodyIsTyping } from "./unsaved.ts"

const CHECK_EVERY_MS = 60_000

/**
 * Registers the service worker and brings an open page to a new version by itself: with exactly one
 * reload, and only when no form holds unsaved work. Without a worker (plain http on a LAN name) the
 * app runs all the same, only not offline.
 */
export function registerServiceWorker(): void {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return
  reloadOnNewVersion()
  // It brings the whole app, which must not keep the page from coming.
  whenIdle(() => {
    register().catch((error: unknown) => {
      console.warn("Felt runs without its offline copy.", error)
    })
  })
}

/** Loaded late, so that no page waits for it. */
async function register(): Promise<void> {
  const { Workbox } = await import("workbox-window")
  const worker = new Workbox("/sw.js", { updateViaCache: "none" })
  await worker.register()
  watchForUpdates(worker)
}

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

function watchForUpdates(worker: Workbox): void {
  const check = () => {
    worker.update().catch((error: unknown) => {
      console.info("No new version could be looked for; it will be tried again.", error)
    })
  }
  setInterval(check, CHECK_EVERY_MS)
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") check()
  })
  addEventListener("online", check)
  onDifferentBuild(check)
}
