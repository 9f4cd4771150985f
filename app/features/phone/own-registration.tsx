import { createEffect, createMemo, createSignal, For, type JSX, on, Show } from "solid-js"
import type { OwnEdits } from "../../../schemas/phone.ts"
import type { OwnEditing } from "../../data/own-edits.ts"
import { holdReloadWhile } from "../../data/unsaved.ts"
import { t } from "../../words/phone.ts"

const FIELDS = ["coming", "lateMinutes", "seatNeed", "nickname"] as const
/** How late a player may say to be, in minutes. */
const lateSteps = [0, 15, 30, 60, 90]
const needs = ["none", "end_of_table", "wheelchair"] as const

/** What the player says; each tap is kept at once, and reaches the floor with the next contact. */
export function OwnRegistration(props: { edits: OwnEditing }) {
  const own = () => props.edits.registration()
  const [nickname, setNickname] = createSignal("")
  // Whatever else is told meanwhile must not touch what is being typed.
  const told = createMemo(() => own().nickname ?? "")
  createEffect(on(told, setNickname))
  /** What was there before all of it was taken back, for the undo. */
  const [before, setBefore] = createSignal<OwnEdits | null>(null)
  const hasSaid = () => FIELDS.some((field) => own()[field] !== undefined)
  const withdraw = () => {
    const { coming, lateMinutes, seatNeed, nickname: name } = own()
    setBefore({ coming, lateMinutes, seatNeed, nickname: name })
    props.edits.set({ coming: null, lateMinutes: null, seatNeed: null, nickname: null })
  }
  const undo = () => {
    props.edits.set(before() ?? {})
    setBefore(null)
  }
  holdReloadWhile(() => nickname().trim() !== (own().nickname ?? ""))
  return (
    <section class="card grid gap-5 p-5" aria-label={t("registration.title")}>
      <h2 class="text-xl font-semibold">{t("registration.title")}</h2>
      <Choices legend={t("registration.coming")}>
        <Option isChosen={own().coming === true} onChoose={() => props.edits.set({ coming: true })}>
          {t("registration.yes")}
        </Option>
        <Option
          isChosen={own().coming === false}
          onChoose={() => props.edits.set({ coming: false })}
        >
          {t("registration.no")}
        </Option>
      </Choices>
      <Choices legend={t("registration.late")}>
        <For each={lateSteps}>
          {(minutes) => (
            <Option
              isChosen={(own().lateMinutes ?? 0) === minutes}
              onChoose={() => props.edits.set({ lateMinutes: minutes })}
            >
              {minutes === 0 ? t("registration.onTime") : t("registration.minutes", minutes)}
            </Option>
          )}
        </For>
      </Choices>
      <Choices legend={t("registration.need")}>
        <For each={needs}>
          {(need) => (
            <Option
              isChosen={(own().seatNeed ?? "none") === need}
              onChoose={() => props.edits.set({ seatNeed: need })}
            >
              {t(`registration.${need}`)}
            </Option>
          )}
        </For>
      </Choices>
      <label class="field-label">
        {t("registration.nickname")}
        <input
          class="field"
          maxlength="24"
          autocomplete="nickname"
          value={nickname()}
          placeholder={t("registration.nicknameHint")}
          onInput={(event) => setNickname(event.currentTarget.value)}
          onChange={() => props.edits.set({ nickname: nickname().trim() })}
        />
      </label>
      <p role="status" class="text-sm text-subtext0">
        {t(props.edits.isSafe() ? "registration.saved" : "registration.kept")}
      </p>
      <Show
        when={before()}
        fallback={
          <button class="button min-h-12" disabled={!hasSaid()} onClick={withdraw}>
            {t("registration.withdraw")}
          </button>
        }
      >
        <button class="button min-h-12" onClick={undo}>
          {t("registration.undo")}
        </button>
      </Show>
      <Show when={props.edits.refused()}>
        {(reason) => (
          <p role="alert" class="text-sm text-red">
            {t("registration.refused", reason())}
          </p>
        )}
      </Show>
    </section>
  )
}

function Choices(props: { legend: string; children: JSX.Element }) {
  return (
    <fieldset>
      <legend class="mb-1.5 text-sm font-medium text-subtext1">{props.legend}</legend>
      <div class="flex flex-wrap gap-2">{props.children}</div>
    </fieldset>
  )
}

function Option(props: { isChosen: boolean; onChoose: () => void; children: JSX.Element }) {
  return (
    <button
      class="min-h-12 grow rounded-xl border border-surface1 px-3 font-medium"
      classList={{ "border-lavender! bg-surface0 text-lavender": props.isChosen }}
      aria-pressed={props.isChosen}
      onClick={() => props.onChoose()}
    >
      {props.children}
    </button>
  )
}
