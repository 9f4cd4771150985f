import address from "@automerge/automerge/automerge.wasm?url"
import { Unreachable } from "./errors.ts"

const CACHE = "felt-automerge"

/**
 * Automerge's WebAssembly, from what this device has kept or from the Leaf. It is over a megabyte on
 * the line, so phones and screens never get it and an operator's page gets it last.
 * @throws Unreachable where it is neither kept nor to be had
 */
export async function bringAutomerge(): Promise<Uint8Array> {
  const kept = "caches" in globalThis ? await caches.match(address) : undefined
  const response =
    kept ??
    (await fetch(address).catch((cause: unknown) => {
      throw new Unreachable("The Leaf cannot be reached.", { cause })
    }))
  if (!response.ok) throw new Unreachable(`The library's code came with ${response.status}.`)
  return new Uint8Array(await response.arrayBuffer())
}

/** Keeps it on this device for when the Leaf is away, in the place of an older one. */
export async function keepAutomerge(): Promise<void> {
  // Not there over plain http on a network's name; then the browser's own cache has to do.
  if (!("caches" in globalThis)) return
  const cache = await caches.open(CACHE)
  if (await cache.match(address)) return
  for (const older of await cache.keys()) await cache.delete(older)
  await cache.add(address)
}
