import { createEffect, createMemo, createSignal, Index, on, Show } from "solid-js"
import type { FloorEntry } from "../../../domain/tournament.ts"
import type { TableId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { seatActs } from "../../data/seat-acts.ts"
import { Icon } from "../../ui/icon.tsx"
import { LookOnly } from "../../ui/look-only.tsx"
import { Sheet } from "../../ui/sheet.tsx"
import { createTicking } from "../../ui/ticking.ts"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/floor.ts"
import { locale } from "../../words/language.ts"
import { t as tr } from "../../words/people.ts"
import { t as tp } from "../../words/players.ts"
import { t as ts } from "../../words/staff.ts"
import { agoText } from "./ago.ts"
import { CountRun } from "./count-run.tsx"
import { type TableView, tableViews } from "./tables.ts"

/**
 * Where the button of one table is: one tap on a seat says it, one more deals the next hand. And its
 * stacks, counted one after the other.
 */
export function TableSheet(props: { tableId: TableId | null; onClose: () => void }) {
  const { desk } = useDesk()
  const now = createTicking()
  const isTheirs = () => desk.may.writeFloor("button/table")
  const view = createMemo(() =>
    tableViews(desk.floor()).find(({ table }) => table.tableId === props.tableId),
  )
  const seatAt = (tableId: TableId) =>
    desk.floor().tables.find((table) => table.tableId === tableId)?.button?.button
  const [counting, setCounting] = createSignal<readonly FloorEntry[] | null>(null)
  createEffect(
    on(
      () => props.tableId,
      () => setCounting(null),
    ),
  )
  const sitting = () => view()?.seats.flatMap(({ entry }) => entry ?? []) ?? []
  const done = (tableId: TableId, number: number, undo: () => void) => {
    const seat = seatAt(tableId)
    if (seat !== undefined)
      say(t("button.done", number, seat), { label: ts("app.undo"), run: undo })
  }
  return (
    <Show when={view()}>
      {(current) => (
        <Sheet
          isOpen
          onClose={props.onClose}
          title={ts("floor.table", current().table.number)}
          subtitle={
            <Show when={current().table.button} fallback={t("button.unknown")}>
              {(said) => (
                <>{t("button.said", said().button, agoText(now() - said().at, locale()))}</>
              )}
            </Show>
          }
          closeLabel={ts("app.close")}
        >
          <div class="mb-4 empty:hidden">
            <LookOnly when={!isTheirs()} text={tr("only.floorText")} />
          </div>
          <Show
            when={counting()}
            fallback={
              <>
                <Show when={sitting().length > 0}>
                  <button
                    class="button mb-4 min-h-14 w-full text-lg"
                    disabled={!isTheirs()}
                    onClick={() => setCounting(sitting())}
                  >
                    <Icon name="count" class="size-6" />
                    {tp("run.open")}
                  </button>
                </Show>
                <ButtonChoice view={current()} onDone={done} />
              </>
            }
          >
            {(entries) => (
              <CountRun table={current().table.number} entries={entries()} onDone={props.onClose} />
            )}
          </Show>
        </Sheet>
      )}
    </Show>
  )
}

/** The seats of a table, to say at which of them the button is. */
function ButtonChoice(props: {
  view: TableView
  onDone: (tableId: TableId, number: number, undo: () => void) => void
}) {
  const { desk } = useDesk()
  const acts = seatActs(desk)
  const isTheirs = () => desk.may.writeFloor("button/table")
  return (
    <Show when={props.view.players >= 2} fallback={<p class="text-subtext1">{t("button.few")}</p>}>
      <Show when={props.view.table.button}>
        <button
          class="button button-primary mb-4 min-h-16 w-full text-lg"
          disabled={!isTheirs()}
          onClick={() => {
            const { tableId, number } = props.view.table
            props.onDone(tableId, number, acts.dealNextHand(tableId))
          }}
        >
          <Icon name="next" class="size-6" />
          {t("button.next")}
        </button>
      </Show>
      <p class="mb-2 text-subtext1" id="button-where">
        {t("button.where")}
      </p>
      <ul class="grid grid-cols-2 gap-2" aria-labelledby="button-where">
        <Index each={props.view.seats}>
          {(seat) => {
            const name = () => desk.players.nameOf(seat().entry?.playerId)
            const hasButton = () => seat().marks.includes("button")
            return (
              <li>
                <button
                  class="button min-h-14 w-full justify-start gap-3 px-3 text-left"
                  classList={{ "button-primary": hasButton() }}
                  aria-pressed={hasButton()}
                  disabled={!isTheirs()}
                  onClick={() => {
                    const { tableId, number } = props.view.table
                    props.onDone(tableId, number, acts.sayButton(tableId, seat().seat))
                  }}
                >
                  <span class="sr-only">
                    {t("button.seat", seat().seat, seat().entry ? name() : "")}
                  </span>
                  <span class="w-5 shrink-0 text-center" aria-hidden="true">
                    {seat().seat}
                  </span>
                  <span class="min-w-0 truncate" aria-hidden="true">
                    {seat().entry ? name() : "–"}
                  </span>
                </button>
              </li>
            )
          }}
        </Index>
      </ul>
    </Show>
  )
}
