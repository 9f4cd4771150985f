import { createEffect, createMemo, For, type JSX, on, Show } from "solid-js"
import { createStore } from "solid-js/store"
import type { ListedLeague, ListedSeason } from "../../../domain/leagues.ts"
import { pointVariables } from "../../../domain/points.ts"
import { TieBreak } from "../../../schemas/documents/leagues.ts"
import type { SeasonId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { leagueActs } from "../../data/league-acts.ts"
import { Sheet } from "../../ui/sheet.tsx"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/leagues.ts"
import { t as staff } from "../../words/staff.ts"
import { Example } from "./example.tsx"
import {
  formOf,
  formulaProblem,
  pointsOf,
  READY,
  readForm,
  type SeasonField,
  type SeasonForm,
} from "./season-form.ts"

/** What the sheet is for: a new league, a new season of one, or another word on a season. */
export type SheetWish =
  | { kind: "league" }
  | { kind: "season"; league: ListedLeague }
  | { kind: "change"; league: ListedLeague; season: ListedSeason }

/** A new season goes by the rules of the last one. */
function formFor(wish: SheetWish): SeasonForm {
  switch (wish.kind) {
    case "league":
      return formOf("", { name: "" })
    case "season":
      return formOf(wish.league.name, { name: "" }, wish.league.seasons[0]?.rules)
    case "change":
      return formOf(wish.league.name, wish.season, wish.season.rules)
  }
}

/** Where a league and its season are said: names, days, points, and what they come to. */
export function SeasonSheet(props: {
  wish: SheetWish | null
  onClose: () => void
  onMade: (id: SeasonId) => void
}) {
  const { desk } = useDesk()
  const [form, setForm] = createStore<SeasonForm>(formFor({ kind: "league" }))
  createEffect(
    on(
      () => props.wish,
      (wish) => wish && setForm(formFor(wish)),
    ),
  )
  const reading = createMemo(() => readForm({ ...form }))
  const isWrong = (field: SeasonField): boolean => {
    const read = reading()
    return "wrong" in read && read.wrong.includes(field)
  }
  const save = (event: SubmitEvent) => {
    event.preventDefault()
    const [wish, meant] = [props.wish, reading()]
    if (!wish || "wrong" in meant) return
    const acts = leagueActs(desk)
    const { league, head, rules } = meant
    const undoOf = (run: () => void) => ({ label: staff("app.undo"), run })
    props.onClose()
    if (wish.kind === "change") {
      const change = { league: wish.league.id, head, rules }
      return say(
        t("did.changed", head.name),
        undoOf(acts.changeSeason(wish.season.id, change, league)),
      )
    }
    const { id, undo } =
      wish.kind === "league"
        ? acts.makeLeague(league, head, rules)
        : acts.makeSeason(wish.league.id, head, rules)
    say(t("did.made", head.name), undoOf(undo))
    props.onMade(id)
  }
  return (
    <Sheet
      isOpen={props.wish !== null}
      onClose={() => props.onClose()}
      title={props.wish?.kind === "league" ? t("leagues.new") : t("form.title")}
      subtitle={props.wish?.kind === "season" ? props.wish.league.name : undefined}
      closeLabel={staff("app.close")}
    >
      <form class="grid gap-4" onSubmit={save}>
        <Show when={props.wish?.kind !== "season"}>
          <TextField
            label={t("form.league")}
            hint={t("form.leagueHint")}
            value={form.league}
            onInput={(league) => setForm({ league })}
          />
        </Show>
        <TextField
          label={t("form.season")}
          hint={t("form.seasonHint")}
          value={form.season}
          onInput={(season) => setForm({ season })}
        />
        <Days form={form} isWrong={isWrong("to")} onChange={setForm} />
        <Points form={form} isWrong={isWrong("formula")} onChange={setForm} />
        <Example points={pointsOf({ ...form })} takingPart={Number(form.takingPart) || 0} />
        <NumberField
          label={t("form.countBest")}
          hint={t("form.countBestHint")}
          value={form.countBest}
          isWrong={isWrong("countBest")}
          onInput={(countBest) => setForm({ countBest })}
        />
        <NumberField
          label={t("form.takingPart")}
          hint={t("form.takingPartHint")}
          value={form.takingPart}
          isWrong={isWrong("takingPart")}
          onInput={(takingPart) => setForm({ takingPart })}
        />
        <TieField
          label={t("form.tie")}
          chosen={form.tie}
          onChoose={(tie) => setForm({ tie, ...(tie === "" && { tieThen: "" }) })}
        />
        <Show when={form.tie !== ""}>
          <TieField
            label={t("form.tieThen")}
            chosen={form.tieThen}
            onChoose={(tieThen) => setForm({ tieThen })}
          />
        </Show>
        <button class="button button-primary min-h-14" disabled={"wrong" in reading()}>
          {t(props.wish?.kind === "change" ? "form.save" : "form.make")}
        </button>
      </form>
    </Sheet>
  )
}

type Change = (change: Partial<SeasonForm>) => void

function Days(props: { form: SeasonForm; isWrong: boolean; onChange: Change }) {
  return (
    <div class="grid gap-1">
      <div class="grid grid-cols-2 gap-3">
        <label class="field-label min-w-0">
          {t("form.from")}
          <input
            class="field min-w-0 px-2!"
            type="date"
            value={props.form.from}
            onInput={(event) => props.onChange({ from: event.currentTarget.value })}
          />
        </label>
        <label class="field-label min-w-0">
          {t("form.to")}
          <input
            class="field min-w-0 px-2!"
            type="date"
            aria-invalid={props.isWrong}
            value={props.form.to}
            onInput={(event) => props.onChange({ to: event.currentTarget.value })}
          />
        </label>
      </div>
      <p class="text-sm" classList={{ "text-red": props.isWrong, "text-subtext0": !props.isWrong }}>
        {t(props.isWrong ? "form.daysWrong" : "form.daysText")}
      </p>
    </div>
  )
}

/** One of Felt's formulas or one of one's own; what cannot be read says where. */
function Points(props: { form: SeasonForm; isWrong: boolean; onChange: Change }) {
  const choose = (key: SeasonForm["points"]) => {
    // A formula of one's own begins as the one that was there before.
    const { formula, among } = pointsOf({ ...props.form })
    props.onChange({ points: key, formula, isAmongPaid: among === "paidPlaces" })
  }
  return (
    <div class="grid gap-2">
      <label class="field-label">
        {t("form.points")}
        <select
          class="field"
          aria-label={t("form.points")}
          value={props.form.points}
          onChange={(event) => {
            const wanted = event.currentTarget.value
            choose(READY.find(({ key }) => key === wanted)?.key ?? "own")
          }}
        >
          <For each={READY}>{({ key }) => <option value={key}>{t(`ready.${key}`)}</option>}</For>
          <option value="own">{t("form.own")}</option>
        </select>
      </label>
      <Show
        when={props.form.points === "own"}
        fallback={
          <>
            <p class="text-sm text-subtext0">
              {t(`readyText.${props.form.points === "own" ? "ten-places" : props.form.points}`)}
            </p>
            <Show when={props.form.points !== "ten-places"}>
              <code class="text-sm break-words text-subtext1">
                {pointsOf({ ...props.form }).formula}
              </code>
            </Show>
          </>
        }
      >
        <OwnFormula form={props.form} isWrong={props.isWrong} onChange={props.onChange} />
      </Show>
    </div>
  )
}

function OwnFormula(props: { form: SeasonForm; isWrong: boolean; onChange: Change }) {
  const problem = () => (props.isWrong ? formulaProblem(pointsOf({ ...props.form })) : null)
  return (
    <>
      <label class="field-label">
        {t("form.formula")}
        <textarea
          class="field min-h-20 py-2 font-mono"
          maxlength="500"
          spellcheck={false}
          autocapitalize="off"
          aria-invalid={props.isWrong}
          aria-describedby="formula-problem"
          value={props.form.formula}
          onInput={(event) => props.onChange({ formula: event.currentTarget.value })}
        />
      </label>
      <p id="formula-problem" class="text-sm text-red empty:hidden" role="status">
        <Show when={problem()}>
          {(why) => (
            <>
              {t("form.wrong")}: <span lang="en">{why()}</span>.
            </>
          )}
        </Show>
      </p>
      <label class="flex min-h-11 items-center gap-3 text-sm">
        <input
          type="checkbox"
          class="size-5 shrink-0"
          checked={props.form.isAmongPaid}
          onChange={(event) => props.onChange({ isAmongPaid: event.currentTarget.checked })}
        />
        {t("form.among")}
      </label>
      <details class="rounded-xl bg-mantle px-4">
        <summary class="flex min-h-11 cursor-pointer items-center text-sm font-medium">
          {t("form.variables")}
        </summary>
        <dl class="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 pb-3 text-sm">
          <For each={pointVariables}>
            {({ name }) => (
              <>
                <dt class="font-mono font-semibold">{name}</dt>
                <dd class="text-subtext1">{t(`var.${name}`)}</dd>
              </>
            )}
          </For>
        </dl>
        <p class="pb-3 text-sm text-subtext1">{t("form.functions")}</p>
      </details>
    </>
  )
}

function TextField(props: {
  label: string
  hint: string
  value: string
  onInput: (text: string) => void
}) {
  return (
    <label class="field-label">
      {props.label}
      <input
        class="field"
        maxlength="40"
        autocomplete="off"
        required
        placeholder={props.hint}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </label>
  )
}

function NumberField(props: {
  label: string
  hint: string
  value: string
  isWrong: boolean
  onInput: (text: string) => void
}): JSX.Element {
  return (
    <label class="field-label">
      {props.label}
      <input
        class="field"
        inputmode="numeric"
        autocomplete="off"
        aria-invalid={props.isWrong}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <span class="text-xs" classList={{ "text-red": props.isWrong }}>
        {props.isWrong ? t("form.number") : props.hint}
      </span>
    </label>
  )
}

function TieField(props: {
  label: string
  chosen: TieBreak | ""
  onChoose: (tie: TieBreak | "") => void
}) {
  return (
    <label class="field-label">
      {props.label}
      <select
        class="field"
        aria-label={props.label}
        value={props.chosen}
        onChange={(event) => {
          const wanted = event.currentTarget.value
          props.onChoose(TieBreak.options.find((each) => each === wanted) ?? "")
        }}
      >
        <For each={TieBreak.options}>
          {(each) => <option value={each}>{t(`tie.${each}`)}</option>}
        </For>
        <option value="">{t("tie.none")}</option>
      </select>
    </label>
  )
}
