import { createSignal, For, Show } from "solid-js"
import * as v from "valibot"
import { CorrectableAccount, heldAccounts } from "../../../schemas/account.ts"
import { PositiveCents } from "../../../schemas/units.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { Sheet } from "../../ui/sheet.tsx"
import { say, sayProblem } from "../../ui/toasts.tsx"
import { t } from "../../words/deals.ts"
import { t as staff } from "../../words/staff.ts"
import { readAmount } from "./amount.ts"
import { createMoney } from "./money-format.ts"
import { reasonText } from "./reasons.ts"

const reasons = ["wrong_method", "counted_wrong", "bank_fee", "settled_later", "paid_back"] as const
type Reason = (typeof reasons)[number]
type Account = v.InferOutput<typeof CorrectableAccount>

/** A director moves what a person found in the wrong place; others are not offered it. */
export function Correction() {
  const { desk } = useDesk()
  const [isOpen, setOpen] = createSignal(false)
  return (
    <Show when={desk.may.ask("correct")}>
      <button class="button justify-self-start" onClick={() => setOpen(true)}>
        <Icon name="merge" />
        {t("correct.open")}
      </button>
      <Sheet
        isOpen={isOpen()}
        onClose={() => setOpen(false)}
        title={t("correct.title")}
        subtitle={t("correct.text")}
        closeLabel={staff("app.close")}
      >
        <CorrectionForm onDone={() => setOpen(false)} />
      </Sheet>
    </Show>
  )
}

function CorrectionForm(props: { onDone: () => void }) {
  const { acts } = useDesk()
  const money = createMoney()
  const [from, setFrom] = createSignal<Account>("card:terminal")
  const [to, setTo] = createSignal<Account>("cash:drawer")
  const [reason, setReason] = createSignal<Reason>("wrong_method")
  const [text, setText] = createSignal("")
  const amount = () => {
    const parsed = v.safeParse(PositiveCents, readAmount(text()))
    return parsed.success ? parsed.output : null
  }
  const move = async (event: SubmitEvent) => {
    event.preventDefault()
    const amountCents = amount()
    if (amountCents === null || from() === to()) return
    const asked = await acts.correct({
      debit: to(),
      credit: from(),
      amountCents,
      reason: reason(),
    })
    if ("refusal" in asked) return sayProblem(reasonText(asked.refusal))
    props.onDone()
    const label = asked.undo && { label: staff("app.undo"), run: asked.undo }
    say(t("correct.done", money(amountCents)), label)
  }
  return (
    <form class="grid gap-3" onSubmit={(event) => void move(event)}>
      <AccountChoice label={t("correct.from")} chosen={from()} onChoose={setFrom} />
      <AccountChoice label={t("correct.to")} chosen={to()} onChoose={setTo} />
      <label class="field-label">
        {t("correct.amount")}
        <input
          class="field text-lg"
          inputmode="decimal"
          autocomplete="off"
          value={text()}
          aria-invalid={text() !== "" && amount() === null}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <label class="field-label">
        {t("correct.reason")}
        <select
          class="field"
          value={reason()}
          onChange={(event) =>
            setReason(reasons.find((each) => each === event.currentTarget.value) ?? reason())
          }
        >
          <For each={reasons}>{(each) => <option value={each}>{t(`correct.${each}`)}</option>}</For>
        </select>
      </label>
      <p role="status" class="min-h-12 text-subtext1">
        {from() === to() ? t("correct.same") : effect(from(), to(), money(amount() ?? 0))}
      </p>
      <button
        class="button button-primary min-h-14"
        disabled={amount() === null || from() === to()}
      >
        {t("correct.go")}
      </button>
    </form>
  )
}

function AccountChoice(props: {
  label: string
  chosen: Account
  onChoose: (account: Account) => void
}) {
  return (
    <label class="field-label">
      {props.label}
      <select
        class="field"
        value={props.chosen}
        onChange={(event) => props.onChoose(v.parse(CorrectableAccount, event.currentTarget.value))}
      >
        <For each={CorrectableAccount.options}>
          {(account) => <option value={account}>{t(`account.${account}`)}</option>}
        </For>
      </select>
    </label>
  )
}

/** What both accounts gain or lose, before it is done: what is held grows, what is owed or earned shrinks. */
function effect(from: Account, to: Account, amount: string): string {
  const isHeld = (account: Account) =>
    account === "house:safe" || heldAccounts.some((held) => held === account)
  const part = (account: Account, isMore: boolean) =>
    `${t(`account.${account}`)} ${isMore ? "+" : "−"}${amount}`
  return `${part(from, !isHeld(from))} · ${part(to, isHeld(to))}`
}
