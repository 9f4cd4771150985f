import { useSearchParams } from "@solidjs/router"
import { createMemo, onCleanup, onMount, Show } from "solid-js"
import * as v from "valibot"
import { LibraryItemId } from "../../../schemas/ids.ts"
import { ItemKind } from "../../../schemas/library.ts"
import { useDesk } from "../../data/desk-context.ts"
import { later } from "../../ui/later.tsx"
import { ItemList } from "./item-list.tsx"

const LOOK_EVERY_MS = 4_000

/** Brings Automerge along, so it comes when an item is opened and not before. */
const OpenItem = later(async () => (await import("./open-item.tsx")).OpenItem)

/** What is set up once and used on many nights: structures, payout tables, chips, house rules. */
export function Library() {
  const { desk } = useDesk()
  const [params, setParams] = useSearchParams<{ item: string; kind: string }>()
  const itemId = createMemo(() => {
    const id = v.safeParse(LibraryItemId, params.item)
    return id.success ? id.output : null
  })
  const kind = () => {
    const named = v.safeParse(ItemKind, params.kind)
    return named.success ? named.output : "structure"
  }
  const mayEdit = () => ["administrator", "director"].includes(desk.session.role)
  const refresh = () => {
    if (document.visibilityState !== "visible") return
    desk.shelf
      .refresh()
      .catch((error: unknown) => console.info("The library is as it is known here.", error))
  }
  onMount(refresh)
  const timer = setInterval(refresh, LOOK_EVERY_MS)
  onCleanup(() => clearInterval(timer))
  return (
    <div class="mx-auto max-w-6xl">
      <Show
        when={itemId()}
        keyed
        fallback={
          <ItemList
            kind={kind()}
            mayEdit={mayEdit()}
            onKind={(chosen) => setParams({ kind: chosen })}
            onOpen={(id) => setParams({ item: id }, { scroll: true })}
          />
        }
      >
        {(id) => (
          <OpenItem
            itemId={id}
            mayEdit={mayEdit()}
            onBack={() => setParams({ item: null }, { scroll: true })}
          />
        )}
      </Show>
    </div>
  )
}
