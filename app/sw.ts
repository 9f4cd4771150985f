/// <reference lib="webworker" />
import { clientsClaim } from "workbox-core"
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  type PrecacheEntry,
  precacheAndRoute,
} from "workbox-precaching"
import { NavigationRoute, registerRoute } from "workbox-routing"
import { PHONES, TAKE_OVER } from "./data/worker.ts"

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: (PrecacheEntry | string)[]
  /** The files of the phones' page, put here by the build. */
  FELT_PHONE: string[]
}

/**
 * Keeps the whole app on the device, so that every face opens without the Leaf. A new version takes
 * over at once; the page decides when to reload (`data/service-worker.ts`).
 */
void self.skipWaiting()
self.addEventListener("message", ({ data }) => {
  if (data === TAKE_OVER) void self.skipWaiting()
})
clientsClaim()
cleanupOutdatedCaches()
const isPhone = new URL(self.location.href).search === PHONES
const onPhone = new Set(self.FELT_PHONE)
precacheAndRoute(
  self.__WB_MANIFEST.filter(
    (entry) => !isPhone || onPhone.has(typeof entry === "string" ? entry : entry.url),
  ),
)
registerRoute(
  new NavigationRoute(createHandlerBoundToURL("/player.html"), { allowlist: [/^\/player$/] }),
)
// A phone's worker has the phones' page and nothing else; whoever opens another face there fetches it.
if (!isPhone) {
  registerRoute(
    new NavigationRoute(createHandlerBoundToURL("/display.html"), {
      allowlist: [/^\/display(\/|$)/],
    }),
  )
  registerRoute(
    new NavigationRoute(createHandlerBoundToURL("/index.html"), {
      denylist: [/^\/(api|sync|healthz|readyz|metrics)(\/|$)/],
    }),
  )
}
