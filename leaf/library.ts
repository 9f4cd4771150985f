import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import * as decoding from "lib0/decoding"
import * as encoding from "lib0/encoding"
import * as v from "valibot"
import { byText } from "../domain/order.ts"
import {
  applyChanges,
  changesSince,
  dropDocument,
  headsOf,
  type Heads,
  type ItemDocument,
  newDocument,
  startAutomerge,
} from "../library/document.ts"
import { problemOf, takeChanges } from "../library/intake.ts"
import { listedItem } from "../library/listing.ts"
import { LibraryItemId, type StaffId } from "../schemas/ids.ts"
import type { ListedItem } from "../schemas/library.ts"
import type { Millis } from "../schemas/units.ts"
import type { DocumentStore } from "../sync-server/document-store.ts"

const MOST_ITEMS = 1_000

type Item = { doc: ItemDocument; listed: ListedItem }
/** What became of changes that a device sent. */
export type Taken =
  | { kind: "stored"; heads: Heads; changes: Uint8Array[] }
  | { kind: "refused"; sentence: string }

/**
 * The library of this Leaf: every item's changes, only ever added to, one message for what came in
 * one request. Read when it is first asked for, so that a start does not wait for it.
 */
export class Library {
  readonly #store: DocumentStore
  readonly #now: () => Millis
  readonly #listeners: (() => void)[] = []
  #opening: Promise<Map<LibraryItemId, Item>> | null = null
  /** One request at a time: each is checked against all that came before. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(store: DocumentStore, now: () => Millis) {
    this.#store = store
    this.#now = now
  }

  /** Every item as it is now, and what names this state of them all. */
  async list(): Promise<{ digest: string; items: ListedItem[] }> {
    const items = [...(await this.#open()).values()]
      .map(({ listed }) => listed)
      .toSorted((a, b) => byText(a.itemId, b.itemId))
    const hash = createHash("sha256")
    for (const { itemId, heads } of items) hash.update(`${itemId} ${heads.join(" ")}\n`)
    return { digest: hash.digest("base64url"), items }
  }

  /** The changes of an item that somebody lacks; `null` where there is no such item. */
  async changesSince(
    itemId: LibraryItemId,
    have: Heads,
  ): Promise<{ heads: Heads; changes: Uint8Array[] } | null> {
    const item = (await this.#open()).get(itemId)
    return item ? { heads: headsOf(item.doc), changes: changesSince(item.doc, have) } : null
  }

  /**
   * Takes changes of an item that are in order, and gives back what the sender lacks. Resolves when
   * they are on the disk; what was there before is answered alike, and not stored again.
   * @param by whose they must be
   * @param have where the sender stands
   * @throws DocumentStoreError where it is not certain that they were stored: to be sent again
   */
  take(
    itemId: LibraryItemId,
    changes: readonly Uint8Array[],
    { by, have }: { by: StaffId; have: Heads },
  ): Promise<Taken> {
    const turn = this.#turn.then(() => this.#take(itemId, changes, { by, have }))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /** Takes what other venues have changed: whose it is was asked there. Else as `take`. */
  takeFromCore(itemId: LibraryItemId, changes: readonly Uint8Array[]): Promise<Taken> {
    const turn = this.#turn.then(() => this.#take(itemId, changes, { by: null, have: [] }))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /** Every item with all of its changes, oldest first. */
  async allChanges(): Promise<{ itemId: LibraryItemId; changes: Uint8Array[] }[]> {
    return [...(await this.#open())].map(([itemId, { doc }]) => ({
      itemId,
      changes: changesSince(doc, []),
    }))
  }

  /** Calls back when something was added. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener)
  }

  async #take(
    itemId: LibraryItemId,
    changes: readonly Uint8Array[],
    { by, have }: { by: StaffId | null; have: Heads },
  ): Promise<Taken> {
    const items = await this.#open()
    const known = items.get(itemId)
    if (!known && items.size >= MOST_ITEMS)
      return { kind: "refused", sentence: `The library holds ${MOST_ITEMS} items at most.` }
    const taken = takeChanges(known?.doc ?? newDocument(), changes, { by, now: this.#now() })
    if (taken.kind === "refused") return taken
    const { doc, fresh } = taken
    if (fresh.length > 0) {
      const sentence = problemOf(doc)
      const listed = sentence === null ? listedItem(itemId, doc) : null
      if (listed === null) return { kind: "refused", sentence: sentence ?? "This is no item." }
      await this.#store.append(itemId, pack(fresh))
      items.set(itemId, { doc, listed })
      if (known) dropDocument(known.doc)
      for (const listener of this.#listeners) listener()
    }
    return { kind: "stored", heads: headsOf(doc), changes: changesSince(doc, have) }
  }

  #open(): Promise<Map<LibraryItemId, Item>> {
    this.#opening ??= this.#load()
    // Whoever asks next tries again.
    this.#opening.catch(() => (this.#opening = null))
    return this.#opening
  }

  async #load(): Promise<Map<LibraryItemId, Item>> {
    await startAutomerge(() =>
      readFile(fileURLToPath(import.meta.resolve("@automerge/automerge/automerge.wasm"))),
    )
    const items = new Map<LibraryItemId, Item>()
    for (const room of await this.#store.rooms()) {
      const itemId = v.parse(LibraryItemId, room)
      const doc = applyChanges(newDocument(), (await this.#store.load(room)).flatMap(unpack))
      const listed = listedItem(itemId, doc)
      if (listed) items.set(itemId, { doc, listed })
    }
    return items
  }
}

/** What came together is one message, so that all of it is stored or nothing. */
function pack(changes: readonly Uint8Array[]): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const change of changes) encoding.writeVarUint8Array(encoder, change)
  return encoding.toUint8Array(encoder)
}

function unpack(message: Uint8Array): Uint8Array[] {
  const decoder = decoding.createDecoder(message)
  const changes: Uint8Array[] = []
  while (decoding.hasContent(decoder)) changes.push(decoding.readVarUint8Array(decoder))
  return changes
}
