import { createWindowVirtualizer } from "@tanstack/solid-virtual"
import { createSignal, For, onCleanup, onMount, Show } from "solid-js"
import type { BountyBook } from "../../../domain/bounty-book.ts"
import { t } from "../../words/staff.ts"
import type { NamedEntry } from "./entry-order.ts"
import { EntryRow } from "./entry-row.tsx"

const ROW_PX = 84
/** From this width on two stand side by side. */
const WIDE = globalThis.matchMedia("(min-width: 40rem)")

/** The entries, of which only those near the window are in the page: ten thousand scroll like ten. */
export function EntryList(props: {
  entries: readonly NamedEntry[]
  book: BountyBook
  onChoose: (entryId: NamedEntry["view"]["entryId"]) => void
}) {
  let list: HTMLUListElement | undefined
  const [lanes, setLanes] = createSignal(WIDE.matches ? 2 : 1)
  const [top, setTop] = createSignal(0)
  const virtualizer = createWindowVirtualizer({
    get count() {
      return props.entries.length
    },
    get lanes() {
      return lanes()
    },
    get scrollMargin() {
      return top()
    },
    estimateSize: () => ROW_PX,
    overscan: 8,
  })
  onMount(() => {
    const onWidth = () => setLanes(WIDE.matches ? 2 : 1)
    // What stands above the list comes and goes.
    const above = new ResizeObserver(() => {
      if (list) setTop(Math.round(list.getBoundingClientRect().top + globalThis.scrollY))
    })
    WIDE.addEventListener("change", onWidth)
    if (list?.parentElement) above.observe(list.parentElement)
    onCleanup(() => {
      WIDE.removeEventListener("change", onWidth)
      above.disconnect()
    })
  })
  return (
    <ul
      ref={(element) => {
        list = element
      }}
      class="relative w-full"
      aria-label={t("players.entered")}
      style={{ height: `${virtualizer.getTotalSize()}px` }}
    >
      <For each={virtualizer.getVirtualItems()}>
        {(item) => (
          <Show when={props.entries[item.index]}>
            {(row) => (
              <li
                class="absolute top-0 p-1"
                aria-setsize={props.entries.length}
                aria-posinset={item.index + 1}
                style={{
                  left: `${(100 * item.lane) / lanes()}%`,
                  width: `${100 / lanes()}%`,
                  height: `${ROW_PX}px`,
                  transform: `translateY(${item.start - top()}px)`,
                }}
              >
                <EntryRow
                  view={row().view}
                  name={row().name}
                  book={props.book}
                  onChoose={() => props.onChoose(row().view.entryId)}
                />
              </li>
            )}
          </Show>
        )}
      </For>
    </ul>
  )
}
