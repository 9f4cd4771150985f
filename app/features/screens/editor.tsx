import { createMemo, createSignal, For, onCleanup, onMount, Show } from "solid-js"
import { freePlace, type LayoutProblem, layoutProblems } from "../../../domain/layouts.ts"
import { venueLayouts } from "../../../domain/screens.ts"
import {
  type Layout,
  type PlacedWidget,
  Theme,
  WidgetKind,
} from "../../../schemas/documents/layouts.ts"
import type { DisplayState } from "../../../schemas/display.ts"
import type { LayoutId, WidgetId } from "../../../schemas/ids.ts"
import type { Millis } from "../../../schemas/units.ts"
import { useDesk } from "../../data/desk-context.ts"
import type { Undo } from "../../data/undoable.ts"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/layouts.ts"
import { t as ts } from "../../words/staff.ts"
import { Canvas } from "./canvas.tsx"
import { WidgetPanel } from "./widget-panel.tsx"

/**
 * Draws one of the venue's layouts. What is done is in the document at once, for every screen and every
 * other tablet, and can be taken back step by step.
 */
export function Editor(props: {
  id: LayoutId
  state: DisplayState
  now: Millis
  onClose: () => void
}) {
  const { desk, acts } = useDesk()
  const layout = createMemo(() =>
    venueLayouts(desk.hall.values()).find(({ id }) => id === props.id),
  )
  const [selected, setSelected] = createSignal<WidgetId | null>(null)
  const { did, undo, canUndo } = createSteps()
  const place = (widget: PlacedWidget) => did(acts.placeWidget(props.id, widget))
  const remove = (id: WidgetId) => {
    did(acts.removeWidget(props.id, id))
    setSelected(null)
  }
  const add = (kind: WidgetKind) => {
    const box = freePlace(kind, layout()?.widgets ?? [])
    const { id, undo: takeBack } = acts.addWidget(props.id, { kind, ...box })
    did(takeBack)
    setSelected(id)
  }
  const removeLayout = (name: string) => {
    const takeBack = acts.removeLayout(props.id)
    props.onClose()
    say(t("did.layoutRemoved", name), { label: ts("app.undo"), run: takeBack })
  }
  return (
    <div class="mx-auto grid max-w-7xl gap-4">
      <header class="flex flex-wrap items-center gap-3">
        <button class="button" onClick={() => props.onClose()}>
          <Icon name="back" />
          {t("editor.back")}
        </button>
        <h1 class="min-w-0 grow truncate text-2xl font-bold">{layout()?.name}</h1>
        <button class="button" disabled={!canUndo()} onClick={undo}>
          <Icon name="undo" />
          {t("editor.undo")}
        </button>
      </header>
      <Show when={layout()} fallback={<p class="card p-6 text-subtext1">{t("editor.gone")}</p>}>
        {(drawn) => (
          <div class="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
            <div class="grid content-start gap-3">
              <Canvas
                layout={drawn()}
                state={props.state}
                now={props.now}
                selected={selected()}
                onSelect={setSelected}
                onPlace={place}
                onRemove={remove}
              />
              <p class="text-sm text-subtext0">
                {t(props.state.kind === "tournament" ? "editor.preview" : "editor.noNight")}{" "}
                {t("editor.help")}
              </p>
              <Problems layout={drawn()} />
              <AddWidget onAdd={add} />
            </div>
            <div class="grid content-start gap-4">
              <WidgetPanel
                widget={drawn().widgets.find(({ id }) => id === selected())}
                onPlace={place}
                onRemove={remove}
              />
              <Head
                layout={drawn()}
                onChange={(head) => did(acts.setLayoutHead(props.id, head))}
                onRemove={() => removeLayout(drawn().name)}
              />
            </div>
          </div>
        )}
      </Show>
    </div>
  )
}

/** What was done here, the last first to be taken back; also by the keyboard. */
function createSteps() {
  const [steps, setSteps] = createSignal<readonly Undo[]>([])
  const undo = () => {
    steps().at(-1)?.()
    setSteps((all) => all.slice(0, -1))
  }
  const onKey = (event: KeyboardEvent) => {
    const isField = event.target instanceof HTMLInputElement
    if (event.key !== "z" || !(event.ctrlKey || event.metaKey) || isField) return
    event.preventDefault()
    undo()
  }
  onMount(() => addEventListener("keydown", onKey))
  onCleanup(() => removeEventListener("keydown", onKey))
  return {
    did: (step: Undo) => setSteps((all) => [...all, step]),
    undo,
    canUndo: () => steps().length > 0,
  }
}

function Problems(props: { layout: Layout }) {
  const nameOf = (id: string | undefined) => {
    const kind = props.layout.widgets.find((widget) => widget.id === id)?.kind
    return kind ? t(`widget.${kind}`) : ""
  }
  const text = ({ kind, widgets: [first, second] }: LayoutProblem) =>
    kind === "overlap"
      ? t("problem.overlap", nameOf(first), nameOf(second))
      : t(`problem.${kind}`, nameOf(first))
  return (
    <div class="grid gap-1" role="status">
      <For each={layoutProblems(props.layout)}>
        {(problem) => (
          <p class="flex items-center gap-2 rounded-xl bg-yellow/10 px-3 py-2 text-yellow">
            <Icon name="warning" class="size-5 shrink-0" />
            {text(problem)}
          </p>
        )}
      </For>
    </div>
  )
}

function AddWidget(props: { onAdd: (kind: WidgetKind) => void }) {
  return (
    <section class="card grid gap-3 p-4">
      <h2 class="font-semibold">{t("editor.addTitle")}</h2>
      <div class="flex flex-wrap gap-2">
        <For each={WidgetKind.options}>
          {(kind) => (
            <button
              class="button px-3 text-sm"
              aria-label={`${t("editor.add")}: ${t(`widget.${kind}`)}`}
              onClick={() => props.onAdd(kind)}
            >
              <Icon name="plus" class="size-4" />
              {t(`widget.${kind}`)}
            </button>
          )}
        </For>
      </div>
    </section>
  )
}

function Head(props: {
  layout: Layout
  onChange: (head: Pick<Layout, "name" | "theme">) => void
  onRemove: () => void
}) {
  const head = () => ({ name: props.layout.name, theme: props.layout.theme })
  // The layout is made anew with every word of the Leaf's; what somebody types must outlive that.
  const name = createMemo(() => props.layout.name)
  return (
    <section class="card grid gap-3 p-4">
      <label class="field-label">
        {t("editor.name")}
        <input
          class="field"
          maxlength="40"
          autocomplete="off"
          value={name()}
          onChange={(event) => {
            const called = event.currentTarget.value.trim()
            if (called !== "" && called !== name()) props.onChange({ ...head(), name: called })
          }}
        />
      </label>
      <fieldset>
        <legend class="mb-1.5 text-sm font-medium text-subtext1">{t("editor.theme")}</legend>
        <div class="grid grid-cols-2 gap-2">
          <For each={Theme.options}>
            {(theme) => (
              <button
                type="button"
                class="button justify-start gap-3"
                classList={{ "bg-surface1 text-lavender": props.layout.theme === theme }}
                aria-pressed={props.layout.theme === theme}
                onClick={() => props.onChange({ ...head(), theme })}
              >
                <span
                  class="screen-swatch size-5 shrink-0 rounded-full"
                  data-theme={theme}
                  aria-hidden="true"
                />
                {t(`theme.${theme}`)}
              </button>
            )}
          </For>
        </div>
      </fieldset>
      <button class="button button-danger" onClick={() => props.onRemove()}>
        <Icon name="close" />
        {t("layouts.remove")}
      </button>
    </section>
  )
}
