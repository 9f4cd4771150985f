import { createMemo, createSignal, For, Show } from "solid-js"
import { useSearchParams } from "@solidjs/router"
import { venueSound } from "../../../domain/screens.ts"
import type { DisplayState } from "../../../schemas/display.ts"
import type { DisplayId, LayoutId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { MAIN_DISPLAY } from "../../data/floor-acts.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon } from "../../ui/icon.tsx"
import { LookOnly } from "../../ui/look-only.tsx"
import { t as tp } from "../../words/people.ts"
import { t as tl } from "../../words/layouts.ts"
import { t } from "../../words/screens.ts"
import { t as ts } from "../../words/staff.ts"
import { Announcements } from "./announcements.tsx"
import { readCode } from "./code.ts"
import { Editor } from "./editor.tsx"
import { LayoutList } from "./layout-list.tsx"
import { Sponsors } from "./sponsors.tsx"
import { SoundChoice } from "./sound-choice.tsx"
import { AddScreen } from "./add-screen.tsx"
import { ScreenCard } from "./screen-card.tsx"
import { ScreenSheet } from "./screen-sheet.tsx"
import { lostScreens, type ScreenView, screenViews } from "./screens.ts"
import { createStates } from "./states.ts"

/** The screens of the venue, and how they look; or the layout that somebody draws. */
export function Screens() {
  const { desk } = useDesk()
  const views = createMemo(() => screenViews(desk.hall.values(), desk.screens.answer()))
  const states = createStates(views, desk.selected)
  const [edited, setEdited] = createSignal<LayoutId | null>(null)
  const preview = createMemo(() => states.wholeOf(MAIN_DISPLAY, desk.selected()))
  return (
    <Show
      when={edited()}
      fallback={<Overview views={views()} states={states} preview={preview()} onEdit={setEdited} />}
    >
      {(id) => (
        <Editor id={id()} state={preview()} now={states.now()} onClose={() => setEdited(null)} />
      )}
    </Show>
  )
}

/** Every screen of the venue, as it looks now: which are there, what each shows. */
function Overview(props: {
  views: readonly ScreenView[]
  states: ReturnType<typeof createStates>
  preview: DisplayState
  onEdit: (id: LayoutId) => void
}) {
  const { desk, acts } = useDesk()
  const [search, setSearch] = useSearchParams<{ code?: string }>()
  const scanned = () => readCode(search.code ?? "")
  const [chosen, setChosen] = createSignal<DisplayId | null>(null)
  const [isAdding, setAdding] = createSignal(scanned() !== "")
  const ids = createMemo<DisplayId[]>((before) => {
    const now = props.views.map(({ displayId }) => displayId)
    return now.join() === before.join() ? before : now
  }, [])
  const viewOf = (id: DisplayId | null) => props.views.find(({ displayId }) => displayId === id)
  const mayPoint = () => desk.may.writeVenue("display/any")
  const live = () => props.views.filter(({ standing }) => standing.kind === "live").length
  const stopAdding = () => {
    setAdding(false)
    setSearch({ code: null })
  }
  return (
    <div class="mx-auto grid max-w-6xl grid-cols-[minmax(0,1fr)] gap-4">
      <header class="flex min-h-13 items-center gap-4">
        <div class="items-baseline gap-4 sm:flex">
          <h1 class="text-2xl font-bold">{ts("section.screens")}</h1>
          <Show when={desk.screens.answer() && props.views.length > 0}>
            <p class="text-subtext0">{t("screens.summary", live(), props.views.length)}</p>
          </Show>
        </div>
        <Show when={props.views.length > 0}>
          <button class="button ml-auto" disabled={!mayPoint()} onClick={() => setAdding(true)}>
            <Icon name="plus" />
            {t("screens.add")}
          </button>
        </Show>
      </header>
      <LookOnly when={!mayPoint()} text={tp("only.screens")} />
      <Lost views={props.views} />
      <Show when={props.views.length > 0} fallback={<NoScreens onAdd={() => setAdding(true)} />}>
        <ul class="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
          <For each={ids()}>
            {(id) => (
              <Show when={viewOf(id)}>
                {(view) => (
                  <ScreenCard
                    view={view()}
                    state={props.states.stateOf(view())}
                    now={props.states.now()}
                    onOpen={() => setChosen(id)}
                  />
                )}
              </Show>
            )}
          </For>
        </ul>
      </Show>
      <div class="grid gap-4 lg:grid-cols-2">
        <Announcements isDisabled={!mayPoint()} />
        <section class="card grid content-start gap-3 p-4">
          <h2 class="text-lg font-semibold">{tl("sound.all")}</h2>
          <SoundChoice
            label={tl("sound.all")}
            sound={venueSound(desk.hall.values())}
            isDisabled={!mayPoint()}
            onChoose={(sound) => acts.setVenueSound(sound)}
          />
          <p class="text-sm text-subtext0">{tl("sound.text")}</p>
        </section>
      </div>
      <Sponsors isDisabled={!mayPoint()} />
      <LayoutList
        state={props.preview}
        now={props.states.now()}
        isDisabled={!mayPoint()}
        onEdit={props.onEdit}
      />
      <Show when={viewOf(chosen())}>
        {(view) => <ScreenSheet view={view()} onClose={() => setChosen(null)} />}
      </Show>
      <Show when={isAdding()}>
        <AddScreen
          taken={props.views.map(({ displayId }) => displayId)}
          code={scanned()}
          onAdded={(id, isPaired) => {
            stopAdding()
            // Where it shows its code nobody needs to be told its address.
            if (!isPaired) setChosen(id)
          }}
          onClose={stopAdding}
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
