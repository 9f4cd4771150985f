import { createEffect, createSignal, For, type JSX, Show } from "solid-js"
import type { SetStoreFunction } from "solid-js/store"
import { accountOf } from "../../../domain/account.ts"
import { useDesk } from "../../data/desk-context.ts"
import { t } from "../../words/several.ts"
import { plainAmount } from "../money/amount.ts"
import { ModeChoice } from "../event/mode-choice.tsx"
import { type KindField, type KindForm, readKind } from "./kind-form.ts"
import { nightName } from "./night-line.tsx"

const kinds = ["alone", "event", "satellite"] as const

/** When it starts, at which tables, and whether it is an event with flights or a satellite. */
export function KindFields(props: { form: KindForm; onChange: SetStoreFunction<KindForm> }) {
  const { desk } = useDesk()
  const targets = () => desk.nights().filter(({ phase }) => phase !== "ended")
  const wrong = (field: KindField): boolean => {
    const reading = readKind(props.form)
    return "wrong" in reading && reading.wrong.includes(field)
  }
  const [isOwnPrice, setOwnPrice] = createSignal(props.form.seatPrice !== "")
  const targetPrice = () => {
    const id = targets().find(({ listed }) => listed.id === props.form.target)?.listed.id
    return id && accountOf(desk.ledger.state(), desk.ledgerOf(id))?.terms.buyIn.priceCents
  }
  /** A seat is priced as the target's buy-in, also where that comes a moment later, until somebody says otherwise. */
  createEffect(() => {
    const price = targetPrice()
    if (typeof price === "number" && !isOwnPrice()) props.onChange("seatPrice", plainAmount(price))
  })
  const chooseTarget = (id: string) => {
    setOwnPrice(false)
    props.onChange("target", id)
  }
  return (
    <details class="rounded-xl bg-mantle px-4">
      <summary class="flex min-h-12 cursor-pointer items-center font-medium text-subtext1">
        {t("kind.title")}
      </summary>
      <div class="grid gap-4 pb-4">
        <div class="grid grid-cols-1 gap-3 sm:grid-cols-2">
          <Field label={t("kind.starts")} hint={t("kind.startsHint")} isWrong={wrong("startsAt")}>
            <input
              class="field"
              type="datetime-local"
              value={props.form.startsAt}
              onInput={(event) => props.onChange("startsAt", event.currentTarget.value)}
            />
          </Field>
          <NumberField
            label={t("kind.tables")}
            hint={t("kind.tablesHint")}
            inputmode="numeric"
            value={props.form.tablesFrom}
            isWrong={wrong("tablesFrom")}
            onInput={(text) => props.onChange("tablesFrom", text)}
          />
        </div>
        <fieldset class="relative">
          <legend class="mb-1.5 text-sm font-medium text-subtext1">{t("kind.what")}</legend>
          <div class="grid gap-2 sm:grid-cols-3">
            <For each={kinds}>
              {(kind) => (
                <label class="choice grid min-h-11 place-content-center px-3 text-center font-semibold">
                  <input
                    class="sr-only"
                    type="radio"
                    name="kind"
                    checked={props.form.kind === kind}
                    onChange={() => props.onChange("kind", kind)}
                  />
                  {t(`kind.${kind}`)}
                </label>
              )}
            </For>
          </div>
        </fieldset>
        <Show when={props.form.kind === "event"}>
          <ModeChoice
            chosen={props.form.mode}
            onChoose={(mode) => props.onChange("mode", mode)}
            name="kind-mode"
          />
        </Show>
        <Show when={props.form.kind === "satellite"}>
          <div class="grid grid-cols-1 gap-3 sm:grid-cols-3">
            <label class="field-label content-start">
              {t("kind.target")}
              <select
                class="field"
                value={props.form.target}
                onChange={(event) => chooseTarget(event.currentTarget.value)}
              >
                <option value="">{t("kind.elsewhere")}</option>
                <For each={targets()}>
                  {(night) => <option value={night.listed.id}>{nightName(night)}</option>}
                </For>
              </select>
            </label>
            <NumberField
              label={t("kind.seatPrice")}
              hint=""
              inputmode="decimal"
              value={props.form.seatPrice}
              isWrong={wrong("seatPrice")}
              onInput={(text) => {
                setOwnPrice(true)
                props.onChange("seatPrice", text)
              }}
            />
            <NumberField
              label={t("kind.mark")}
              hint={t("kind.markHint")}
              inputmode="numeric"
              value={props.form.mark}
              isWrong={wrong("mark")}
              onInput={(text) => props.onChange("mark", text)}
            />
          </div>
        </Show>
      </div>
    </details>
  )
}

function Field(props: { label: string; hint: string; isWrong: boolean; children: JSX.Element }) {
  return (
    <label class="field-label">
      {props.label}
      {props.children}
      <span class="min-h-5 text-xs" classList={{ "text-red": props.isWrong }}>
        {props.isWrong ? t("kind.wrong") : props.hint}
      </span>
    </label>
  )
}

function NumberField(props: {
  label: string
  hint: string
  inputmode: "numeric" | "decimal"
  value: string
  isWrong: boolean
  onInput: (text: string) => void
}) {
  return (
    <Field label={props.label} hint={props.hint} isWrong={props.isWrong}>
      <input
        class="field"
        inputmode={props.inputmode}
        value={props.value}
        aria-invalid={props.isWrong}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </Field>
  )
}
