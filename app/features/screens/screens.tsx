import { createMemo, createSignal, For, Show } from "solid-js"
import type { DisplayId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon } from "../../ui/icon.tsx"
import { LookOnly } from "../../ui/look-only.tsx"
import { t as tp } from "../../words/people.ts"
import { t } from "../../words/screens.ts"
import { t as ts } from "../../words/staff.ts"
import { AddScreen } from "./add-screen.tsx"
import { ScreenCard } from "./screen-card.tsx"
import { ScreenSheet } from "./screen-sheet.tsx"
import { lostScreens, type ScreenView, screenViews } from "./screens.ts"
import { createStates } from "./states.ts"

/** Every screen of the venue, as it looks now: which are there, what each shows. */
export function Screens() {
  const { desk } = useDesk()
  const [chosen, setChosen] = createSignal<DisplayId | null>(null)
  const [isAdding, setAdding] = createSignal(false)
  const views = createMemo(() => screenViews(desk.hall.values(), desk.screens.answer()))
  const ids = createMemo<DisplayId[]>((before) => {
    const now = views().map(({ displayId }) => displayId)
    return now.join() === before.join() ? before : now
  }, [])
  const viewOf = (id: DisplayId | null) => views().find(({ displayId }) => displayId === id)
  const mayPoint = () => desk.may.writeVenue("display/any")
  const live = () => views().filter(({ standing }) => standing.kind === "live").length
  const states = createStates(views)
  return (
    <div class="mx-auto grid max-w-6xl grid-cols-[minmax(0,1fr)] gap-4">
      <header class="flex min-h-13 items-center gap-4">
        <div class="items-baseline gap-4 sm:flex">
          <h1 class="text-2xl font-bold">{ts("section.screens")}</h1>
          <Show when={desk.screens.answer() && views().length > 0}>
            <p class="text-subtext0">{t("screens.summary", live(), views().length)}</p>
          </Show>
        </div>
        <Show when={views().length > 0}>
          <button class="button ml-auto" disabled={!mayPoint()} onClick={() => setAdding(true)}>
            <Icon name="plus" />
            {t("screens.add")}
          </button>
        </Show>
      </header>
      <LookOnly when={!mayPoint()} text={tp("only.screens")} />
      <Lost views={views()} />
      <Show when={views().length > 0} fallback={<NoScreens onAdd={() => setAdding(true)} />}>
        <ul class="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
          <For each={ids()}>
            {(id) => (
              <Show when={viewOf(id)}>
                {(view) => (
                  <ScreenCard
                    view={view()}
                    state={states.stateOf(view())}
                    now={states.now()}
                    onOpen={() => setChosen(id)}
                  />
                )}
              </Show>
            )}
          </For>
        </ul>
      </Show>
      <Show when={viewOf(chosen())}>
        {(view) => <ScreenSheet view={view()} onClose={() => setChosen(null)} />}
      </Show>
      <Show when={isAdding()}>
        <AddScreen
          taken={views().map(({ displayId }) => displayId)}
          onAdded={(id) => {
            setAdding(false)
            setChosen(id)
          }}
          onClose={() => setAdding(false)}
        />
      </Show>
    </div>
  )
}

function Lost(props: { views: readonly ScreenView[] }) {
  return (
    <Show when={lostScreens(props.views)}>
      {(count) => (
        <div
          role="alert"
          class="flex flex-wrap items-center gap-x-3 rounded-2xl border border-red bg-red/10 px-4 py-3"
        >
          <Icon name="warning" class="size-6 shrink-0 text-red" />
          <p class="font-semibold text-red">{t("screens.lostTitle", count())}</p>
          <p class="text-subtext1">{t("screens.lostText")}</p>
        </div>
      )}
    </Show>
  )
}

function NoScreens(props: { onAdd: () => void }) {
  return (
    <Empty icon="screens" title={t("screens.none")} text={t("screens.noneText")}>
      <button class="button button-primary" onClick={() => props.onAdd()}>
        <Icon name="plus" />
        {t("screens.add")}
      </button>
    </Empty>
  )
}
