import { createSignal, Index, Show } from "solid-js"
import type { RefusalReason } from "../../../schemas/wire.ts"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/rooms.ts"
import type { Names } from "./names.ts"

const SHOWN_AT_FIRST = 3

type RefusedEdit = {
  room: string
  key: string | null
  reason: RefusalReason
  bearer: string
  at: number
}

/** What was not taken from whom, and why: the one thing here that somebody may have to act on. */
export function RefusedEdits(props: {
  edits: readonly RefusedEdit[]
  names: Names
  /** Where the list is of several rooms. */
  onLook?: (room: string) => void
}) {
  const [isWhole, setWhole] = createSignal(false)
  const shown = () => (isWhole() ? props.edits : props.edits.slice(0, SHOWN_AT_FIRST))
  return (
    <Show
      when={props.edits.length > 0}
      fallback={
        <p class="card flex min-h-12 items-center gap-3 px-4">
          <Icon name="check" class="size-5 shrink-0 text-green" />
          {t("rooms.refusedNone")}
        </p>
      }
    >
      <section class="overflow-hidden rounded-2xl border border-red bg-red/8">
        <h2 class="flex items-center gap-3 px-4 pt-3 font-semibold">
          <Icon name="warning" class="size-5 shrink-0 text-red" />
          {t("rooms.refused")}
          <span class="ml-auto text-sm font-normal text-subtext0 max-sm:hidden">
            {t("rooms.refusedText")}
          </span>
        </h2>
        <ul class="py-1" aria-label={t("rooms.refused")}>
          <Index each={shown()}>
            {(edit) => (
              <li class="border-b border-surface0/60 last:border-b-0">
                <RefusedRow edit={edit()} names={props.names} onLook={props.onLook} />
              </li>
            )}
          </Index>
        </ul>
        <Show when={props.edits.length > SHOWN_AT_FIRST && !isWhole()}>
          <button class="button button-quiet w-full" onClick={() => setWhole(true)}>
            {t("rooms.refusedAll", props.edits.length)}
          </button>
        </Show>
      </section>
    </Show>
  )
}

function RefusedRow(props: {
  edit: RefusedEdit
  names: Names
  onLook: ((room: string) => void) | undefined
}) {
  const face = () => (
    <>
      <span class="min-w-0 grow">
        <span class="block truncate font-semibold">
          {props.edit.reason === "sent_away"
            ? t("rooms.wholeEdit")
            : props.names.field(props.edit.room, props.edit.key)}
          <Show when={props.onLook}>
            <span class="font-normal text-subtext0"> · {props.names.title(props.edit.room)}</span>
          </Show>
        </span>
        <span class="block text-sm text-pretty text-red">{props.names.reason(props.edit)}</span>
      </span>
      <span class="shrink-0 text-right text-sm">
        <span class="block max-w-36 truncate" title={props.edit.bearer}>
          {props.names.bearer(props.edit.bearer)}
        </span>
        <span class="block text-subtext0">{props.names.moment(props.edit.at)}</span>
      </span>
    </>
  )
  return (
    <Show
      when={props.onLook}
      fallback={<div class="flex min-h-14 items-center gap-4 px-4 py-2">{face()}</div>}
    >
      {(look) => (
        <button
          class="flex min-h-14 w-full items-center gap-4 px-4 py-2 text-left hover:bg-surface0"
          onClick={() => look()(props.edit.room)}
        >
          {face()}
        </button>
      )}
    </Show>
  )
}
