import { createMemo, For, Index, Show } from "solid-js"
import * as v from "valibot"
import { readyViews } from "../../../domain/ready-layouts.ts"
import { allLayouts } from "../../../domain/screens.ts"
import { type Layout, ScreenViews } from "../../../schemas/documents/layouts.ts"
import type { DisplayId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/layouts.ts"
import { t as ts } from "../../words/staff.ts"
import { layoutName } from "./layout-name.ts"
import { MomentChoice } from "./moment-choice.tsx"

const MOST_VIEWS = 12
const SECONDS = [8, 12, 20, 30, 60, 120] as const

/** What a screen looks like when: fitting the moment, one layout always, or a programme of its own. */
export function Programme(props: { displayId: DisplayId; title: string; isDisabled: boolean }) {
  const { desk, acts } = useDesk()
  const layouts = createMemo(() => allLayouts(desk.hall.values()))
  const own = createMemo(() => {
    const read = v.safeParse(
      ScreenViews,
      desk.hall.values().get(`display/${props.displayId}/views`),
    )
    return read.success ? read.output : null
  })
  const set = (views: ScreenViews | null) => {
    const undo = acts.setViews(props.displayId, views)
    say(t("views.did", props.title), { label: ts("app.undo"), run: undo })
  }
  const choice = () => {
    const views = own()
    if (!views) return "auto"
    const [only, ...more] = views.views
    return only && more.length === 0 && only.when === undefined ? only.layout : "own"
  }
  const choose = (value: string) => {
    if (value === "auto") return set(null)
    if (value === "own") return set(own() ?? readyViews)
    const layout = layouts().find(({ id }) => id === value)
    if (layout) set({ views: [{ layout: layout.id }], seconds: own()?.seconds ?? 20 })
  }
  return (
    <section class="grid gap-3">
      <label class="field-label">
        {t("views.title")}
        <select
          class="field"
          disabled={props.isDisabled}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          <option value="auto" selected={choice() === "auto"}>
            {t("views.auto")}
          </option>
          <option value="own" selected={choice() === "own"}>
            {t("views.own")}
          </option>
          <For each={layouts()}>
            {(layout) => (
              <option value={layout.id} selected={choice() === layout.id}>
                {t("views.one", layoutName(layout))}
              </option>
            )}
          </For>
        </select>
      </label>
      <Show when={choice() === "auto"}>
        <p class="text-sm text-subtext0">{t("views.autoText")}</p>
      </Show>
      <Show when={choice() === "own" && own()}>
        {(views) => (
          <Views views={views()} layouts={layouts()} isDisabled={props.isDisabled} onChange={set} />
        )}
      </Show>
    </section>
  )
}

function Views(props: {
  views: ScreenViews
  layouts: readonly Layout[]
  isDisabled: boolean
  onChange: (views: ScreenViews) => void
}) {
  type View = ScreenViews["views"][number]
  const all = () => props.views.views
  const change = (views: View[]) => props.onChange({ ...props.views, views })
  const replace = (index: number, view: View) =>
    change(all().map((each, at) => (at === index ? view : each)))
  const nameOf = (id: string) => {
    const layout = props.layouts.find((each) => each.id === id)
    return layout ? layoutName(layout) : id
  }
  const add = () => {
    const [first] = props.layouts
    if (first) change([...all(), { layout: first.id }])
  }
  return (
    <div class="grid gap-3">
      <Index each={all()}>
        {(view, index) => (
          <div class="card grid gap-3 p-3">
            <div class="grid grid-cols-[minmax(0,1fr)_auto] gap-2">
              <select
                class="field"
                aria-label={`${t("views.layout")} ${index + 1}`}
                disabled={props.isDisabled}
                onChange={(event) => {
                  const chosen = props.layouts.find(({ id }) => id === event.currentTarget.value)
                  if (chosen) replace(index, { ...view(), layout: chosen.id })
                }}
              >
                <For each={props.layouts}>
                  {(layout) => (
                    <option value={layout.id} selected={view().layout === layout.id}>
                      {layoutName(layout)}
                    </option>
                  )}
                </For>
              </select>
              <button
                class="button px-3"
                type="button"
                aria-label={t("views.remove", nameOf(view().layout))}
                disabled={props.isDisabled || all().length < 2}
                onClick={() => change(all().filter((_, at) => at !== index))}
              >
                <Icon name="close" />
              </button>
            </div>
            <MomentChoice
              label={t("views.when")}
              when={view().when}
              isDisabled={props.isDisabled}
              onChoose={(when) => replace(index, { layout: view().layout, ...(when && { when }) })}
            />
          </div>
        )}
      </Index>
      <div class="grid grid-cols-2 items-end gap-2">
        <button
          class="button"
          type="button"
          disabled={props.isDisabled || all().length >= MOST_VIEWS}
          onClick={add}
        >
          <Icon name="plus" />
          {t("views.add")}
        </button>
        <label class="field-label">
          {t("views.seconds")}
          <select
            class="field"
            disabled={props.isDisabled}
            onChange={(event) =>
              props.onChange({ ...props.views, seconds: Number(event.currentTarget.value) })
            }
          >
            <For each={[...new Set([...SECONDS, props.views.seconds])].toSorted((a, b) => a - b)}>
              {(seconds) => (
                <option value={seconds} selected={seconds === props.views.seconds}>
                  {seconds}
                </option>
              )}
            </For>
          </select>
        </label>
      </div>
    </div>
  )
}
