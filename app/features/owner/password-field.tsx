import { createSignal, Show } from "solid-js"
import { t } from "../../words/owner.ts"

/** A password, which whoever types it may look at. */
export function PasswordField(props: {
  value: string
  isNew: boolean
  hint?: string
  onInput: (value: string) => void
}) {
  const [isShown, setShown] = createSignal(false)
  return (
    <div class="grid gap-1">
      <label class="field-label">
        {t("signIn.password")}
        <input
          class="field min-h-12"
          type={isShown() ? "text" : "password"}
          autocomplete={props.isNew ? "new-password" : "current-password"}
          autocapitalize="none"
          spellcheck={false}
          maxlength="200"
          required
          aria-describedby={props.hint === undefined ? undefined : "password-hint"}
          value={props.value}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      </label>
      <Show when={props.hint}>
        {(hint) => (
          <p id="password-hint" class="text-sm text-subtext0">
            {hint()}
          </p>
        )}
      </Show>
      <label class="flex min-h-11 cursor-pointer items-center gap-3 justify-self-start text-sm text-subtext1">
        <input
          type="checkbox"
          class="size-5 accent-lavender"
          checked={isShown()}
          onChange={(event) => setShown(event.currentTarget.checked)}
        />
        {t("signIn.show")}
      </label>
    </div>
  )
}
