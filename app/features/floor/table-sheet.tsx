import { createMemo, Index, Show } from "solid-js"
import type { TableId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { LookOnly } from "../../ui/look-only.tsx"
import { Sheet } from "../../ui/sheet.tsx"
import { createTicking } from "../../ui/ticking.ts"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/floor.ts"
import { locale } from "../../words/language.ts"
import { t as tp } from "../../words/people.ts"
import { t as ts } from "../../words/staff.ts"
import { agoText } from "./ago.ts"
import { tableViews } from "./tables.ts"

/** Where the button of one table is: one tap on a seat says it, one more deals the next hand. */
export function TableSheet(props: { tableId: TableId | null; onClose: () => void }) {
  const { desk, acts } = useDesk()
  const now = createTicking()
  const isTheirs = () => desk.may.writeFloor("button/table")
  const view = createMemo(() =>
    tableViews(desk.floor()).find(({ table }) => table.tableId === props.tableId),
  )
  const seatAt = (tableId: TableId) =>
    desk.floor().tables.find((table) => table.tableId === tableId)?.button?.button
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
            <LookOnly when={!isTheirs()} text={tp("only.floorText")} />
          </div>
          <Show
            when={current().players >= 2}
            fallback={<p class="text-subtext1">{t("button.few")}</p>}
          >
            <Show when={current().table.button}>
              <button
                class="button button-primary mb-4 min-h-16 w-full text-lg"
                disabled={!isTheirs()}
                onClick={() => {
                  const { tableId, number } = current().table
                  done(tableId, number, acts.dealNextHand(tableId))
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
              <Index each={current().seats}>
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
                          const { tableId, number } = current().table
                          done(tableId, number, acts.sayButton(tableId, seat().seat))
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
        </Sheet>
      )}
    </Show>
  )
}
