import { For, type JSX } from "solid-js"
import type { Move } from "../../../domain/moves.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Sheet } from "../../ui/sheet.tsx"
import { t } from "../../words/staff.ts"
import { numberOf } from "./tables.ts"

/** Who would go where, before anybody does; one button carries it out. */
export function MovesSheet(props: {
  title: string
  subtitle: string
  moves: readonly Pick<Move, "from" | "to">[]
  go: string
  onGo: () => void
  onClose: () => void
  children?: JSX.Element
}) {
  const { desk } = useDesk()
  const nameAt = ({ table, seat }: Move["from"]) =>
    desk.players.nameOf(
      desk
        .floor()
        .entries.find(
          (entry) => !entry.out && entry.seat?.table === table && entry.seat.seat === seat,
        )?.playerId,
    )
  return (
    <Sheet
      isOpen
      onClose={props.onClose}
      title={props.title}
      subtitle={props.subtitle}
      closeLabel={t("app.close")}
    >
      <ol class="grid gap-1">
        <For each={props.moves}>
          {({ from, to }) => (
            <li class="flex min-h-12 items-center gap-3 rounded-xl bg-mantle px-3">
              <span class="w-6 text-center text-sm text-subtext0">{from.seat}</span>
              <span class="min-w-0 grow truncate font-semibold">{nameAt(from)}</span>
              <span class="text-lavender" aria-hidden="true">
                →
              </span>
              <span class="font-semibold whitespace-nowrap">
                {t("entry.seat", numberOf(desk.floor(), to.table), to.seat)}
              </span>
            </li>
          )}
        </For>
      </ol>
      {props.children}
      <button
        class="button button-primary mt-4 min-h-14 w-full text-lg"
        onClick={() => props.onGo()}
      >
        {props.go}
      </button>
    </Sheet>
  )
}
