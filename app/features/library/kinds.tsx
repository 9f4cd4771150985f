import { For } from "solid-js"
import { ItemKind } from "../../../schemas/library.ts"
import { t } from "../../words/library.ts"

/** What the library shows: an item's kind, or the leagues, which are kept with the tournaments. */
export type Shelf = ItemKind | "league"
export const shelves: readonly Shelf[] = [...ItemKind.options, "league"]

/** Which part of the library is looked at. */
export function Kinds(props: { chosen: Shelf; onChoose: (shelf: Shelf) => void }) {
  return (
    <div role="group" aria-label={t("library.kinds")} class="grid grid-cols-2 gap-2 sm:grid-cols-5">
      <For each={shelves}>
        {(shelf) => (
          <button
            class="button min-w-0 max-sm:last:col-span-2"
            classList={{ "bg-surface2!": props.chosen === shelf }}
            aria-pressed={props.chosen === shelf}
            onClick={() => props.onChoose(shelf)}
          >
            <span class="truncate">{t(`library.kind.${shelf}`)}</span>
          </button>
        )}
      </For>
    </div>
  )
}
