import { createSignal, For, Show } from "solid-js"
import type { TableBreak } from "../../../domain/floor.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { Sheet } from "../../ui/sheet.tsx"
import { say, sayProblem } from "../../ui/toasts.tsx"
import { t } from "../../words/staff.ts"

/** Breaking a table: who moves where is shown first; nothing moves by itself. */
export function BreakTable() {
  const { desk, acts } = useDesk()
  const [plan, setPlan] = createSignal<TableBreak | null>(null)
  const hasTables = () => desk.floor().tables.filter(({ status }) => status === "open").length > 1
  const show = () => {
    const made = acts.planBreak()
    if (made) setPlan(made)
    else sayProblem(t("break.noRoom"))
  }
  return (
    <Show when={hasTables()}>
      <button class="button" onClick={show}>
        <Icon name="merge" />
        {t("break.open")}
      </button>
      <Show when={plan()}>
        {(current) => <BreakSheet planned={current()} onClose={() => setPlan(null)} />}
      </Show>
    </Show>
  )
}

function BreakSheet(props: { planned: TableBreak; onClose: () => void }) {
  const { desk, acts } = useDesk()
  const numberOf = (tableId: string) =>
    desk.floor().tables.find((table) => table.tableId === tableId)?.number ?? 0
  const nameAt = (tableId: string, seat: number) =>
    desk.players.nameOf(
      desk
        .floor()
        .entries.find(
          (entry) => !entry.out && entry.seat?.table === tableId && entry.seat.seat === seat,
        )?.playerId,
    )
  const number = () => numberOf(props.planned.plan.breaks)
  const carryOut = () => {
    const text = t("break.done", number())
    const undo = acts.write(props.planned.writes)
    props.onClose()
    say(text, { label: t("app.undo"), run: undo })
  }
  return (
    <Sheet
      isOpen
      onClose={props.onClose}
      title={t("break.title", number())}
      subtitle={t("break.text", props.planned.plan.moves.length)}
      closeLabel={t("app.close")}
    >
      <ol class="grid gap-1">
        <For each={props.planned.plan.moves}>
          {({ from, to }) => (
            <li class="flex min-h-12 items-center gap-3 rounded-xl bg-mantle px-3">
              <span class="w-6 text-center text-sm text-subtext0">{from.seat}</span>
              <span class="min-w-0 grow truncate font-semibold">
                {nameAt(from.table, from.seat)}
              </span>
              <span class="text-lavender" aria-hidden="true">
                →
              </span>
              <span class="font-semibold whitespace-nowrap">
                {t("entry.seat", numberOf(to.table), to.seat)}
              </span>
            </li>
          )}
        </For>
      </ol>
      <button class="button button-primary mt-4 min-h-14 w-full text-lg" onClick={carryOut}>
        {t("break.go", number())}
      </button>
    </Sheet>
  )
}
