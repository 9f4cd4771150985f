import { createMemo, createSignal, onCleanup } from "solid-js"
import * as v from "valibot"
import type { LibraryItemId, StaffId } from "../../schemas/ids.ts"
import { LibraryAnswer, type ListedItem } from "../../schemas/library.ts"
import type { StaffSession } from "../../schemas/wire.ts"
import { ask } from "./api.ts"
import { deviceDatabase } from "./device.ts"
import type { Documents } from "./library-documents.ts"
import { KeptItem, type Shelved, type ShelfStore } from "./library-kept.ts"

const KEPT_AS = "all"
const SEND_AGAIN_MS = 5_000

/**
 * The library's items as plain values, also without the Leaf. To look at an item's history or to
 * change it, `documents` brings Automerge, which is large, and only then. What somebody changes
 * stays theirs: it goes out with their own sign-in.
 */
export function openShelf(session: StaffSession) {
  const { token, staffId } = session
  const [told, setTold] = createSignal<LibraryAnswer>({ digest: "", items: [] })
  const [own, setOwn] = createSignal<ReadonlyMap<LibraryItemId, KeptItem>>(new Map())
  const [isKnown, setKnown] = createSignal(false)
  const items = createMemo(() => shelved(told().items ?? [], [...own().values()]))
  const waiting = createMemo(() => [...own().values()].reduce((sum, kept) => sum + kept.waiting, 0))
  let loading: Promise<Documents> | null = null

  const note = (kept: KeptItem): void => {
    setOwn((all) => new Map(all).set(kept.itemId, kept))
  }
  const shelf: ShelfStore & {
    waiting: () => number
    isKnown: () => boolean
    documents: () => Promise<Documents>
  } = {
    items,
    /** How many changes of whoever is signed in the Leaf has not got yet. */
    waiting,
    /** Whether anything has been told yet, by the Leaf or by what was kept. */
    isKnown,
    kept: (itemId: LibraryItemId): KeptItem | null => own().get(itemId) ?? null,

    /** Keeps an item on the device, with what the Leaf lacks of it. */
    async keep(kept: KeptItem): Promise<void> {
      note(kept)
      await (await deviceDatabase()).put("library", kept, `${staffId}/${kept.itemId}`)
    },

    /** Asks the Leaf what there is. @throws Unreachable or Refused */
    async refresh(): Promise<void> {
      const answer = await ask(`/api/library?known=${told().digest}`, LibraryAnswer, { token })
      setKnown(true)
      if (answer.items === null) return
      setTold(answer)
      await (await deviceDatabase()).put("library", answer, KEPT_AS)
    },

    /** The items as documents. Rejects where Automerge cannot be loaded: without Leaf, never kept. */
    documents(): Promise<Documents> {
      loading ??= import("./library-documents.ts").then(({ openDocuments }) =>
        openDocuments(session, shelf),
      )
      loading.catch(() => (loading = null))
      return loading
    },
  }

  const open = async (): Promise<void> => {
    const kept = await keptOnDevice(staffId)
    for (const item of kept.own) note(item)
    if (kept.told && told().digest === "") {
      setTold(kept.told)
      setKnown(true)
    }
    await shelf.refresh()
  }
  open().catch((error: unknown) => console.info("The library is as this device kept it.", error))
  // What was changed offline goes out also when nobody opens the library again.
  const sendWaiting = (): void => {
    if (waiting() === 0) return
    shelf
      .documents()
      .then((documents) => documents.sendAll())
      .catch((error: unknown) => console.info("Changes of the library wait here.", error))
  }
  const timer = setInterval(sendWaiting, SEND_AGAIN_MS)
  addEventListener("online", sendWaiting)
  onCleanup(() => {
    clearInterval(timer)
    removeEventListener("online", sendWaiting)
  })
  return shelf
}

async function keptOnDevice(
  staffId: StaffId,
): Promise<{ told: LibraryAnswer | null; own: KeptItem[] }> {
  const database = await deviceDatabase()
  const told = v.safeParse(LibraryAnswer, await database.get("library", KEPT_AS))
  const range = IDBKeyRange.bound(`${staffId}/`, `${staffId}0`, false, true)
  const all = await database.getAll("library", range)
  return {
    told: told.success ? told.output : null,
    own: all.flatMap((each) => {
      const kept = v.safeParse(KeptItem, each)
      return kept.success ? [kept.output] : []
    }),
  }
}

/** What the Leaf told, with what waits here in its place. */
function shelved(told: readonly ListedItem[], own: readonly KeptItem[]): Shelved[] {
  const changed = own.filter(({ waiting }) => waiting > 0)
  const here = changed.flatMap(({ listed, waiting, refusal }) =>
    listed ? [{ ...listed, waiting, refusal }] : [],
  )
  const others = told
    .filter(({ itemId }) => !here.some((item) => item.itemId === itemId))
    .map((item) => ({ ...item, waiting: 0, refusal: null }))
  return [...here, ...others].toSorted((a, b) => b.changedAt - a.changedAt)
}
