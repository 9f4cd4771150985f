import { createMemo, createSignal, For, type JSX, Show } from "solid-js"
import type { TournamentAccount } from "../../../domain/account.ts"
import { payouts } from "../../../domain/payouts.ts"
import { cents } from "../../../schemas/units.ts"
import { useDesk } from "../../data/desk-context.ts"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/staff.ts"
import { createMoney } from "../money/money-format.ts"
import { type Offer, offers, units } from "./offers.ts"

/** Chooses how the pool is shared, with the prizes of tonight's pool in front of one's eyes. */
export function ChoosePayouts(props: { account: TournamentAccount; onDone: () => void }) {
  const { acts, desk } = useDesk()
  const money = createMoney()
  const [chosen, setChosen] = createSignal("suggested")
  const [unit, setUnit] = createSignal<number>(units[0])
  const all = createMemo(() => offers(props.account.counts.entries, desk.shelf.items()))
  const offer = () => all().find(({ id }) => id === chosen()) ?? all()[0]
  const choose = ({ id, unitCents }: Offer) => {
    setChosen(id)
    if (unitCents !== null) setUnit(unitCents)
  }
  const steps = createMemo(() => [...new Set([...units, unit()])].toSorted((a, b) => a - b))
  const set = async () => {
    const shares = offer()?.shares
    if (!shares) return
    await acts.setPayouts({ shares: [...shares], unitCents: cents(unit()) })
    say(t("payouts.set", shares.length))
    props.onDone()
  }
  return (
    <section class="grid gap-4 md:grid-cols-[1fr_20rem]">
      <div class="card grid content-start gap-5 p-5">
        <header>
          <h1 class="text-2xl font-bold">{t("payouts.choose")}</h1>
          <p class="text-subtext0">{t("payouts.chooseText")}</p>
        </header>
        <div class="grid grid-cols-2 gap-2" role="group" aria-label={t("payouts.structure")}>
          <For each={all()}>
            {(each) => (
              <Choice isChosen={offer()?.id === each.id} onChoose={() => choose(each)}>
                <span class="block font-semibold break-words">
                  {each.name ?? t("payouts.suggested")}
                </span>
                <span class="text-sm text-subtext0">{t("payouts.count", each.shares.length)}</span>
              </Choice>
            )}
          </For>
        </div>
        <div class="grid gap-1.5">
          <p class="text-sm font-medium text-subtext1">{t("payouts.unit")}</p>
          <div class="grid grid-cols-4 gap-2" role="group" aria-label={t("payouts.unit")}>
            <For each={steps()}>
              {(each) => (
                <Choice isChosen={unit() === each} onChoose={() => setUnit(each)}>
                  <span class="block text-center text-sm font-semibold">{money(each)}</span>
                </Choice>
              )}
            </For>
          </div>
        </div>
        <div class="flex justify-end gap-2">
          <Show when={props.account.payouts}>
            <button class="button" onClick={() => props.onDone()}>
              {t("app.cancel")}
            </button>
          </Show>
          <button class="button button-primary min-h-14 px-8 text-lg" onClick={() => void set()}>
            {t("payouts.go")}
          </button>
        </div>
      </div>
      <Preview pool={props.account.poolCents} shares={offer()?.shares ?? []} unit={unit()} />
    </section>
  )
}

function Choice(props: { isChosen: boolean; onChoose: () => void; children: JSX.Element }) {
  return (
    <button
      class="min-h-11 rounded-xl border border-surface1 px-3 py-2 text-left"
      classList={{ "border-lavender! bg-surface0": props.isChosen }}
      aria-pressed={props.isChosen}
      onClick={() => props.onChoose()}
    >
      {props.children}
    </button>
  )
}

function Preview(props: { pool: number; shares: readonly number[]; unit: number }) {
  const money = createMoney()
  const prizes = () => payouts({ pool: props.pool, shares: props.shares, unit: props.unit })
  return (
    <div class="card overflow-hidden">
      <p class="flex justify-between border-b border-surface0 px-4 py-3 font-semibold">
        {t("facts.pool")} <span>{money(props.pool)}</span>
      </p>
      <ol class="max-h-[28rem] overflow-y-auto px-4 py-2">
        <For each={prizes()}>
          {(prize, index) => (
            <li class="flex h-9 items-center justify-between">
              <span class="text-subtext0">{t("entry.place", index() + 1)}</span>
              <span class="font-semibold">{money(prize)}</span>
            </li>
          )}
        </For>
      </ol>
    </div>
  )
}
