import { For, Show } from "solid-js"
import { formatCents } from "../../../domain/money.ts"
import type { PhoneNight, PhoneOwn } from "../../../schemas/phone.ts"
import type { Cents } from "../../../schemas/units.ts"
import { locale } from "../../words/language.ts"
import { t } from "../../words/phone.ts"

/** The pool and what each place gets of it; the own one is marked. */
export function Prizes(props: { night: PhoneNight; own: PhoneOwn | null }) {
  const money = (amount: Cents) => formatCents(amount, props.night.currency ?? "EUR", locale())
  const ownPlace = () => {
    const standing = props.own?.standing
    if (standing?.kind === "won") return 1
    return standing?.kind === "out" ? standing.place : null
  }
  const toGo = () => props.night.playersLeft - props.night.prizesCents.length
  return (
    <>
      <section class="card p-5">
        <p class="eyebrow">{t("payouts.pool")}</p>
        <p class="text-5xl font-bold">{money(props.night.poolCents)}</p>
        <Show when={props.night.prizesCents.length > 0}>
          <p class="mt-1 text-subtext1">
            {toGo() > 0 ? t("payouts.left", toGo()) : t("payouts.inMoney")}
          </p>
        </Show>
      </section>
      <Show
        when={props.night.prizesCents.length > 0}
        fallback={<p class="card p-5 text-subtext1">{t("payouts.none")}</p>}
      >
        <ol class="card overflow-hidden">
          <For each={props.night.prizesCents}>
            {(amount, index) => (
              <li
                class="flex min-h-12 items-center justify-between gap-3 px-5 text-lg not-last:border-b not-last:border-surface0"
                classList={{ "bg-surface0 font-bold": ownPlace() === index() + 1 }}
              >
                <span class="w-8 text-right text-subtext0">{index() + 1}</span>
                <span class="font-semibold">{money(amount)}</span>
              </li>
            )}
          </For>
        </ol>
      </Show>
    </>
  )
}
