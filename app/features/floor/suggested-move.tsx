import { createSignal, For, Show } from "solid-js"
import type { SeatRole } from "../../../domain/button.ts"
import type { FloorMove } from "../../../domain/floor-moves.ts"
import type { TableId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { seatActs } from "../../data/seat-acts.ts"
import { Sheet } from "../../ui/sheet.tsx"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/floor.ts"
import { t as ts } from "../../words/staff.ts"
import { DryRun } from "./dry-run.tsx"
import { entryOf, numberOf } from "./tables.ts"

/** One move that evens the tables out: one tap does it, another shows the rule and the reason. */
export function SuggestedMove(props: {
  move: FloorMove
  others: number
  onOpenTable: (tableId: TableId) => void
}) {
  const { desk } = useDesk()
  const acts = seatActs(desk)
  const [isAsked, setAsked] = createSignal(false)
  const name = () => desk.players.nameOf(entryOf(desk.floor(), props.move.entryId)?.playerId)
  const number = (tableId: TableId) => numberOf(desk.floor(), tableId)
  const carryOut = () => {
    const { entryId, to, mover } = props.move
    const why = mover === "drawn" ? "balance-by-lot" : "balance"
    const text = t("move.done", name(), number(to.table), to.seat)
    say(text, { label: ts("app.undo"), run: acts.move(entryId, to, why) })
    setAsked(false)
  }
  const open = (tableId: TableId) => {
    setAsked(false)
    props.onOpenTable(tableId)
  }
  const Go = (given: { class?: string }) => (
    <button class={`button button-primary min-w-0 ${given.class ?? ""}`} onClick={carryOut}>
      <span class="truncate">{t("suggest.move", name())}</span>
      <span aria-hidden="true">→</span>
      <span class="whitespace-nowrap">
        {ts("entry.seat", number(props.move.to.table), props.move.to.seat)}
      </span>
    </button>
  )
  return (
    <>
      <Go />
      <button class="button" onClick={() => setAsked(true)}>
        {t("suggest.why")}
      </button>
      <Show when={isAsked()}>
        <Sheet
          isOpen
          onClose={() => setAsked(false)}
          title={t("suggest.balance")}
          subtitle={ruleText(props.move)}
          closeLabel={ts("app.close")}
        >
          <div class="grid gap-4">
            <DryRun move={props.move} />
            <p class="text-lg text-pretty">
              {moverText(name(), number(props.move.from.table), props.move)}
            </p>
            <p class="text-lg text-pretty">{roleText(props.move.role)}</p>
            <Go class="min-h-14 w-full" />
            <For each={withoutButton(props.move)}>
              {(tableId) => (
                <button class="button min-h-14 w-full" onClick={() => open(tableId)}>
                  {t("button.open", number(tableId))}
                </button>
              )}
            </For>
            <Show when={props.others > 0}>
              <p class="text-subtext0">{t("suggest.more", props.others)}</p>
            </Show>
          </div>
        </Sheet>
      </Show>
    </>
  )
}

/** The tables where somebody could say where the button is, and has not. */
const withoutButton = ({ mover, role, from, to }: FloorMove): TableId[] => [
  ...(mover === "drawn" ? [from.table] : []),
  ...(role === null ? [to.table] : []),
]

const ruleText = ({ mover, rule }: FloorMove): string =>
  mover === "drawn" ? t("suggest.houseRule") : rule

const moverText = (name: string, table: number, { mover }: FloorMove): string =>
  mover === "drawn" ? t("suggest.drawn", name, table) : t("suggest.nextBigBlind", name, table)

function roleText(role: SeatRole | null): string {
  switch (role?.kind) {
    case undefined:
      return t("role.unknown")
    case "big-blind":
      return t(role.isSingle ? "role.bigBlindAlone" : "role.bigBlind")
    case "small-blind":
      return t("role.smallBlind")
    case "button":
      return t("role.button")
    case "waits":
      return t("role.waits")
    case "later":
      return t("role.later", role.hands)
  }
}
