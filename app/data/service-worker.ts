import type { Workbox } from "workbox-window"
import { onDifferentBuild } from "./build.ts"
import { whenNobodyIsTyping } from "./unsaved.ts"

const PHONES = "?face=phone"
const CHECK_EVERY_MS = 60_000

/**
 * Registers the service worker and brings an open page to a new version by itself: with exactly one
 * reload, and only when no form holds unsaved work. Without a worker (plain http on a LAN name) the
 * app runs all the same, only not offline.
 * @param face what is kept on the device: everything, or the phones' page alone
 */
export function registerServiceWorker(face: "app" | "phone"): void {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return
  reloadOnNewVersion()
  register(face).catch((error: unknown) => {
    console.warn("Felt runs without its offline copy.", error)
  })
}

/** Loaded late, so that no page waits for it. */
async function register(face: "app" | "phone"): Promise<void> {
  const { Workbox } = await import("workbox-window")
  const known = (await navigator.serviceWorker.getRegistration())?.active?.scriptURL
  // A tablet that keeps the whole app and looks at a phone's page goes on keeping all of it.
  const keepsAll = face === "app" || (known !== undefined && !known.endsWith(PHONES))
  const worker = new Workbox(`/sw.js${keepsAll ? "" : PHONES}`, {
    updateViaCache: "none",
  })
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
