import { createSignal } from "solid-js"
import { Refused } from "../../data/errors.ts"
import { isCode } from "../../data/ticket.ts"
import { t } from "../../words/phone.ts"

/** Why a code did not bind this phone, for its owner. */
export function claimProblem(error: unknown): string {
  if (!(error instanceof Refused)) return t("claim.offline")
  if (error.status === 409) return t("claim.used")
  if (error.status === 429) return t("claim.wait", error.retryAfterSeconds ?? 1)
  return t("claim.nobody")
}

/** Binds the phone by a code that is typed; spaces, dashes and small letters are all right. */
export function ClaimForm(props: { onClaim: (code: string) => Promise<void> }) {
  const [code, setCode] = createSignal("")
  const [problem, setProblem] = createSignal("")
  const [isBusy, setBusy] = createSignal(false)
  const claim = async () => {
    setProblem(isCode(code()) ? "" : t("claim.wrong"))
    if (problem() !== "") return
    setBusy(true)
    try {
      await props.onClaim(code())
    } catch (error) {
      setProblem(claimProblem(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      class="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        void claim()
      }}
    >
      <label class="field-label text-[1rem]">
        {t("claim.title")}
        <input
          class="field min-h-16 text-center font-mono text-3xl tracking-[0.25em] uppercase"
          autocomplete="off"
          autocapitalize="characters"
          autocorrect="off"
          spellcheck={false}
          maxlength="12"
          enterkeyhint="go"
          aria-describedby="claim-hint"
          value={code()}
          onInput={(event) => setCode(event.currentTarget.value)}
        />
        <span id="claim-hint" class="text-sm font-normal text-subtext0">
          {t("claim.hint")}
        </span>
      </label>
      <p class="min-h-6 text-red" role="alert">
        {problem()}
      </p>
      <button class="button button-primary min-h-16 text-lg" disabled={isBusy()}>
        {t("claim.go")}
      </button>
    </form>
  )
}
