import { For } from "solid-js"
import { formatCents } from "../../../domain/money.ts"
import type { AccountSum } from "../../../schemas/nights.ts"
import { type Cents, cents } from "../../../schemas/units.ts"
import { locale } from "../../words/language.ts"
import { t } from "../../words/owner-nights.ts"
import { balanceOf } from "./nights-view.ts"

/** ISO 4217's word for no currency: only then nothing is known of where the point stands. */
const NONE = "XXX"

/** An amount as the language writes it. */
export const amountText = (amount: Cents, currency: string | null): string =>
  formatCents(amount, currency ?? NONE, locale())

const NUMBER = "px-3 py-2 text-right whitespace-nowrap md:px-5"

/** Accounts with what went in, what went out, and what stands there. */
export function AccountTable(props: { currency: string | null; accounts: readonly AccountSum[] }) {
  return (
    <table class="w-full text-left">
      <thead>
        <tr class="text-sm text-subtext0">
          <th class="px-5 py-2 font-medium">
            {t("nights.account")} {props.currency ?? `(${t("nights.unknown")})`}
          </th>
          <th class={`${NUMBER} font-medium max-md:hidden`}>{t("nights.debit")}</th>
          <th class={`${NUMBER} font-medium max-md:hidden`}>{t("nights.credit")}</th>
          <th class={`${NUMBER} font-medium`}>{t("nights.balance")}</th>
        </tr>
      </thead>
      <tbody>
        <For each={props.accounts}>
          {(sum) => (
            <tr class="border-t border-surface0">
              <th scope="row" class="px-5 py-2 font-normal">
                {t(`account.${sum.account}`)}
                <span class="block text-sm text-subtext0 md:hidden">
                  {t("nights.debit")} {amountText(sum.debitCents, props.currency)} ·{" "}
                  {t("nights.credit")} {amountText(sum.creditCents, props.currency)}
                </span>
              </th>
              <td class={`${NUMBER} max-md:hidden`}>
                {amountText(sum.debitCents, props.currency)}
              </td>
              <td class={`${NUMBER} max-md:hidden`}>
                {amountText(sum.creditCents, props.currency)}
              </td>
              <td class={`${NUMBER} font-semibold`}>
                {amountText(cents(balanceOf(sum)), props.currency)}
              </td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  )
}
