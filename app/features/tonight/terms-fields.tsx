import { For } from "solid-js"
import { t } from "../../words/staff.ts"
import { currencies, readTerms, type TermsField, type TermsForm } from "./terms-form.ts"

/** Prices as people write them; each says at once when it is not understood. */
export function TermsFields(props: {
  form: TermsForm
  onChange: (field: keyof TermsForm, value: string) => void
}) {
  return (
    <div class="grid grid-cols-2 gap-x-3 gap-y-2 sm:grid-cols-5">
      <label class="field-label content-start">
        {t("create.currency")}
        <select
          class="field"
          value={props.form.currency}
          onChange={(event) => props.onChange("currency", event.currentTarget.value)}
        >
          <For each={currencies}>{(each) => <option value={each}>{each}</option>}</For>
        </select>
      </label>
      <PriceField {...props} field="buyIn" label={t("create.buyIn")} hint="" />
      <PriceField {...props} field="feePercent" label={t("create.fee")} hint="" />
      <PriceField {...props} field="rebuy" label={t("create.rebuy")} hint={t("create.none")} />
      <PriceField {...props} field="addOn" label={t("create.addOn")} hint={t("create.none")} />
    </div>
  )
}

function PriceField(props: {
  form: TermsForm
  onChange: (field: keyof TermsForm, value: string) => void
  field: TermsField
  label: string
  hint: string
}) {
  const isWrong = () => {
    const reading = readTerms(props.form)
    return "wrong" in reading && reading.wrong.includes(props.field)
  }
  return (
    <label class="field-label">
      {props.label}
      <input
        class="field"
        inputmode="decimal"
        value={props.form[props.field]}
        aria-invalid={isWrong()}
        onInput={(event) => props.onChange(props.field, event.currentTarget.value)}
      />
      <span class="min-h-5 text-xs" classList={{ "text-red": isWrong() }}>
        {isWrong() ? t("create.wrong") : props.hint}
      </span>
    </label>
  )
}
