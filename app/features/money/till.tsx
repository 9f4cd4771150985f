import { createSignal, For, Show } from "solid-js"
import { type TillAccount, tillAccounts } from "../../../domain/account.ts"
import type { PriceCents } from "../../../schemas/units.ts"
import { useDesk } from "../../data/desk-context.ts"
import { deviceTill } from "../../data/tender.ts"
import { say } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t } from "../../words/staff.ts"
import { readAmount } from "./amount.ts"
import { createMoney } from "./money-format.ts"

/** The till of this device and shift, and those of the night, each with what it was off by. */
export function Tills() {
  const { desk } = useDesk()
  const tills = () => tillAccounts(desk.ledger.state())
  const own = () => tills().find(({ till, closed }) => till === deviceTill() && !closed)
  const others = () => tills().filter(({ till }) => till !== own()?.till)
  return (
    <section class="card grid gap-3 p-4" aria-label={t("till.title")}>
      <h2 class="font-semibold">{t("till.title")}</h2>
      <Show
        when={own()}
        fallback={
          <Show when={!desk.isOpeningTill()} fallback={<p>{t("till.opening")}</p>}>
            <OpenTill />
          </Show>
        }
      >
        {(till) => <OwnTill till={till()} />}
      </Show>
      <Show when={others().length > 0}>
        <ul class="divide-y divide-surface0">
          <For each={others()}>{(till) => <TillRow till={till} />}</For>
        </ul>
      </Show>
    </section>
  )
}

function OpenTill() {
  const { acts } = useDesk()
  return (
    <AmountForm
      label={t("till.float")}
      action={t("till.open")}
      onAmount={(amount) => {
        void acts.openTill(amount)
        say(t("till.opened"))
      }}
    />
  )
}

function OwnTill(props: { till: TillAccount }) {
  const { acts } = useDesk()
  const money = createMoney()
  return (
    <div class="grid gap-3">
      <p>
        {t("till.expected")}{" "}
        <span class="text-2xl font-semibold">{money(props.till.expectedCents)}</span>
        <span class="ml-2 text-subtext0">{t("till.with", money(props.till.floatCents))}</span>
      </p>
      <Show when={props.till.differenceCents !== null}>
        <p>
          <Difference cents={props.till.differenceCents ?? 0} />
        </p>
      </Show>
      <AmountForm
        label={t("till.counted")}
        action={t("till.count")}
        onAmount={(amount) => void acts.countTill(props.till.till, amount)}
        second={{
          action: t("till.close"),
          onAmount: (amount) => {
            void acts.closeTill(props.till.till, amount)
            say(t("till.closed"))
          },
        }}
      />
    </div>
  )
}

function TillRow(props: { till: TillAccount }) {
  const { desk } = useDesk()
  const money = createMoney()
  const opened = () =>
    desk.ledger.lines().find(({ sequence }) => sequence === props.till.openedAt)?.recordedAt ?? 0
  return (
    <li class="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 py-2">
      <span class="text-subtext0">
        #{props.till.openedAt} ·{" "}
        {new Date(opened()).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" })} ·{" "}
        {desk.staff.isMe(props.till.staffId)
          ? t("money.you")
          : desk.staff.nameOf(props.till.staffId)}
      </span>
      <span class="ml-auto font-semibold">
        {money(props.till.closed?.countedCents ?? props.till.expectedCents)}
      </span>
      <Show
        when={props.till.closed}
        fallback={<span class="pill text-green">{t("till.isOpen")}</span>}
      >
        {(closed) => <Difference cents={closed().differenceCents} />}
      </Show>
    </li>
  )
}

/** By how much a count was off, in words: exact, too much, too little. */
function Difference(props: { cents: number }) {
  const money = createMoney()
  return (
    <span
      class="pill"
      classList={{ "text-green": props.cents === 0, "text-red": props.cents !== 0 }}
    >
      {props.cents === 0
        ? t("till.exact")
        : t(props.cents > 0 ? "till.over" : "till.short", money(Math.abs(props.cents)))}
    </span>
  )
}

function AmountForm(props: {
  label: string
  action: string
  onAmount: (amount: PriceCents) => void
  second?: { action: string; onAmount: (amount: PriceCents) => void }
}) {
  const [text, setText] = createSignal("")
  const amount = () => readAmount(text())
  const take = (onAmount: (amount: PriceCents) => void) => {
    const read = amount()
    if (read === null) return
    onAmount(read)
    setText("")
  }
  return (
    <form
      class="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        take(props.onAmount)
      }}
    >
      <label class="field-label grow">
        {props.label}
        <input
          class="field"
          inputmode="decimal"
          autocomplete="off"
          value={text()}
          aria-invalid={text() !== "" && amount() === null}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <button class="button" type="submit" disabled={amount() === null}>
        {props.action}
      </button>
      <Show when={props.second}>
        {(second) => (
          <button
            class="button"
            type="button"
            disabled={amount() === null}
            onClick={() => take(second().onAmount)}
          >
            {second().action}
          </button>
        )}
      </Show>
    </form>
  )
}
