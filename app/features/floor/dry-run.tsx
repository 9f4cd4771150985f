import { For } from "solid-js"
import type { FloorMove } from "../../../domain/floor-moves.ts"
import type { TableId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { t } from "../../words/floor.ts"
import { t as ts } from "../../words/staff.ts"
import { tableViews, type TableView } from "./tables.ts"

/** Two tables as a move would leave them: who goes, where to, how many sit there before and after. */
export function DryRun(props: { move: FloorMove }) {
  const { desk } = useDesk()
  const viewOf = (tableId: TableId) =>
    tableViews(desk.floor()).filter(({ table }) => table.tableId === tableId)
  return (
    <div class="flex items-center justify-center gap-3" aria-hidden="true">
      <For each={viewOf(props.move.from.table)}>
        {(view) => <Small view={view} seat={props.move.from.seat} change={-1} />}
      </For>
      <span class="text-2xl text-lavender">→</span>
      <For each={viewOf(props.move.to.table)}>
        {(view) => <Small view={view} seat={props.move.to.seat} change={1} />}
      </For>
    </div>
  )
}

function Small(props: { view: TableView; seat: number; change: 1 | -1 }) {
  const colour = (seat: number, isTaken: boolean) => {
    if (seat === props.seat) return props.change === 1 ? "fill-green" : "fill-red"
    return isTaken ? "fill-text" : "fill-surface1"
  }
  return (
    <figure class="grid justify-items-center gap-1">
      <svg viewBox="0 0 100 74" class="w-34">
        <ellipse cx="50" cy="37" rx="36" ry="22" class="fill-felt stroke-rail" stroke-width="4" />
        <text x="50" y="44" text-anchor="middle" class="fill-text text-[20px] font-bold">
          {props.view.table.number}
        </text>
        <For each={props.view.seats}>
          {({ seat, place, entry }) => (
            <circle
              cx={place.x}
              cy={place.y * 0.74}
              r={seat === props.seat ? 7 : 5}
              class={colour(seat, entry !== null)}
            />
          )}
        </For>
      </svg>
      <figcaption class="text-sm text-subtext0">
        {ts("floor.table", props.view.table.number)}:{" "}
        {t("suggest.count", props.view.players, props.view.players + props.change)}
      </figcaption>
    </figure>
  )
}
