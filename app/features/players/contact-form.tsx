import { createSignal, For, Show } from "solid-js"
import { createStore } from "solid-js/store"
import * as v from "valibot"
import {
  CONSENT_VERSION,
  type Contact,
  DetailsBody,
  type PlayerDetails,
  Purpose,
  PURPOSE_FIELDS,
} from "../../../schemas/player.ts"
import { formSettled, holdReloadWhile } from "../../data/unsaved.ts"
import { t } from "../../words/profile.ts"

type Field = keyof Contact
const inputs = {
  email: { type: "email", autocomplete: "off" },
  phone: { type: "tel", autocomplete: "off" },
  birthDate: { type: "date", autocomplete: "off" },
} as const

/**
 * Consent first: what, why and how long is read and agreed to by purpose, and only then is there a
 * field to write into. What is not agreed to (any more) is not sent.
 */
export function ContactForm(props: {
  before: PlayerDetails | null
  onSave: (body: DetailsBody) => Promise<void>
}) {
  // The form begins with what was known when it was opened.
  // oxlint-disable-next-line solid/reactivity
  const before = props.before
  const [agreed, setAgreed] = createSignal<readonly Purpose[]>(before?.consent.purposes ?? [])
  const [fields, setFields] = createStore<Record<Field, string>>({
    email: before?.contact.email ?? "",
    phone: before?.contact.phone ?? "",
    birthDate: before?.contact.birthDate ?? "",
  })
  const [problem, setProblem] = createSignal("")
  const [isTouched, setTouched] = createSignal(false)
  const allowed = () => agreed().flatMap((purpose) => PURPOSE_FIELDS[purpose])
  holdReloadWhile(isTouched)
  const body = () => {
    const contact = Object.fromEntries(
      allowed()
        .filter((field) => fields[field].trim() !== "")
        .map((field) => [field, fields[field]]),
    )
    const consent = { version: CONSENT_VERSION, purposes: agreed() }
    return v.safeParse(DetailsBody, { consent, contact })
  }
  const wrong = () => {
    const read = body()
    const keys = read.success ? [] : read.issues.map(({ path }) => path?.at(-1)?.key)
    return (field: Field) => fields[field].trim() !== "" && keys.includes(field)
  }
  const toggle = (purpose: Purpose) =>
    setAgreed((all) =>
      all.includes(purpose) ? all.filter((each) => each !== purpose) : [...all, purpose],
    )
  const save = async () => {
    const read = body()
    if (!read.success) return
    setProblem("")
    try {
      await props.onSave(read.output)
      setTouched(false)
      formSettled()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <form
      class="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <div class="grid gap-2 rounded-2xl bg-mantle p-4 text-sm text-pretty text-subtext1">
        <p class="font-semibold text-text">{t("consent.title")}</p>
        <p>{t("consent.what")}</p>
        <p>{t("consent.long")}</p>
        <p>{t("consent.free")}</p>
      </div>
      <For each={Purpose.options}>
        {(purpose) => (
          <label class="choice flex min-h-14 items-center gap-3 px-4 py-2">
            <input
              type="checkbox"
              class="size-6 shrink-0 accent-lavender"
              checked={agreed().includes(purpose)}
              onChange={() => {
                setTouched(true)
                toggle(purpose)
              }}
            />
            <span class="text-pretty">{t(`consent.${purpose}`)}</span>
          </label>
        )}
      </For>
      <For each={allowed()}>
        {(field) => (
          <label class="field-label">
            {t(`contact.${field}`)}
            <input
              class="field min-h-14 text-lg"
              {...inputs[field]}
              maxlength="120"
              aria-invalid={wrong()(field)}
              value={fields[field]}
              onInput={(event) => {
                setTouched(true)
                setFields(field, event.currentTarget.value)
              }}
            />
            <span class="min-h-5 text-xs" classList={{ "text-red": wrong()(field) }}>
              {wrong()(field) ? t(`wrong.${field}`) : ""}
            </span>
          </label>
        )}
      </For>
      <Show when={agreed().length > 0}>
        <button class="button button-primary min-h-14 text-lg" disabled={!body().success}>
          {t("contact.save")}
        </button>
      </Show>
      <p class="min-h-5 text-sm text-red" role="alert">
        {problem()}
      </p>
    </form>
  )
}
