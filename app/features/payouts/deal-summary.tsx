import { For } from "solid-js"
import type { Deal, TournamentAccount } from "../../../domain/account.ts"
import { formatChips } from "../../../domain/money.ts"
import type { EntryId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/deals.ts"
import { locale } from "../../words/language.ts"
import { createMoney } from "../money/money-format.ts"

/** The deal as it is recorded: who gets what, by which method, with room for everybody's signature. */
export function DealSummary(props: {
  deal: Deal
  account: TournamentAccount
  onTakeBack: () => void
}) {
  const { desk } = useDesk()
  const money = createMoney()
  const recordedAt = () =>
    desk.ledger.lines().find(({ sequence }) => sequence === props.deal.sequence)?.recordedAt ?? 0
  const nameOf = (entryId: EntryId) =>
    desk.players.nameOf(props.account.entries.get(entryId)?.playerId)
  const stackOf = (entryId: EntryId) => {
    const counted = desk.floor().entries.find((entry) => entry.entryId === entryId)?.chips
    return counted ? formatChips(counted.count, locale()) : "–"
  }
  return (
    <details class="card">
      <summary class="flex min-h-14 cursor-pointer items-center gap-3 px-4 font-semibold">
        <Icon name="merge" />
        <span class="grow">
          {t("deal.summary", props.deal.sequence)} · {t(`deal.method.${props.deal.method}`)}
        </span>
        <span class="text-sm font-normal text-subtext0">{t("deal.sheet")}</span>
      </summary>
      <article class="deal-paper grid gap-3 px-4 pb-4">
        <header>
          <h2 class="text-xl font-bold">{desk.floor().tournament?.name}</h2>
          <p class="text-subtext1">
            {t(
              "deal.summaryText",
              t(`deal.method.${props.deal.method}`),
              props.deal.shares.length,
              new Date(recordedAt()).toLocaleString(locale(), {
                dateStyle: "medium",
                timeStyle: "short",
              }),
            )}
          </p>
        </header>
        <table class="w-full text-left">
          <thead class="border-b border-surface1 text-sm text-subtext0">
            <tr>
              <th class="py-2 pr-2 font-medium">{t("deal.place")}</th>
              <th class="px-2 font-medium">{t("deal.player")}</th>
              <th class="hidden px-2 text-right font-medium sm:table-cell">{t("deal.stack")}</th>
              <th class="px-2 text-right font-medium">{t("deal.amount")}</th>
              <th class="hidden w-1/3 pl-2 font-medium sm:table-cell print:table-cell">
                {t("deal.signature")}
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={props.deal.shares}>
              {(share, index) => (
                <tr class="h-12 border-b border-surface0">
                  <td class="pr-2 text-subtext0">{index() + 1}</td>
                  <td class="px-2">{nameOf(share.entryId)}</td>
                  <td class="hidden px-2 text-right sm:table-cell">{stackOf(share.entryId)}</td>
                  <td class="px-2 text-right font-semibold whitespace-nowrap">
                    {money(share.amountCents)}
                  </td>
                  <td class="hidden pl-2 sm:table-cell print:table-cell" />
                </tr>
              )}
            </For>
          </tbody>
        </table>
        <button
          class="button button-danger justify-self-start print:hidden"
          onClick={() => props.onTakeBack()}
        >
          <Icon name="undo" />
          {t("deal.takeBack")}
        </button>
      </article>
    </details>
  )
}
