import { createHash } from "node:crypto"
import * as v from "valibot"
import type { LibraryItemId } from "../../schemas/ids.ts"
import { type SharedChange, SharedChangesPage } from "../../schemas/library.ts"
import type { CoreAccess } from "../config.ts"
import { askCoreApi } from "./core-api.ts"
import { CoreLoop, type LoopOptions } from "./loop.ts"
import type { Library } from "../library.ts"

/** So many go in one request, and so much of them that it is far below what Core takes. */
const PAGE = 100
const PAGE_CHARACTERS = 600_000

/**
 * Keeps the library in step with the tenant's other venues: brings what they have changed, which is
 * checked as if it came from a device, and sends what was changed here. Both may be said again.
 */
export class LibraryUplink {
  readonly #core: CoreAccess
  readonly #library: Library
  readonly #onRefused: (itemId: LibraryItemId, sentence: string) => void
  readonly #loop: CoreLoop
  /** Up to where Core's changes were read. */
  #after = 0
  /** The changes that Core is known to have. */
  readonly #there = new Set<string>()

  constructor(
    options: LoopOptions & {
      core: CoreAccess
      library: Library
      /** Told of what another venue has sent that is no change of an item. */
      onRefused: (itemId: LibraryItemId, sentence: string) => void
    },
  ) {
    this.#core = options.core
    this.#library = options.library
    this.#onRefused = options.onRefused
    this.#loop = CoreLoop.start(options, () => this.#step())
    this.#library.onChange(() => this.#loop.wake())
  }

  close(): Promise<void> {
    return this.#loop.close()
  }

  async #step(): Promise<void> {
    await this.#bring()
    await this.#send()
  }

  async #bring(): Promise<void> {
    for (let isEnd = false; !isEnd;) {
      const page = await askCoreApi(
        this.#core,
        ["GET", `/api/venue/library?after=${this.#after}`],
        { answer: SharedChangesPage },
      )
      const byItem = new Map<LibraryItemId, Uint8Array[]>()
      for (const { itemId, change } of page.changes) {
        const bytes = new Uint8Array(Buffer.from(change, "base64"))
        byItem.set(itemId, [...(byItem.get(itemId) ?? []), bytes])
        this.#there.add(nameOf(itemId, bytes))
      }
      for (const [itemId, changes] of byItem) await this.#take(itemId, changes)
      this.#after = page.last
      isEnd = page.isEnd
    }
  }

  /** All at once, or where one of them is none, each by itself: the others do not wait for it. */
  async #take(itemId: LibraryItemId, changes: readonly Uint8Array[]): Promise<void> {
    const taken = await this.#library.takeFromCore(itemId, changes)
    if (taken.kind === "stored") return
    if (changes.length === 1) this.#onRefused(itemId, taken.sentence)
    else for (const change of changes) await this.#take(itemId, [change])
  }

  async #send(): Promise<void> {
    const lacking: { name: string; shared: SharedChange }[] = []
    for (const { itemId, changes } of await this.#library.allChanges())
      for (const bytes of changes) {
        const name = nameOf(itemId, bytes)
        if (this.#there.has(name)) continue
        lacking.push({
          name,
          shared: { itemId, change: Buffer.from(bytes).toString("base64") },
        })
      }
    while (lacking.length > 0) {
      const page = lacking.splice(0, pageLength(lacking.map(({ shared }) => shared)))
      await askCoreApi(this.#core, ["POST", "/api/venue/library"], {
        body: { changes: page.map(({ shared }) => shared) },
        answer: v.null(),
      })
      for (const { name } of page) this.#there.add(name)
    }
  }
}

function pageLength(changes: readonly SharedChange[]): number {
  let characters = 0
  const tooMany = changes.findIndex(({ change }, index) => {
    characters += change.length
    return index > 0 && characters > PAGE_CHARACTERS
  })
  return Math.min(PAGE, tooMany === -1 ? changes.length : tooMany)
}

const nameOf = (itemId: LibraryItemId, change: Uint8Array): string =>
  `${itemId} ${createHash("sha256").update(change).digest("base64url")}`
