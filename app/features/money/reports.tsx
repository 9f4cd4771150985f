import { createResource, createSignal, For, Match, Show, Switch } from "solid-js"
import * as v from "valibot"
import { Method } from "../../../schemas/account.ts"
import { PlayerId } from "../../../schemas/ids.ts"
import { Report, ReportBy, type ReportRow } from "../../../schemas/report.ts"
import { ReceiptKind } from "../../../schemas/receipt.ts"
import { ask } from "../../data/api.ts"
import { useDesk } from "../../data/desk-context.ts"
import { t as paper } from "../../words/receipt.ts"
import { t } from "../../words/staff.ts"
import { createMoney } from "./money-format.ts"

/** The kinds that make money change hands: a receipt's, and the till's own. */
const ReportedKind = v.picklist([...ReceiptKind.options, "open-till", "close-till", "count-till"])

/** What changed hands, summed up by the Leaf's own SQL; asked for when it is opened. */
export function Reports() {
  const [isOpen, setIsOpen] = createSignal(false)
  return (
    <details class="card" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary class="cursor-pointer px-4 py-3 font-semibold">{t("reports.title")}</summary>
      <Show when={isOpen()}>
        <OpenReports />
      </Show>
    </details>
  )
}

function OpenReports() {
  const { desk } = useDesk()
  const [by, setBy] = createSignal<ReportBy>("kind")
  // A new line of the ledger is a reason to ask again.
  const wanted = () => ({
    by: by(),
    tournament: desk.shown()?.ledgerId ?? null,
    line: desk.ledger.state().lastSequence,
  })
  const [report, { refetch }] = createResource(wanted, ({ by: what, tournament }) => {
    const query = what === "night" || tournament === null ? "" : `?tournament=${tournament}`
    return ask(`/api/reports/${what}${query}`, Report, { token: desk.session.token })
  })
  return (
    <div class="grid gap-3 px-4 pb-4">
      <div class="flex flex-wrap gap-1" role="group" aria-label={t("reports.by")}>
        <For each={ReportBy.options}>
          {(option) => (
            <button
              class="button"
              classList={{ "bg-surface2": by() === option }}
              aria-pressed={by() === option}
              onClick={() => setBy(option)}
            >
              {t(`reports.${option}`)}
            </button>
          )}
        </For>
      </div>
      <Switch fallback={<p aria-busy="true">{t("reports.asking")}</p>}>
        <Match when={report.error}>
          <p class="flex flex-wrap items-center gap-3">
            {t("reports.failed")}
            <button class="button" onClick={() => void refetch()}>
              {t("venue.again")}
            </button>
          </p>
        </Match>
        <Match when={report.latest?.rows.length === 0}>
          <p class="text-subtext0">{t("reports.empty")}</p>
        </Match>
        <Match when={report.latest}>
          {(found) => <ReportTable by={by()} rows={found().rows} />}
        </Match>
      </Switch>
    </div>
  )
}

function ReportTable(props: { by: ReportBy; rows: readonly ReportRow[] }) {
  const money = createMoney()
  const name = createName()
  return (
    <table class="w-full text-left">
      <caption class="sr-only">{t(`reports.${props.by}`)}</caption>
      <thead class="border-b border-surface0 text-sm text-subtext0">
        <tr>
          <th class="py-2 pr-2 font-medium">{t(`reports.${props.by}`)}</th>
          <th class="hidden px-2 text-right font-medium sm:table-cell">{t("reports.lines")}</th>
          <th class="px-2 text-right font-medium">{t("reports.in")}</th>
          <th class="pl-2 text-right font-medium">{t("reports.out")}</th>
        </tr>
      </thead>
      <tbody>
        <For each={props.rows}>
          {(row) => (
            <tr class="h-11 border-b border-surface0/60 last:border-b-0">
              <td class="w-full max-w-0 truncate pr-2">{name(props.by, row.of)}</td>
              <td class="hidden px-2 text-right text-subtext0 sm:table-cell">{row.lines}</td>
              <td class="px-2 text-right font-semibold whitespace-nowrap">{money(row.inCents)}</td>
              <td class="pl-2 text-right font-semibold whitespace-nowrap">{money(row.outCents)}</td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  )
}

/** What a row is of, in people's words; an id stays where this device knows no better. */
function createName(): (by: ReportBy, of: string | null) => string {
  const { desk } = useDesk()
  const names: Record<ReportBy, (of: string) => string> = {
    night: (of) =>
      of === "house"
        ? t("reports.house")
        : (desk.tournaments().find(({ id }) => id === of)?.name ?? of),
    cashier: (of) => (desk.staff.isMe(of) ? t("money.you") : desk.staff.nameOf(of)),
    player: (of) => desk.players.nameOf(v.parse(PlayerId, of)),
    kind: (of) => (v.is(ReportedKind, of) ? t(`kind.${of}`) : of),
    method: (of) => (v.is(Method, of) ? paper(`method.${of}`) : of),
  }
  return (by, of) => (of === null ? "–" : names[by](of))
}
