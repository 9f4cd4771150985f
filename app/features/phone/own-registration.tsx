import { createEffect, createMemo, createSignal, For, type JSX, on } from "solid-js"
import type { RegistrationField } from "../../../schemas/documents/registration.ts"
import type { Room } from "../../data/documents.ts"
import { holdReloadWhile } from "../../data/unsaved.ts"
import { t } from "../../words/guest.ts"
import { lateSteps, readRegistration } from "./registration-form.ts"

const needs = ["none", "end_of_table", "wheelchair"] as const

/** The player's own wishes; each tap is kept at once, and reaches the floor with the next contact. */
export function OwnRegistration(props: { room: Room }) {
  const own = createMemo(() => readRegistration(props.room.values()))
  const set = (field: RegistrationField, value: unknown) => props.room.registers.set(field, value)
  const [nickname, setNickname] = createSignal("")
  createEffect(on(() => own().nickname ?? "", setNickname))
  holdReloadWhile(() => nickname().trim() !== (own().nickname ?? ""))
  return (
    <section class="card grid gap-5 p-5" aria-label={t("registration.title")}>
      <h2 class="text-xl font-semibold">{t("registration.title")}</h2>
      <Choices legend={t("registration.coming")}>
        <Option isChosen={own().coming === true} onChoose={() => set("coming", true)}>
          {t("registration.yes")}
        </Option>
        <Option isChosen={own().coming === false} onChoose={() => set("coming", false)}>
          {t("registration.no")}
        </Option>
      </Choices>
      <Choices legend={t("registration.late")}>
        <For each={lateSteps}>
          {(minutes) => (
            <Option
              isChosen={(own().lateMinutes ?? 0) === minutes}
              onChoose={() => set("lateMinutes", minutes)}
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
              onChoose={() => set("seatNeed", need)}
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
          onChange={() => set("nickname", nickname().trim())}
        />
      </label>
      <p role="status" class="text-sm text-subtext0">
        {t(
          props.room.unsafe() === 0 && props.room.isSynced()
            ? "registration.saved"
            : "registration.kept",
        )}
      </p>
      <For each={props.room.refused()}>
        {({ reason }) => <p class="text-sm text-red">{t("registration.refused", reason)}</p>}
      </For>
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
      class="min-h-11 grow rounded-xl border border-surface1 px-3 font-medium"
      classList={{ "border-lavender! bg-surface0 text-lavender": props.isChosen }}
      aria-pressed={props.isChosen}
      onClick={() => props.onChoose()}
    >
      {props.children}
    </button>
  )
}
