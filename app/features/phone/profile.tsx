import { createEffect, createSignal, For, Show } from "solid-js"
import * as v from "valibot"
import {
  CONSENT_VERSION,
  DetailsBody,
  type PlayerDetails,
  Purpose,
  PURPOSE_FIELDS,
} from "../../../schemas/player.ts"
import { Refused } from "../../data/errors.ts"
import { ownData } from "../../data/own-data.ts"
import { locale } from "../../words/language.ts"
import { t } from "../../words/phone.ts"

const inputs = {
  email: { type: "email", autocomplete: "email" },
  phone: { type: "tel", autocomplete: "tel" },
  birthDate: { type: "date", autocomplete: "bday" },
} as const

/** What the house knows of the player: asked for first, to be seen, taken away and deleted. */
export function Profile(props: { token: string; isLive: boolean; onErased: () => void }) {
  // oxlint-disable-next-line solid/reactivity -- a phone has one token
  const data = ownData(props.token)
  const [details, setDetails] = createSignal<PlayerDetails | null>(null)
  createEffect(() => {
    if (!props.isLive) return
    data.details().then(setDetails, (error: unknown) => {
      console.info("The own contact details are asked for again with the next contact.", error)
    })
  })
  const [said, setSaid] = createSignal("")
  /** Does one thing with the data, and says what came of it. */
  const carryOut = async (act: () => Promise<string>): Promise<void> => {
    setSaid("")
    try {
      setSaid(await act())
    } catch (error) {
      setSaid(error instanceof Refused ? t("profile.invalid") : t("claim.offline"))
    }
  }
  const keep = (body: DetailsBody) =>
    carryOut(async () => {
      setDetails(await data.keep(body))
      return t("profile.kept")
    })
  const withdraw = () =>
    carryOut(async () => {
      await data.withdraw()
      setDetails(null)
      return t("profile.deleted")
    })
  const save = () =>
    carryOut(async () => {
      const file = URL.createObjectURL(
        new Blob([await data.exported()], { type: "application/json" }),
      )
      const link = document.createElement("a")
      link.href = file
      link.download = "felt-my-data.json"
      link.click()
      URL.revokeObjectURL(file)
      return ""
    })
  const erase = () =>
    carryOut(async () => {
      await data.erase()
      setDetails(null)
      props.onErased()
      return ""
    })
  return (
    <section class="card grid gap-3 p-5" aria-labelledby="profile">
      <h2 id="profile" class="text-xl font-semibold">
        {t("profile.title")}
      </h2>
      <div class="grid gap-2 text-sm text-pretty text-subtext1">
        <p>{t("profile.what")}</p>
        <p>{t("profile.long")}</p>
      </div>
      <Show
        when={details()}
        fallback={
          <Consent
            onKeep={(body) => void keep(body)}
            onInvalid={() => setSaid(t("profile.invalid"))}
          />
        }
      >
        {(known) => <Given details={known()} onWithdraw={() => void withdraw()} />}
      </Show>
      <p role="status" class="min-h-6 text-pretty text-subtext1">
        {said()}
      </p>
      <button class="button min-h-12" onClick={() => void save()}>
        {t("profile.export")}
      </button>
      <Erase onErase={() => void erase()} />
    </section>
  )
}

function Given(props: { details: PlayerDetails; onWithdraw: () => void }) {
  const day = () =>
    new Date(props.details.consent.at).toLocaleDateString(locale(), { dateStyle: "long" })
  return (
    <>
      <p>{t("profile.given", day())}</p>
      <dl class="grid gap-1">
        <For
          each={(["email", "phone", "birthDate"] as const).filter(
            (each) => props.details.contact[each],
          )}
        >
          {(field) => (
            <div class="flex justify-between gap-3">
              <dt class="text-subtext0">{t(`profile.${field}`)}</dt>
              <dd class="min-w-0 truncate font-semibold">{props.details.contact[field]}</dd>
            </div>
          )}
        </For>
      </dl>
      <button
        class="button button-danger min-h-12 whitespace-normal"
        onClick={() => props.onWithdraw()}
      >
        {t("profile.withdraw")}
      </button>
    </>
  )
}

/** Consent first: only what was agreed to has a field to write into. */
function Consent(props: { onKeep: (body: DetailsBody) => void; onInvalid: () => void }) {
  const [agreed, setAgreed] = createSignal<readonly Purpose[]>([])
  const toggle = (purpose: Purpose) =>
    setAgreed((all) =>
      all.includes(purpose) ? all.filter((each) => each !== purpose) : [...all, purpose],
    )
  const send = (form: HTMLFormElement) => {
    const contact = Object.fromEntries([...new FormData(form)].filter(([, text]) => text !== ""))
    const body = v.safeParse(DetailsBody, {
      consent: { version: CONSENT_VERSION, purposes: agreed() },
      contact,
    })
    if (body.success) props.onKeep(body.output)
    else props.onInvalid()
  }
  return (
    <form
      class="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        send(event.currentTarget)
      }}
    >
      <For each={Purpose.options}>
        {(purpose) => (
          <>
            <label class="choice flex min-h-14 items-center gap-3 px-4 py-2">
              <input
                type="checkbox"
                class="size-6 shrink-0 accent-lavender"
                checked={agreed().includes(purpose)}
                onChange={() => toggle(purpose)}
              />
              <span class="text-pretty">{t(`profile.${purpose}`)}</span>
            </label>
            <Show when={agreed().includes(purpose)}>
              <For each={PURPOSE_FIELDS[purpose]}>
                {(field) => (
                  <label class="field-label">
                    {t(`profile.${field}`)}
                    <input class="field min-h-12" name={field} maxlength="120" {...inputs[field]} />
                  </label>
                )}
              </For>
            </Show>
          </>
        )}
      </For>
      <Show when={agreed().length > 0}>
        <button class="button button-primary min-h-14">{t("profile.keep")}</button>
      </Show>
    </form>
  )
}

/** Erasing cannot be taken back, so it is the one thing that is asked twice. */
function Erase(props: { onErase: () => void }) {
  const [isAsked, setAsked] = createSignal(false)
  return (
    <Show
      when={isAsked()}
      fallback={
        <button class="button button-danger min-h-12" onClick={() => setAsked(true)}>
          {t("profile.erase")}
        </button>
      }
    >
      <p class="text-sm text-pretty">{t("profile.eraseText")}</p>
      <div class="grid grid-cols-2 gap-2">
        <button class="button min-h-14 whitespace-normal" onClick={() => setAsked(false)}>
          {t("profile.eraseNot")}
        </button>
        <button
          class="button button-danger min-h-14 whitespace-normal"
          onClick={() => {
            setAsked(false)
            props.onErase()
          }}
        >
          {t("profile.eraseSure")}
        </button>
      </div>
    </Show>
  )
}
