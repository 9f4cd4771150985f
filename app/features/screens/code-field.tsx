import { CODE_LENGTH } from "../../../schemas/display.ts"
import { t } from "../../words/layouts.ts"
import { readCode } from "./code.ts"

/** The code that a new screen shows, as it is typed. */
export function CodeField(props: { code: string; onInput: (code: string) => void }) {
  return (
    <label class="field-label">
      {t("pair.code")}
      <input
        class="field font-mono text-xl tracking-[0.3em] uppercase"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        maxlength={CODE_LENGTH + 1}
        placeholder={t("pair.codeHint")}
        value={props.code}
        onInput={(event) => props.onInput(readCode(event.currentTarget.value))}
      />
    </label>
  )
}
