import { whenIdle } from "../ui/when-idle.ts"
import { behindOf, onDifferentBuild } from "./build.ts"
import { whenNobodyIsTyping } from "./unsaved.ts"
import { TAKE_OVER, WORKER, WORKER_OPTIONS } from "./worker.ts"

const CHECK_EVERY_MS = 60_000
const RETRY_MS = 2_000
const WAITS_MOST = 4
/** Where a tab keeps for which build it has reloaded, which it does once for each. */
const RELOADED_FOR = "felt.reloaded-for"

/**
 * Registers the service worker and brings an open page to a new version by itself: with exactly one
 * reload, and only when no form holds unsaved work. Without a worker (plain http on a LAN name) the
 * app runs all the same, only not offline.
 * @param register how the worker is registered
 */
export function registerServiceWorker(register: () => Promise<unknown> = plainly): void {
  if (!import.meta.env.PROD) return
  if (!("serviceWorker" in navigator)) {
    onDifferentBuild(reloadForNewBuild)
    return
  }
  reloadOnNewWorker()
  // It brings the whole app, which must not keep the page from coming.
  whenIdle(() => {
    register()
      .catch((error: unknown) => {
        console.warn("Felt runs without its offline copy.", error)
      })
      .finally(() => watchForUpdates(register))
  })
}

/** As the browser does it: enough for a page that nobody touches. */
const plainly = (): Promise<unknown> => navigator.serviceWorker.register(WORKER, WORKER_OPTIONS)

let isReloading = false
/** How often in a row a worker has been found to wait. */
let waits = 0

/**
 * Loads the page anew, once however many reasons there are.
 * @param before what comes right before it
 */
function reload(before: () => Promise<unknown> = async () => {}): void {
  if (isReloading) return
  isReloading = true
  whenNobodyIsTyping(() => {
    void before().finally(() => location.reload())
  })
}

/** Where the Leaf has another build than this page, and no worker will see to it. */
function reloadForNewBuild(): void {
  const behind = behindOf()
  if (behind === null || sessionStorage.getItem(RELOADED_FOR) === behind) return
  sessionStorage.setItem(RELOADED_FOR, behind)
  reload()
}

function reloadOnNewWorker(): void {
  // The very first worker also takes control; the page already runs its version.
  let isFirst = !navigator.serviceWorker.controller
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (!isFirst) reload()
    isFirst = false
  })
}

function watchForUpdates(register: () => Promise<unknown>): void {
  let retry: ReturnType<typeof setTimeout> | undefined
  const check = () => {
    clearTimeout(retry)
    lookForUpdate(register)
      .catch((error: unknown) => {
        console.info("No new version could be looked for; it will be tried again.", error)
      })
      .finally(() => {
        // A Leaf that is just starting says which build it is before it gives any file, and a worker
        // that could not bring all of its own is dropped without a word.
        if (behindOf() !== null) retry = setTimeout(check, RETRY_MS)
      })
  }
  setInterval(check, CHECK_EVERY_MS)
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") check()
  })
  addEventListener("online", check)
  onDifferentBuild(check)
}

async function lookForUpdate(register: () => Promise<unknown>): Promise<void> {
  const known = await navigator.serviceWorker.getRegistration()
  // Where the Leaf went away while the first worker was brought, nothing of it is left.
  if (!known) return void (behindOf() === null ? await register() : reloadForNewBuild())
  const { installing, waiting } = await known.update()
  if (waiting) {
    // Chromium may let a worker that has asked to take over wait for minutes, for the old one's sake.
    waiting.postMessage(TAKE_OVER, [])
    waits += 1
    // The Leaf has just answered: the page is loaded from there, and brings its worker anew.
    if (waits > WAITS_MOST) reload(() => known.unregister())
    return
  }
  waits = 0
  // No newer worker is to be had: the one there is came before the page had heard of its build.
  if (!installing) reloadForNewBuild()
}
