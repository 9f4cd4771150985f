import { createSignal, For, Show } from "solid-js"
import type { DevicesAnswer } from "../../../schemas/log.ts"
import { useDesk } from "../../data/desk-context.ts"
import { leafNow } from "../../data/leaf-time.ts"
import { Icon, type IconName } from "../../ui/icon.tsx"
import { locale } from "../../words/language.ts"
import { t } from "../../words/log.ts"
import { formatMoment } from "../sync/rooms.ts"
import { deviceName, staffName } from "./names.ts"
import type { Kind, Row } from "./rows.ts"

const icons: Record<Kind, IconName> = {
  seats: "players",
  out: "out",
  clock: "clock",
  tables: "floor",
  money: "money",
  other: "tonight",
}

/** One act: when, what, who, on which device; and the way to take it back. */
export function LogRow(props: {
  row: Row
  devices: DevicesAnswer["devices"]
  onUndo: (row: Row) => void
}) {
  const { desk } = useDesk()
  const [isOpen, setOpen] = createSignal(false)
  const moment = (at: number) => formatMoment(at, leafNow(), locale())
  const canAsk = () => {
    const { source, isSuperseded, takenBackAt } = props.row
    if (source === null || takenBackAt !== null) return false
    return source.kind === "floor" || !isSuperseded
  }
  return (
    <li
      class="flex items-start gap-3 border-b border-surface0/60 py-1.5 pr-1 pl-3 [content-visibility:auto] [contain-intrinsic-size:auto_4rem] last:border-b-0 md:pl-4"
      classList={{ "bg-yellow/5": props.row.isWaiting }}
    >
      <Icon name={icons[props.row.kind]} class="mt-2.5 size-5 shrink-0 text-subtext0" />
      <div class="min-w-0 grow py-1.5">
        <p
          class="text-pretty [overflow-wrap:anywhere]"
          classList={{
            "text-subtext0 line-through": props.row.takenBackAt !== null || props.row.isOverruled,
          }}
        >
          {props.row.text}
        </p>
        <p class="flex flex-wrap items-center gap-x-2 text-sm text-subtext0">
          <Show
            when={!props.row.isWaiting}
            fallback={
              <span class="pill text-yellow" title={t("log.waitingText")}>
                {t("log.waiting")}
              </span>
            }
          >
            <time dateTime={new Date(props.row.at).toISOString()}>{moment(props.row.at)}</time>
          </Show>
          <span title={props.row.staffId}>
            {"· "}
            {staffName(props.row.staffId, props.row.role, desk.staff)}
          </span>
          <span title={props.row.deviceId ?? ""}>
            {"· "}
            {deviceName(props.row.deviceId, props.devices)}
          </span>
          <Show when={props.row.isLate}>
            <span class="pill" title={t("log.lateText")}>
              {t("log.late")}
            </span>
          </Show>
          <Show when={props.row.isOverruled}>
            <span class="pill text-yellow" title={t("log.overruledText")}>
              {t("log.overruled")}
            </span>
          </Show>
          <Show when={props.row.takenBackAt}>
            {(at) => <span class="pill">{t("log.takenBack", moment(at()))}</span>}
          </Show>
        </p>
        <Show when={props.row.details.length > 0}>
          <details open={isOpen()} onToggle={(event) => setOpen(event.currentTarget.open)}>
            <summary class="min-h-11 cursor-pointer content-center text-sm text-lavender">
              {t("log.details", props.row.details.length)}
            </summary>
            <Show when={isOpen()}>
              <ul class="grid gap-1 pb-2 text-sm text-subtext1">
                <For each={props.row.details}>{(detail) => <li>{detail}</li>}</For>
              </ul>
            </Show>
          </details>
        </Show>
      </div>
      <Show when={canAsk()}>
        <button
          class="button button-quiet shrink-0 px-0"
          classList={{ "text-subtext0": props.row.isSuperseded }}
          aria-label={t("undo.of", props.row.text)}
          title={t("undo.do")}
          onClick={() => props.onUndo(props.row)}
        >
          <Icon name="undo" />
        </button>
      </Show>
    </li>
  )
}
