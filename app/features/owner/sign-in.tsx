import { createSignal, onCleanup, Show } from "solid-js"
import * as v from "valibot"
import { TenantId } from "../../../schemas/ids.ts"
import { Refused } from "../../data/errors.ts"
import {
  endedSession,
  knownOrganisation,
  signInOwner,
  signOutOwner,
} from "../../data/owner-session.ts"
import { locale } from "../../words/language.ts"
import { t } from "../../words/owner.ts"
import { Entrance } from "./entrance.tsx"
import { PasswordField } from "./password-field.tsx"
import { problemOf } from "./problem.ts"

/** Name and password; whose sign-in has run out goes on where they were. */
export function SignIn() {
  const [organisation, setOrganisation] = createSignal(
    endedSession()?.tenantId ?? knownOrganisation() ?? "",
  )
  const [isAsked, setAsked] = createSignal(organisation() === "")
  const [name, setName] = createSignal(endedSession()?.name ?? "")
  const [password, setPassword] = createSignal("")
  const [problem, setProblem] = createSignal("")
  const [isBusy, setBusy] = createSignal(false)
  const [wait, startWait] = createCountdown()
  const signIn = async () => {
    const tenantId = v.safeParse(TenantId, organisation().trim().toLowerCase())
    if (!tenantId.success) {
      setAsked(true)
      setProblem(t("signIn.organisationWrong"))
      return
    }
    setBusy(true)
    setProblem("")
    try {
      await signInOwner({ tenantId: tenantId.output, name: name().trim(), password: password() })
    } catch (error) {
      const status = error instanceof Refused ? error.status : 0
      if (status === 401) setPassword("")
      if (error instanceof Refused && status === 429) startWait(error.retryAfterSeconds ?? 1)
      else setProblem(status === 401 ? t("signIn.wrong") : problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Entrance
      title={endedSession() ? t("signIn.again", endedSession()?.name ?? "") : t("signIn.title")}
      {...(endedSession() && { text: t("signIn.ended") })}
    >
      <form
        class="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (wait() === 0 && !isBusy()) void signIn()
        }}
      >
        <Show when={isAsked()}>
          <Organisation value={organisation()} onInput={setOrganisation} />
        </Show>
        <label class="field-label">
          {t("signIn.name")}
          <input
            class="field min-h-12"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            maxlength="80"
            required
            value={name()}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <PasswordField value={password()} isNew={false} onInput={setPassword} />
        <p role="alert" class="min-h-6 text-pretty text-red" hidden={wait() > 0}>
          {problem()}
        </p>
        {/* Nobody wants every second of it read aloud. */}
        <p role="timer" class="min-h-6 text-pretty text-yellow" hidden={wait() === 0}>
          {t("signIn.wait", spanText(wait()))}
        </p>
        <button
          class="button button-primary min-h-14 text-lg"
          disabled={isBusy() || wait() > 0 || name().trim() === "" || password() === ""}
        >
          {t("signIn.go")}
        </button>
        <Show when={endedSession()}>
          <button type="button" class="button button-quiet" onClick={signOutOwner}>
            {t("signIn.other")}
          </button>
        </Show>
        <Show when={!isAsked() && !endedSession()}>
          <button type="button" class="button button-quiet" onClick={() => setAsked(true)}>
            {t("signIn.otherOrganisation")}
          </button>
        </Show>
      </form>
    </Entrance>
  )
}

function Organisation(props: { value: string; onInput: (value: string) => void }) {
  return (
    <label class="field-label">
      {t("signIn.organisation")}
      <input
        class="field min-h-12 font-mono text-sm"
        autocomplete="organization"
        autocapitalize="none"
        spellcheck={false}
        maxlength="40"
        required
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <span class="font-normal text-subtext0">{t("signIn.organisationHint")}</span>
    </label>
  )
}

const SECOND_MS = 1_000

/** Seconds that run down to 0, and what starts them. */
function createCountdown(): [left: () => number, start: (seconds: number) => void] {
  const [left, setLeft] = createSignal(0)
  let timer: ReturnType<typeof setInterval> | undefined
  onCleanup(() => clearInterval(timer))
  return [
    left,
    (seconds) => {
      clearInterval(timer)
      const until = Date.now() + seconds * SECOND_MS
      setLeft(seconds)
      timer = setInterval(() => {
        setLeft(Math.max(0, Math.ceil((until - Date.now()) / SECOND_MS)))
        if (left() === 0) clearInterval(timer)
      }, SECOND_MS / 4)
    },
  ]
}

/** "45 seconds", "2 minutes 5 seconds", as the language has it. */
function spanText(seconds: number): string {
  const part = (value: number, unit: "minute" | "second") =>
    new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "long" }).format(value)
  const minutes = Math.floor(seconds / 60)
  if (minutes === 0) return part(seconds, "second")
  return seconds % 60 === 0
    ? part(minutes, "minute")
    : `${part(minutes, "minute")} ${part(seconds % 60, "second")}`
}
