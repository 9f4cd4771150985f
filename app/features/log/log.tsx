import { createEffect, createMemo, createSignal, For, Match, Show, Switch } from "solid-js"
import type { LogLine } from "../../../schemas/log.ts"
import type { Sequence } from "../../../schemas/units.ts"
import { createActionLog } from "../../data/action-log.ts"
import { useDesk } from "../../data/desk-context.ts"
import { endSession } from "../../data/session.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon } from "../../ui/icon.tsx"
import { createInSight } from "../../ui/in-sight.ts"
import { locale } from "../../words/language.ts"
import { t } from "../../words/log.ts"
import { t as staff } from "../../words/staff.ts"
import { agoText } from "../floor/ago.ts"
import { moneyLines } from "../money/lines.ts"
import { VoidSheet } from "../money/void-sheet.tsx"
import { NoTournament } from "../tonight/no-tournament.tsx"
import { DeviceNameButton } from "./device-name.tsx"
import { Filters } from "./filters.tsx"
import { createLogRows } from "./log-rows.ts"
import { LogRow } from "./log-row.tsx"
import { deviceName, staffName } from "./names.ts"
import { type Filter, filtered, NO_FILTER, type Row } from "./rows.ts"
import { UndoSheet } from "./undo-sheet.tsx"

type Chosen = { kind: "floor"; line: LogLine } | { kind: "money"; line: Sequence }

/** Who did what, on which device, and when; and the way to take it back. */
export function Log() {
  const { desk } = useDesk()
  const session = { token: desk.session.token, onSignedOut: () => endSession(desk.session) }
  const log = createActionLog(desk.selected, session)
  const { devices, setDevices } = log
  const rows = createLogRows(log)
  const [filter, setFilter] = createSignal<Filter>(NO_FILTER)
  const [chosen, setChosen] = createSignal<Chosen | null>(null)
  const wordsOf = (row: Row) => [
    row.text,
    ...row.details,
    staffName(row.staffId, row.role, desk.staff),
    deviceName(row.deviceId, devices()),
  ]
  const shown = createMemo(() => filtered(rows(), filter(), wordsOf))
  const onUndo = ({ source }: Row) => {
    if (source?.kind === "floor") setChosen(source)
    if (source?.kind === "money") setChosen({ kind: "money", line: source.line.sequence })
  }
  const chosenFloor = () => {
    const current = chosen()
    return current?.kind === "floor" ? current.line : null
  }
  const money = createMemo(() => {
    const tournament = desk.selected()
    return tournament === null ? [] : moneyLines(desk.ledger.lines(), tournament)
  })
  const chosenMoney = () => {
    const current = chosen()
    if (current?.kind !== "money") return null
    return money().find(({ sequence }) => sequence === current.line) ?? null
  }
  return (
    <Show when={desk.selected()} fallback={<NoTournament />}>
      <div class="mx-auto grid max-w-5xl grid-cols-1 gap-3">
        <header class="flex min-h-11 min-w-0 items-center justify-between gap-3 px-1">
          <h1 class="text-xl font-semibold">{staff("section.log")}</h1>
          <DeviceNameButton devices={devices()} onNamed={setDevices} />
        </header>
        <Filters filter={filter()} rows={rows()} devices={devices()} onFilter={setFilter} />
        <Freshness isLive={log.isLive()} heardAt={log.heardAt()} />
        <Switch>
          <Match when={shown().length > 0}>
            <Lines rows={shown()} devices={devices()} onUndo={onUndo} />
          </Match>
          <Match when={rows().length > 0}>
            <div class="card flex flex-wrap items-center gap-3 px-4 py-3">
              <p class="grow">{t("log.noMatch")}</p>
              <button class="button" onClick={() => setFilter(NO_FILTER)}>
                {t("log.clear")}
              </button>
            </div>
          </Match>
          <Match when={log.isEnd()}>
            <Empty icon="log" title={t("log.none")} text={t("log.noneText")} />
          </Match>
        </Switch>
        <Foot log={log} oldestAt={log.lines().at(-1)?.at ?? null} />
      </div>
      <Show when={chosenFloor()} keyed>
        {(line) => (
          <UndoSheet
            line={line}
            rows={rows()}
            lines={log.lines()}
            onVoid={(sequence) => setChosen({ kind: "money", line: sequence })}
            onClose={() => setChosen(null)}
          />
        )}
      </Show>
      <VoidSheet
        line={chosenMoney()}
        lines={money()}
        onChoose={({ sequence }) => setChosen({ kind: "money", line: sequence })}
        onClose={() => setChosen(null)}
      />
    </Show>
  )
}

/** Rows by their ids, so that one stays the same element when another comes above it. */
function Lines(props: {
  rows: readonly Row[]
  devices: Parameters<typeof LogRow>[0]["devices"]
  onUndo: (row: Row) => void
}) {
  const ids = createMemo(() => props.rows.map(({ id }) => id))
  const byId = createMemo(() => new Map(props.rows.map((row) => [row.id, row])))
  return (
    <ul class="card overflow-hidden" aria-label={staff("section.log")}>
      <For each={ids()}>
        {(id) => (
          <Show when={byId().get(id)}>
            {(row) => (
              <LogRow row={row()} devices={props.devices} onUndo={(each) => props.onUndo(each)} />
            )}
          </Show>
        )}
      </For>
    </ul>
  )
}

/** How old what is seen of the floor is. */
function Freshness(props: { isLive: boolean; heardAt: number | null }) {
  const { desk } = useDesk()
  const isAway = () => !props.isLive && !desk.sync().isConnected
  return (
    <p
      role="status"
      class="flex min-h-6 items-center gap-2 px-1 text-sm text-subtext0"
      classList={{ "text-yellow": isAway() }}
    >
      <Switch>
        <Match when={props.isLive}>
          <span class="size-2 rounded-full bg-green" />
          {t("log.live")}
        </Match>
        <Match when={isAway()}>
          <Icon name="warning" class="size-5 shrink-0" />
          {props.heardAt === null
            ? t("log.awayNever")
            : t("log.away", agoText(Date.now() - props.heardAt, locale()))}
        </Match>
        <Match when={props.heardAt === null}>{t("log.reading")}</Match>
      </Switch>
    </p>
  )
}

/** The end of what was read: coming into sight it reads on, until there is nothing older. */
function Foot(props: { log: ReturnType<typeof createActionLog>; oldestAt: number | null }) {
  const [isInSight, ref] = createInSight()
  createEffect(() => {
    const { isLive, isReading, isEnd, readOn } = props.log
    if (isInSight() && isLive() && !isReading() && !isEnd()) readOn()
  })
  const time = () =>
    new Date(props.oldestAt ?? 0).toLocaleTimeString(locale(), {
      hour: "2-digit",
      minute: "2-digit",
    })
  return (
    <p ref={ref} class="min-h-6 px-1 text-center text-sm text-subtext0">
      <Switch>
        <Match when={props.log.isEnd() && props.oldestAt !== null}>{t("log.begin")}</Match>
        <Match when={!props.log.isEnd() && props.oldestAt !== null && props.log.isLive()}>
          {t("log.lookingBack", time())}
        </Match>
      </Switch>
    </p>
  )
}
