import { createSignal, Show } from "solid-js"
import { acceptInvitation } from "../../data/owner-session.ts"
import { Refused } from "../../data/errors.ts"
import { t } from "../../words/owner.ts"
import { Entrance } from "./entrance.tsx"
import { PasswordField } from "./password-field.tsx"
import { problemOf } from "./problem.ts"

const LEAST = 12

/** The invitation that the address brings, which no server ever sees; `null` for none. */
export const readInvitation = (): string | null =>
  new URLSearchParams(location.hash.slice(1)).get("invitation")

/** Whoever was invited chooses a password, and is in. */
export function Invited(props: { invitation: string; onDone: (isIn: boolean) => void }) {
  const [password, setPassword] = createSignal("")
  const [problem, setProblem] = createSignal("")
  const [isBusy, setBusy] = createSignal(false)
  const missing = () => Math.max(0, LEAST - password().length)
  const hint = () => {
    if (password() === "") return t("invited.hint")
    return missing() > 0 ? t("invited.short", missing()) : t("invited.enough")
  }
  const accept = async () => {
    if (missing() > 0 || isBusy()) return
    setBusy(true)
    setProblem("")
    try {
      await acceptInvitation(props.invitation, password())
      props.onDone(true)
    } catch (error) {
      const isRefused = error instanceof Refused && error.status === 401
      setProblem(isRefused ? t("invited.refused") : problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Entrance title={t("invited.title")} text={t("invited.text")}>
      <form
        class="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          void accept()
        }}
      >
        <PasswordField value={password()} isNew hint={hint()} onInput={setPassword} />
        <p role="alert" class="min-h-6 text-red">
          {problem()}
        </p>
        <button class="button button-primary min-h-14 text-lg" disabled={missing() > 0 || isBusy()}>
          {t("invited.go")}
        </button>
        <Show when={problem() !== ""}>
          <button type="button" class="button button-quiet" onClick={() => props.onDone(false)}>
            {t("invited.toSignIn")}
          </button>
        </Show>
      </form>
    </Entrance>
  )
}
