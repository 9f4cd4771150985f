import { createMemo, createSignal, Index, Show } from "solid-js"
import { useDesk } from "../../data/desk-context.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon } from "../../ui/icon.tsx"
import { locale } from "../../words/language.ts"
import { t as paper } from "../../words/receipt.ts"
import { t } from "../../words/staff.ts"
import { NoTournament } from "../tonight/no-tournament.tsx"
import { Conflicts } from "./conflicts.tsx"
import { type MoneyLine, moneyLines, totals } from "./lines.ts"
import { createMoney } from "./money-format.ts"
import { Outgoing } from "./outgoing.tsx"
import { ReceiptSheet } from "./receipt-sheet.tsx"
import { reasonText } from "./reasons.ts"
import { ReconciliationLine } from "./reconciliation-line.tsx"
import { Reports } from "./reports.tsx"
import { Tills } from "./till.tsx"
import { Unallocated } from "./unallocated.tsx"
import { VoidSheet } from "./void-sheet.tsx"

/** The line that a person has chosen, and what for. */
type Chosen = { line: MoneyLine; what: "receipt" | "takeBack" }

/** The ledger as it is, with what is still on its way above it. */
export function Money() {
  const { desk } = useDesk()
  const [chosen, setChosen] = createSignal<Chosen | null>(null)
  const chosenFor = (what: Chosen["what"]) =>
    chosen()?.what === what ? (chosen()?.line ?? null) : null
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
          <LineTable lines={lines()} onChoose={setChosen} />
        </Show>
        <Reports />
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
      <ReceiptSheet
        line={chosenFor("receipt")}
        onTakeBack={(line) => setChosen({ line, what: "takeBack" })}
        onClose={() => setChosen(null)}
      />
      <VoidSheet
        line={chosenFor("takeBack")}
        lines={lines()}
        onChoose={(line) => setChosen({ line, what: "takeBack" })}
        onClose={() => setChosen(null)}
      />
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

function LineTable(props: { lines: readonly MoneyLine[]; onChoose: (chosen: Chosen) => void }) {
  return (
    <div class="card overflow-hidden">
      <table class="w-full text-left">
        <caption class="sr-only">{t("money.ledger")}</caption>
        <thead class="border-b border-surface0 text-sm text-subtext0">
          <tr>
            <th class="py-2 pl-4 font-medium">#</th>
            <th class="hidden px-2 font-medium sm:table-cell">{t("money.time")}</th>
            <th class="px-2 font-medium">{t("money.what")}</th>
            <th class="px-2 font-medium">{t("money.player")}</th>
            <th class="px-2 text-right font-medium">{t("money.amount")}</th>
            <th class="hidden px-2 font-medium lg:table-cell">{t("money.who")}</th>
            <td class="w-14" />
          </tr>
        </thead>
        <tbody>
          <Index each={props.lines}>
            {(line) => (
              <LineRow line={line()} onChoose={(what) => props.onChoose({ line: line(), what })} />
            )}
          </Index>
        </tbody>
      </table>
    </div>
  )
}

function LineRow(props: { line: MoneyLine; onChoose: (what: Chosen["what"]) => void }) {
  const { desk } = useDesk()
  const money = createMoney()
  return (
    <tr
      class="h-12 border-b border-surface0/60 last:border-b-0"
      classList={{
        "text-subtext0 line-through": props.line.voidedBy !== null,
        "bg-red/8": props.line.outcome !== "accepted" && props.line.closedBy === null,
      }}
    >
      <td class="pl-4 text-subtext0">{props.line.sequence}</td>
      <td class="hidden px-2 text-subtext0 sm:table-cell">
        {new Date(props.line.recordedAt).toLocaleTimeString(locale(), {
          hour: "2-digit",
          minute: "2-digit",
        })}
      </td>
      <td class="px-2">
        {t(`kind.${props.line.kind}`)}
        <Show when={props.line.voids}>{(line) => <span> #{line()}</span>}</Show>
        <Show when={props.line.method}>
          {(method) => <span class="text-sm text-subtext0"> · {paper(`method.${method()}`)}</span>}
        </Show>
        <Show when={props.line.reason}>
          {(reason) => (
            <span class="block text-sm text-red">
              {t(props.line.outcome === "conflict" ? "money.conflict" : "money.rejected")}:{" "}
              {reasonText(reason())}
              <Show when={props.line.against.length > 0}> (#{props.line.against.join(", #")})</Show>
              <Show when={props.line.closedBy}>
                {(line) => <span class="text-green"> {t("conflict.closedBy", line())}</span>}
              </Show>
            </span>
          )}
        </Show>
      </td>
      <td class="w-full max-w-0 truncate px-2 sm:w-auto sm:max-w-40">
        <Show when={props.line.playerId}>{(id) => <>{desk.players.nameOf(id())}</>}</Show>
      </td>
      <td class="px-2 text-right font-semibold">
        <Show when={props.line.amountCents !== null}>{money(props.line.amountCents ?? 0)}</Show>
      </td>
      <td class="hidden px-2 text-sm text-subtext0 lg:table-cell">
        {desk.staff.isMe(props.line.staffId)
          ? t("money.you")
          : desk.staff.nameOf(props.line.staffId)}
      </td>
      <td class="pr-2 text-right whitespace-nowrap">
        <Show when={props.line.hasReceipt}>
          <button
            class="button button-quiet px-0"
            aria-label={t("receipt.of", props.line.sequence)}
            title={t("receipt.show")}
            onClick={() => props.onChoose("receipt")}
          >
            <Icon name="receipt" />
          </button>
        </Show>
        <Show when={props.line.canBeVoided}>
          {/* On a phone it is in the receipt. */}
          <button
            class="button button-quiet px-0"
            classList={{ "max-sm:hidden": props.line.hasReceipt }}
            aria-label={t("money.voidLine", props.line.sequence)}
            title={t("money.void")}
            onClick={() => props.onChoose("takeBack")}
          >
            <Icon name="undo" />
          </button>
        </Show>
      </td>
    </tr>
  )
}
