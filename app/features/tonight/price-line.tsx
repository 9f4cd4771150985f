import { For, Show } from "solid-js"
import { formatCents } from "../../../domain/money.ts"
import { saleLegs } from "../../../domain/postings.ts"
import type { Price, Terms } from "../../../schemas/terms.ts"
import { cents } from "../../../schemas/units.ts"
import { locale } from "../../words/language.ts"
import { t } from "../../words/terms.ts"

/** Where every price goes, as the ledger will book it: `€55.00 = €45.00 pool + €5.00 house`. */
export function PriceLines(props: { terms: Terms | null }) {
  const lines = () => {
    const { terms } = props
    if (!terms) return []
    const prices = [
      ["buyIn", terms.buyIn],
      ["early", terms.earlyBuyIn],
      ["late", terms.lateBuyIn],
      ["reEntry", terms.reEntry],
    ] as const
    return prices.flatMap(([name, price]) =>
      price ? { name: t(`terms.nameOf.${name}`), text: partsOf(price, terms.currency) } : [],
    )
  }
  return (
    <div role="status">
      <ul class="grid min-h-6 gap-0.5 text-subtext1">
        <For each={lines()}>
          {({ name, text }) => (
            <li>
              <Show when={lines().length > 1}>
                <span class="text-subtext0">{name}: </span>
              </Show>
              {text}
            </li>
          )}
        </For>
      </ul>
    </div>
  )
}

function partsOf(price: Price, currency: string): string {
  const amountOf = (value: number) => formatCents(cents(Math.abs(value)), currency, locale())
  const parts = saleLegs(price, {}).flatMap(({ account, amountCents, name }) => {
    const amount = amountOf(amountCents)
    if (name !== undefined) return t("terms.named", amount, name)
    if (account === "prizePool") return t("terms.pool", amount)
    if (account === "house:fee") return t("terms.house", amount)
    if (account === "staff:fee") return t("terms.staffPart", amount)
    return account === "bountyPool" ? t("terms.bountyPart", amount) : []
  })
  return `${amountOf(price.priceCents)} = ${parts.join(" + ")}`
}
