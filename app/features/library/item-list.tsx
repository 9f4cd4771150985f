import { createMemo, createSignal, For, Show } from "solid-js"
import type { LibraryItemId } from "../../../schemas/ids.ts"
import type { ItemKind, LibraryValue } from "../../../schemas/library.ts"
import { useDesk } from "../../data/desk-context.ts"
import type { Shelved } from "../../data/library-kept.ts"
import { leafNow } from "../../data/leaf-time.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon } from "../../ui/icon.tsx"
import { say, sayProblem } from "../../ui/toasts.tsx"
import { t } from "../../words/library.ts"
import { t as staff } from "../../words/staff.ts"
import { momentText } from "./amounts.ts"
import { outline } from "./describe.ts"
import { Kinds, type Shelf } from "./kinds.tsx"
import { createStaffNames } from "./staff-name.ts"
import { blank, named, templates } from "./templates.ts"

const FEW = 6

/** The items of a kind, the house's own first, then what comes with Felt. */
export function ItemList(props: {
  kind: ItemKind
  mayEdit: boolean
  onShelf: (shelf: Shelf) => void
  onOpen: (itemId: LibraryItemId) => void
}) {
  const { desk } = useDesk()
  const [text, setText] = createSignal("")
  const [isAwayShown, setAwayShown] = createSignal(false)
  const isFound = (name: string) =>
    name.toLocaleLowerCase().includes(text().trim().toLocaleLowerCase())
  const own = createMemo(() => desk.shelf.items().filter(({ value }) => value.kind === props.kind))
  const away = () => own().filter(({ isPutAway }) => isPutAway).length
  const shown = () =>
    own().filter(({ value, isPutAway }) => isFound(value.name) && (!isPutAway || isAwayShown()))
  const builtIn = () => templates(props.kind).filter(({ name }) => isFound(name))
  const make = async (value: LibraryValue) => {
    try {
      const made = await (await desk.shelf.documents()).make(value)
      say(t("library.made", value.name), {
        label: staff("app.undo"),
        run: () => void made.putAway(true),
      })
      props.onOpen(made.itemId)
    } catch (error) {
      console.info("The item was not made.", error)
      sayProblem(t("library.notHereText"))
    }
  }
  return (
    <div class="grid gap-4">
      <header class="flex min-h-11 flex-wrap items-center justify-between gap-2">
        <h1 class="text-xl font-semibold">{staff("section.library")}</h1>
        <Show when={props.mayEdit}>
          <button class="button button-primary" onClick={() => void make(blank(props.kind))}>
            <Icon name="plus" />
            {t(`library.new.${props.kind}`)}
          </button>
        </Show>
      </header>
      <Kinds chosen={props.kind} onChoose={props.onShelf} />
      <Show when={own().length + templates(props.kind).length > FEW}>
        <input
          type="search"
          class="field"
          placeholder={t("library.find")}
          aria-label={t("library.find")}
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </Show>
      <Show when={own().length === 0 && desk.shelf.isKnown()}>
        <Empty
          icon="library"
          title={t("library.none")}
          text={props.mayEdit ? t(`library.noneText.${props.kind}`) : t("library.noneRead")}
        />
      </Show>
      <Show when={text() !== "" && shown().length + builtIn().length === 0}>
        <p class="p-4 text-center text-subtext0">{t("library.noMatch")}</p>
      </Show>
      <ul
        class="grid gap-2 empty:hidden sm:grid-cols-2"
        aria-label={t(`library.kind.${props.kind}`)}
      >
        <For each={shown()}>
          {(item) => <Card item={item} onOpen={() => props.onOpen(item.itemId)} />}
        </For>
      </ul>
      <Show when={away() > 0 && !isAwayShown()}>
        <button class="button justify-self-start" onClick={() => setAwayShown(true)}>
          {t("library.awayShow", away())}
        </button>
      </Show>
      <Show when={builtIn().length > 0}>
        <BuiltIn values={builtIn()} onCopy={props.mayEdit ? (value) => void make(value) : null} />
      </Show>
    </div>
  )
}

/** What comes with Felt: to be chosen as it is, or to begin with. */
function BuiltIn(props: {
  values: readonly LibraryValue[]
  onCopy: ((value: LibraryValue) => void) | null
}) {
  return (
    <section class="grid gap-2" aria-label={t("library.builtIn")}>
      <h2 class="eyebrow px-1">{t("library.builtIn")}</h2>
      <ul class="grid gap-2 sm:grid-cols-2">
        <For each={props.values}>
          {(value) => (
            <li class="card flex flex-wrap items-center gap-3 border-dashed! p-4">
              <div class="min-w-0 grow basis-40">
                <p class="font-semibold">{value.name}</p>
                <p class="text-sm text-subtext0">{outline(value)}</p>
              </div>
              <Show when={props.onCopy}>
                {(copy) => (
                  <button
                    class="button"
                    aria-label={`${value.name}: ${t("library.copy")}`}
                    onClick={() => copy()(named(value, t("library.copyOf", value.name)))}
                  >
                    {t("library.copy")}
                  </button>
                )}
              </Show>
            </li>
          )}
        </For>
      </ul>
    </section>
  )
}

function Card(props: { item: Shelved; onOpen: () => void }) {
  const nameOf = createStaffNames()
  return (
    <li>
      <button
        class="card grid min-h-20 w-full gap-0.5 p-4 text-left hover:bg-surface0"
        onClick={() => props.onOpen()}
      >
        <span class="flex flex-wrap items-center gap-2">
          <span class="text-lg font-semibold break-words">{props.item.value.name}</span>
          <Show when={props.item.isPutAway}>
            <span class="pill">{t("library.away")}</span>
          </Show>
          <Show when={props.item.clashCount > 0}>
            <span class="pill text-yellow">{t("library.clashes", props.item.clashCount)}</span>
          </Show>
          <Show when={props.item.waiting > 0}>
            <span
              class="pill"
              classList={{
                "text-red": props.item.refusal !== null,
                "text-yellow": props.item.refusal === null,
              }}
            >
              {t("library.waiting", props.item.waiting)}
            </span>
          </Show>
        </span>
        <span class="text-sm text-subtext1">{outline(props.item.value)}</span>
        <span class="text-sm text-subtext0">
          {t(
            "library.changed",
            momentText(props.item.changedAt, leafNow()),
            nameOf(props.item.changedBy),
          )}
        </span>
      </button>
    </li>
  )
}
