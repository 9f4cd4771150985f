import { createMemo, createSignal, For, Show } from "solid-js"
import * as v from "valibot"
import { FIRST_RULES } from "../../../domain/leagues.ts"
import type { League, LeagueBody, VenueSeason } from "../../../schemas/league.ts"
import { askOwner, tellOwner } from "../../data/owner-session.ts"
import { t as to } from "../../words/owner.ts"
import { t } from "../../words/owner-leagues.ts"
import {
  formulaProblem,
  pointsOf,
  READY,
  readRules,
  type RulesField,
  rulesFormOf,
  type RulesForm,
} from "../leagues/season-form.ts"
import { createDeed, Problem } from "./deed.tsx"
import { useOwner } from "./desk.ts"
import { choicesOf, partKey } from "./leagues-view.ts"

const Made = v.object({ leagueId: v.string() })

/** What a league is called, which seasons count in it and how points are reckoned; new or changed. */
export function LeagueForm(props: {
  league: League | null
  seasons: readonly VenueSeason[]
  onDone: (leagueId: string, name: string) => void
  onCancel: () => void
}) {
  // What was typed stays, whatever Core says of the league meanwhile.
  // oxlint-disable-next-line solid/reactivity -- what it begins with
  const [league, seasons] = [props.league, props.seasons]
  const groups = choicesOf(seasons, league?.parts ?? [])
  const [name, setName] = createSignal(league?.name ?? "")
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(
    new Set((league?.parts ?? []).map(partKey)),
  )
  const first = rulesFormOf(league?.rules ?? FIRST_RULES)
  const [form, setForm] = createSignal(first)
  const deed = createDeed()
  const body = createMemo((): LeagueBody | null => {
    const read = readRules(form())
    const parts = groups
      .flatMap(({ choices }) => choices)
      .filter((choice) => chosen().has(partKey(choice)))
      .map(({ venueId, seasonId }) => ({ venueId, seasonId }))
    if ("wrong" in read || name().trim() === "" || parts.length === 0) return null
    // Ties are broken as they were: they are not asked for here.
    const { tieBreaks } = league?.rules ?? FIRST_RULES
    return { name: name().trim(), rules: { ...read.rules, tieBreaks }, parts }
  })
  const save = () =>
    deed.carryOut(async () => {
      const meant = body()
      if (!meant) return
      const told = { method: "POST", body: meant } as const
      if (league) await tellOwner(`/api/leagues/${league.leagueId}`, told)
      const leagueId = league?.leagueId ?? (await askOwner("/api/leagues", Made, told)).leagueId
      props.onDone(leagueId, meant.name)
    })
  return (
    <form
      class="card grid gap-5 p-5"
      aria-label={t(league ? "over.change" : "over.new")}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") props.onCancel()
      }}
    >
      <label class="field-label">
        {t("over.name")}
        <input
          ref={(element) => queueMicrotask(() => element.focus())}
          class="field"
          autocomplete="off"
          maxlength="80"
          required
          placeholder={t("over.nameHint")}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <Seasons groups={groups} chosen={chosen()} onChoose={setChosen} />
      <Rules
        form={form()}
        hasOwn={first.points === "own"}
        onChange={(change) => setForm((typed) => ({ ...typed, ...change }))}
      />
      <Problem text={deed.problem()} />
      <div class="flex flex-wrap gap-2">
        <button class="button button-primary" disabled={deed.isBusy() || body() === null}>
          {t(league ? "over.save" : "over.make")}
        </button>
        <button type="button" class="button button-quiet" onClick={() => props.onCancel()}>
          {to("app.cancel")}
        </button>
      </div>
    </form>
  )
}

/** The seasons, venue by venue. */
function Seasons(props: {
  groups: ReturnType<typeof choicesOf>
  chosen: ReadonlySet<string>
  onChoose: (chosen: ReadonlySet<string>) => void
}) {
  const desk = useOwner()
  const venueName = (id: string) =>
    desk.venues()?.venues.find(({ venueId }) => venueId === id)?.name ?? t("over.venueless")
  const turn = (key: string) => {
    const next = new Set(props.chosen)
    if (!next.delete(key)) next.add(key)
    props.onChoose(next)
  }
  return (
    <fieldset class="grid gap-4">
      <legend class="mb-1.5 text-sm font-medium text-subtext1">{t("over.seasons")}</legend>
      <For each={props.groups}>
        {({ venueId, choices }) => (
          <fieldset class="grid gap-2 sm:grid-cols-2">
            <legend class="mb-1.5 font-semibold">{venueName(venueId)}</legend>
            <For each={choices}>
              {(choice) => (
                <label class="choice flex min-h-14 items-center gap-3 p-3">
                  <input
                    type="checkbox"
                    class="size-5 shrink-0 accent-lavender"
                    checked={props.chosen.has(partKey(choice))}
                    onChange={() => turn(partKey(choice))}
                  />
                  <Show when={choice.name} fallback={<span>{t("over.goneSeason")}</span>}>
                    {(known) => (
                      <span class="min-w-0">
                        <span class="block truncate font-semibold">{known().league}</span>
                        <span class="block truncate text-sm text-subtext0">{known().season}</span>
                      </span>
                    )}
                  </Show>
                </label>
              )}
            </For>
          </fieldset>
        )}
      </For>
    </fieldset>
  )
}

/** One of Felt's formulas, or the one that the league has; then what is reckoned beside it. */
function Rules(props: {
  form: RulesForm
  hasOwn: boolean
  onChange: (change: Partial<RulesForm>) => void
}) {
  const wrong = (): readonly RulesField[] => {
    const read = readRules(props.form)
    return "wrong" in read ? read.wrong : []
  }
  return (
    <div class="grid gap-4 sm:grid-cols-2">
      <div class="grid content-start gap-2 sm:col-span-2">
        <label class="field-label">
          {t("form.points")}
          <select
            class="field"
            aria-label={t("form.points")}
            value={props.form.points}
            onChange={(event) => {
              const wanted = event.currentTarget.value
              props.onChange({ points: READY.find(({ key }) => key === wanted)?.key ?? "own" })
            }}
          >
            <For each={READY}>{({ key }) => <option value={key}>{t(`ready.${key}`)}</option>}</For>
            <Show when={props.hasOwn}>
              <option value="own">{t("form.own")}</option>
            </Show>
          </select>
        </label>
        <PointsText form={props.form} />
      </div>
      <NumberField
        field="countBest"
        form={props.form}
        isWrong={wrong().includes("countBest")}
        onInput={(countBest) => props.onChange({ countBest })}
      />
      <NumberField
        field="takingPart"
        form={props.form}
        isWrong={wrong().includes("takingPart")}
        onInput={(takingPart) => props.onChange({ takingPart })}
      />
    </div>
  )
}

function PointsText(props: { form: RulesForm }) {
  const ready = () => (props.form.points === "own" ? null : props.form.points)
  const problem = () => formulaProblem(pointsOf(props.form))
  return (
    <>
      <Show when={ready()}>
        {(key) => <p class="text-sm text-pretty text-subtext0">{t(`readyText.${key()}`)}</p>}
      </Show>
      <Show when={ready() !== "ten-places"}>
        <code class="text-sm break-words text-subtext1">{pointsOf(props.form).formula}</code>
      </Show>
      <Show when={problem()}>
        {(why) => (
          <p role="alert" class="text-sm text-red">
            {t("form.wrong")}: <span lang="en">{why()}</span>.
          </p>
        )}
      </Show>
    </>
  )
}

function NumberField(props: {
  field: "countBest" | "takingPart"
  form: RulesForm
  isWrong: boolean
  onInput: (text: string) => void
}) {
  return (
    <label class="field-label content-start">
      {t(`form.${props.field}`)}
      <input
        class="field"
        inputmode="numeric"
        autocomplete="off"
        aria-invalid={props.isWrong}
        value={props.form[props.field]}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <span class="text-xs" classList={{ "text-red": props.isWrong }}>
        {t(props.isWrong ? "form.number" : `form.${props.field}Hint`)}
      </span>
    </label>
  )
}
