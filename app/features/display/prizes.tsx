import { For, type JSX, Show } from "solid-js"
import { formatCents } from "../../../domain/money.ts"
import { t } from "../../words/guest.ts"
import { locale } from "../../words/language.ts"
import { prizeColumns, type Shown } from "./display-face.ts"

/** The pool and how it is shared, as far as a screen has room. */
export function Prizes(props: { state: Shown }) {
  const layout = () => prizeColumns(props.state.prizesCents.length)
  const money = (value: Shown["poolCents"]) =>
    props.state.currency === null ? "–" : formatCents(value, props.state.currency, locale())
  /** The first prize is the longest to write. */
  const longest = () => money(props.state.prizesCents[0] ?? props.state.poolCents).length
  const rest = () => props.state.prizesCents.length - layout().shown
  return (
    <section class="grid min-h-0 grid-rows-[auto_1fr] gap-[1.6cqh]">
      <div class="rounded-[2.5cqh] bg-mantle px-[1.4cqw] py-[2.4cqh]">
        <Labelled label={t("display.pool")}>
          <span
            class={`leading-none font-bold whitespace-nowrap text-yellow ${poolSize(money(props.state.poolCents))}`}
          >
            {money(props.state.poolCents)}
          </span>
        </Labelled>
      </div>
      <div class="min-h-0 overflow-hidden rounded-[2.5cqh] bg-mantle px-[1.4cqw] py-[1.6cqh]">
        <ol
          class="grid h-full auto-rows-[minmax(0,5.6cqh)] gap-x-[1.2cqw]"
          classList={{
            "grid-cols-2": layout().columns === 2,
            "text-[1.8cqh]": layout().columns === 2 && longest() <= 10,
            "text-[1.5cqh]": layout().columns === 2 && longest() > 10,
            "text-[3cqh]": layout().columns === 1,
          }}
          aria-label={t("display.prizes")}
        >
          <For each={props.state.prizesCents.slice(0, layout().shown)}>
            {(prize, index) => (
              <li class="flex items-center justify-between gap-[0.6cqw] border-b border-surface0 leading-none last:border-b-0">
                <span class={index() === 0 ? "font-bold text-yellow" : "text-subtext0"}>
                  {index() + 1}
                </span>
                <span
                  class="font-semibold whitespace-nowrap"
                  classList={{ "text-yellow": index() === 0 }}
                >
                  {money(prize)}
                </span>
              </li>
            )}
          </For>
        </ol>
        <Show when={rest() > 0}>
          <p class="pt-[1cqh] text-[2.2cqh] text-subtext0">{t("display.morePrizes", rest())}</p>
        </Show>
        <Show when={props.state.prizesCents.length === 0}>
          <p class="py-[1cqh] text-[2.8cqh] text-balance text-subtext1">{t("display.noPrizes")}</p>
        </Show>
      </div>
    </section>
  )
}

/** As large as its panel allows, in the widest of the fonts that a screen may have. */
function poolSize(text: string): string {
  if (text.length <= 10) return "text-[min(3cqw,6.4cqh)]"
  return text.length <= 13 ? "text-[min(2.4cqw,6.4cqh)]" : "text-[min(1.9cqw,6.4cqh)]"
}

export function Labelled(props: { label: string; class?: string; children: JSX.Element }) {
  return (
    <div class={`min-w-0 ${props.class ?? ""}`}>
      <p class="pb-[0.8cqh] text-[2.2cqh] font-semibold tracking-wider text-subtext0 uppercase">
        {props.label}
      </p>
      <p>{props.children}</p>
    </div>
  )
}
