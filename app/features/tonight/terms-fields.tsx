import { For, Index, type JSX, Show } from "solid-js"
import { levelNumber } from "../../../domain/clock.ts"
import type { Level } from "../../../schemas/structure.ts"
import { Icon } from "../../ui/icon.tsx"
import { t as staff } from "../../words/staff.ts"
import { t } from "../../words/terms.ts"
import {
  currencies,
  isFolded,
  MOST_FEES,
  readTerms,
  type TermsField,
  type TermsForm,
  type Wrong,
} from "./terms-form.ts"

type Plain = TermsField & keyof TermsForm
type Change = {
  form: TermsForm
  onChange: (field: Plain | "currency", value: string) => void
  onFees: (fees: TermsForm["fees"]) => void
}
type Shown = Change & { wrong: Wrong; levels: readonly Level[] }

/** Prices as people write them; each says at once when it is not understood. */
export function TermsFields(props: Change & { levels: readonly Level[] }) {
  const wrong = () => {
    const reading = readTerms(props.form)
    return "wrong" in reading ? reading.wrong : {}
  }
  const isWrongInside = () => Object.keys(wrong()).some(isFolded)
  return (
    <div class="grid gap-3">
      <div class="grid grid-cols-2 gap-x-3 gap-y-2 sm:grid-cols-5">
        <label class="field-label content-start">
          {staff("create.currency")}
          <select
            class="field"
            value={props.form.currency}
            onChange={(event) => props.onChange("currency", event.currentTarget.value)}
          >
            <For each={currencies}>{(each) => <option value={each}>{each}</option>}</For>
          </select>
        </label>
        <Field {...props} wrong={wrong()} field="buyIn" label={staff("create.buyIn")} />
        <Field {...props} wrong={wrong()} field="feePercent" label={staff("create.fee")} />
        <Field
          {...props}
          wrong={wrong()}
          field="rebuy"
          label={staff("create.rebuy")}
          hint={staff("create.none")}
        />
        <Field
          {...props}
          wrong={wrong()}
          field="addOn"
          label={staff("create.addOn")}
          hint={staff("create.none")}
        />
      </div>
      <details class="rounded-xl border border-surface1">
        <summary class="flex min-h-12 cursor-pointer items-center gap-2 px-4 font-semibold">
          <Icon name={isWrongInside() ? "warning" : "plus"} class="size-5 shrink-0" />
          <span class="min-w-0">{t("terms.more")}</span>
        </summary>
        <div class="grid gap-5 px-4 pt-1 pb-4">
          <OtherPrices {...props} wrong={wrong()} />
          <Parts {...props} wrong={wrong()} />
          <Limits {...props} wrong={wrong()} />
        </div>
      </details>
      <Show when={isWrongInside()}>
        <p class="text-sm text-red">{t("terms.wrong.look")}</p>
      </Show>
    </div>
  )
}

function OtherPrices(props: Shown) {
  return (
    <Group legend={t("terms.prices")}>
      <Field {...props} field="early" label={t("terms.early")} hint={t("terms.earlyHint")} />
      <Field {...props} field="late" label={t("terms.late")} hint={t("terms.lateHint")} />
      <Field {...props} field="reEntry" label={t("terms.reEntry")} hint={t("terms.reEntryHint")} />
      <Field
        {...props}
        field="guarantee"
        label={t("terms.guarantee")}
        hint={t("terms.guaranteeHint")}
      />
    </Group>
  )
}

/** What of every entry goes elsewhere than to the pool, besides the fee in per cent. */
function Parts(props: Shown) {
  const change = (index: number, part: Partial<TermsForm["fees"][number]>) =>
    props.onFees(props.form.fees.map((fee, at) => (at === index ? { ...fee, ...part } : fee)))
  return (
    <Group legend={t("terms.parts")}>
      <Field {...props} field="bounty" label={t("terms.bounty")} hint={t("terms.bountyHint")} />
      <Field {...props} field="staff" label={t("terms.staff")} hint={t("terms.staffHint")} />
      <Index each={props.form.fees}>
        {(fee, index) => (
          <div class="col-span-2 grid grid-cols-[1fr_1fr_auto] gap-x-3">
            <TextField
              label={t("terms.feeName", index + 1)}
              value={fee().name}
              wrong={props.wrong[`fee${index}.name`]}
              onInput={(name) => change(index, { name })}
            />
            <TextField
              label={t("terms.feeAmount", index + 1)}
              value={fee().amount}
              isAmount
              wrong={props.wrong[`fee${index}.amount`]}
              onInput={(amount) => change(index, { amount })}
            />
            <button
              type="button"
              class="button button-quiet mt-6.5 self-start px-0"
              aria-label={t("terms.removeFee", index + 1)}
              onClick={() => props.onFees(props.form.fees.filter((_, at) => at !== index))}
            >
              <Icon name="close" />
            </button>
          </div>
        )}
      </Index>
      <Show when={props.form.fees.length < MOST_FEES}>
        <button
          type="button"
          class="button col-span-2 justify-self-start"
          onClick={() => props.onFees([...props.form.fees, { name: "", amount: "" }])}
        >
          <Icon name="plus" />
          {t("terms.addFee")}
        </button>
      </Show>
    </Group>
  )
}

/** How often and how long things are sold. */
function Limits(props: Shown) {
  const most = (what: string) => t("terms.most", what)
  return (
    <Group legend={t("terms.limits")} text={t("terms.limitsHint")}>
      <Until {...props} field="buyInUntil" what={t("terms.buyIns")} />
      <Until {...props} field="reEntryUntil" what={t("terms.reEntries")} />
      <Field
        {...props}
        field="reEntryMost"
        label={most(t("terms.reEntries"))}
        hint={t("terms.mostPlayer")}
      />
      <Until {...props} field="rebuyUntil" what={t("terms.rebuys")} />
      <Field
        {...props}
        field="rebuyMost"
        label={most(t("terms.rebuys"))}
        hint={t("terms.mostEntry")}
      />
      <Field {...props} field="rebuyLeast" label={t("terms.least")} hint={t("terms.leastHint")} />
      <Until {...props} field="addOnUntil" what={t("terms.addOns")} />
      <Field
        {...props}
        field="addOnMost"
        label={most(t("terms.addOns"))}
        hint={t("terms.mostAddOn")}
      />
    </Group>
  )
}

function Group(props: { legend: string; text?: string; children: JSX.Element }) {
  return (
    <fieldset class="min-w-0">
      <legend class="mb-1.5 font-semibold">
        {props.legend}
        <Show when={props.text}>
          <span class="block text-sm font-normal text-subtext0">{props.text}</span>
        </Show>
      </legend>
      <div class="grid grid-cols-2 gap-x-3 gap-y-2 lg:grid-cols-4">{props.children}</div>
    </fieldset>
  )
}

function Field(props: Omit<Shown, "levels"> & { field: Plain; label: string; hint?: string }) {
  return (
    <TextField
      label={props.label}
      hint={props.hint ?? ""}
      value={props.form[props.field]}
      isAmount
      wrong={props.wrong[props.field]}
      onInput={(value) => props.onChange(props.field, value)}
    />
  )
}

function TextField(props: {
  label: string
  hint?: string
  value: string
  isAmount?: boolean
  wrong: Wrong[TermsField]
  onInput: (value: string) => void
}) {
  return (
    <label class="field-label content-start">
      {props.label}
      <input
        class="field"
        inputmode={props.isAmount ? "decimal" : "text"}
        autocomplete="off"
        value={props.value}
        aria-invalid={props.wrong !== undefined}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <span class="min-h-5 text-xs" classList={{ "text-red": props.wrong !== undefined }}>
        {props.wrong === undefined ? (props.hint ?? "") : t(`terms.wrong.${props.wrong}`)}
      </span>
    </label>
  )
}

/** The level with which something ends, out of those of the structure that is chosen. */
function Until(props: Shown & { field: Plain; what: string }) {
  const nameOf = (index: number) => {
    const level = staff("clock.level", levelNumber(props.levels, index))
    return t(
      "terms.endOf",
      props.levels[index]?.kind === "break" ? t("terms.breakAfter", level) : level,
    )
  }
  return (
    <label class="field-label content-start">
      {t("terms.until", props.what)}
      <select
        class="field"
        onChange={(event) => props.onChange(props.field, event.currentTarget.value)}
      >
        <option value="" selected={props.form[props.field] === ""}>
          {t("terms.noEnd")}
        </option>
        <For each={props.levels.slice(0, -1)}>
          {(_, index) => (
            <option value={index() + 1} selected={props.form[props.field] === String(index() + 1)}>
              {nameOf(index())}
            </option>
          )}
        </For>
      </select>
      <span class="min-h-5" />
    </label>
  )
}
