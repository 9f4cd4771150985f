import { createMemo, Index, Show } from "solid-js"
import type { SeatedTable } from "../../../../schemas/display.ts"
import { t } from "../../../words/display.ts"
import { pageOf, type WidgetProps } from "../display-face.ts"
import { chipsText } from "./parts.tsx"

/** A table needs so many squares of the grid. */
const TABLE_WIDTH = 5.6
const TABLE_HEIGHT = 5.2
/** As long as it takes to find one's name on it. */
const TURN_MS = 12_000

/** Who sits where, table by table; where not all have room, they take turns. */
export function Seating(props: WidgetProps) {
  const tables = () => props.view.shown().people.tables ?? []
  const most = () => ({
    columns: Math.max(1, Math.floor(props.widget.w / TABLE_WIDTH)),
    rows: Math.max(1, Math.floor((props.widget.h - 0.9) / TABLE_HEIGHT)),
  })
  /** Few tables share the room in as few rows as hold them. */
  const shape = createMemo(() => {
    const { columns, rows } = most()
    const shown = Math.min(tables().length, columns * rows)
    const needed = Math.max(1, Math.ceil(shown / columns))
    return { rows: needed, columns: Math.max(1, Math.ceil(shown / needed)) }
  })
  /** How high a name is, in squares: as high as a seat allows, and never wider than its table. */
  const nameSize = createMemo(() => {
    const seats = Math.max(2, ...tables().map((table) => table.seats))
    const seatHeight = ((props.widget.h - 0.9) / shape().rows - 0.9) / (seats + 1)
    return Math.min(seatHeight * 0.74, props.widget.w / shape().columns / 11)
  })
  const page = createMemo(() =>
    pageOf(tables(), shape().rows * shape().columns, props.view.seconds(), TURN_MS),
  )
  return (
    <section class="w-list" style={{ "--cells": String(props.widget.h) }}>
      <h2 class="w-head">
        <span>{t("display.seating")}</span>
        <Show when={page().pages > 1}>
          <span>
            {page().page + 1} / {page().pages}
          </span>
        </Show>
      </h2>
      <Show when={tables().length > 0} fallback={<p class="w-empty">{t("display.noSeating")}</p>}>
        <div
          class="w-tables"
          style={{
            "--rows": String(shape().rows),
            "--columns": String(shape().columns),
            "--name": String(nameSize()),
          }}
        >
          <Index each={page().items}>{(table) => <Table table={table()} />}</Index>
        </div>
      </Show>
    </section>
  )
}

function Table(props: { table: SeatedTable }) {
  const seats = () => Array.from({ length: props.table.seats }, (_, index) => index + 1)
  const at = (seat: number) => props.table.players.find((player) => player.seat === seat)
  return (
    <div class="w-table">
      <h3>
        <span>{t("display.table", props.table.number)}</span>
        <span>
          {props.table.players.length} / {props.table.seats}
        </span>
      </h3>
      <ol style={{ "--seats": String(props.table.seats) }}>
        <Index each={seats()}>
          {(seat) => (
            <li>
              <span>{seat()}</span>
              <Show when={at(seat())} fallback={<span class="text-subtext1">–</span>}>
                {(player) => (
                  <>
                    <span>{player().name ?? t("display.player")}</span>
                    <Show when={player().chips}>
                      {(chips) => <span>{chipsText(chips())}</span>}
                    </Show>
                  </>
                )}
              </Show>
            </li>
          )}
        </Index>
      </ol>
    </div>
  )
}
