import { createMemo, Index, Show } from "solid-js"
import { useDesk } from "../../data/desk-context.ts"
import { Empty } from "../../ui/empty.tsx"
import { t } from "../../words/staff.ts"
import { NoTournament } from "../tonight/no-tournament.tsx"
import { Conflicts } from "./conflicts.tsx"
import { Correction } from "./correction.tsx"
import { type MoneyLine, moneyLines, totals } from "./lines.ts"
import { createLineSheets } from "./line-sheets.tsx"
import { Lines } from "./line-table.tsx"
import { createMoney } from "./money-format.ts"
import { Outgoing } from "./outgoing.tsx"
import { ReconciliationLine } from "./reconciliation-line.tsx"
import { Reports } from "./reports.tsx"
import { Tills } from "./till.tsx"
import { Unallocated } from "./unallocated.tsx"

/** The ledger as it is, with what is still on its way above it. */
export function Money() {
  const { desk } = useDesk()
  const sheets = createLineSheets()
  const lines = createMemo(() => {
    const tournament = desk.shown()?.ledgerId
    return tournament === undefined ? [] : moneyLines(desk.ledger.lines(), tournament)
  })
  return (
    <Show when={desk.selected()} fallback={<NoTournament />}>
      <div class="mx-auto grid max-w-6xl gap-4">
        <h1 class="sr-only">{t("section.money")}</h1>
        <div class="sticky top-[var(--bar,4rem)] z-20 -mx-3 -mt-3 bg-crust px-3 pt-3 pb-1 md:-mx-5 md:px-5">
          <ReconciliationLine />
        </div>
        <Unallocated />
        <Conflicts />
        <Totals lines={lines()} />
        <Tills />
        <Outgoing />
        <Show
          when={lines().length > 0}
          fallback={<Empty icon="money" title={t("money.empty")} text={t("money.emptyText")} />}
        >
          <Lines lines={lines()} onReceipt={sheets.receipt} onTakeBack={sheets.takeBack} />
        </Show>
        <Reports />
        <Correction />
        <p class="text-sm text-subtext0">
          {t("money.head")}{" "}
          <span class="font-mono text-subtext1">
            #{desk.ledger.state().lastSequence} · {desk.ledger.state().headHash.slice(0, 12)}
          </span>
          <Show when={desk.ledger.fault()}>
            {(fault) => <span class="block text-red">{t("money.fault", fault())}</span>}
          </Show>
        </p>
      </div>
      <sheets.Sheets />
    </Show>
  )
}

function Totals(props: { lines: readonly MoneyLine[] }) {
  const money = createMoney()
  return (
    <dl class="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-5">
      <Index each={totals(props.lines)}>
        {(total) => (
          <div class="card px-4 py-3">
            <dt class="eyebrow">
              {t(`kind.${total().kind}`)} · {total().count}
            </dt>
            <dd class="text-xl font-semibold">{money(total().amountCents)}</dd>
          </div>
        )}
      </Index>
    </dl>
  )
}
