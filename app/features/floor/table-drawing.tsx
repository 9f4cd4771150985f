import { For, Index, Show } from "solid-js"
import type { EntryId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { createInSight } from "../../ui/in-sight.ts"
import { t as tf } from "../../words/floor.ts"
import { t } from "../../words/staff.ts"
import type { Drag } from "./seat-drag.ts"
import { type Mark, seatKey, type SeatView, shortName, type TableView } from "./tables.ts"

/** One table from above: the felt, its rail, and a button for everybody at it. */
export function TableDrawing(props: {
  view: TableView
  drag: Drag | null
  onChoose: (entryId: EntryId) => void
  onOpen: () => void
  onGrab: (event: PointerEvent, entryId: EntryId) => void
}) {
  const { desk } = useDesk()
  const [isInSight, ref] = createInSight()
  const keyOf = (seat: number) => seatKey(props.view.table.tableId, seat)
  return (
    <section
      ref={ref}
      class="relative aspect-[10/7] w-full"
      aria-label={t("floor.table", props.view.table.number)}
    >
      <div class="absolute inset-x-[9%] inset-y-[13%] rounded-[50%/50%] bg-rail p-2">
        <div class="felt grid h-full place-content-center justify-items-center rounded-[50%/50%] border border-black/40">
          <button
            class="grid min-h-20 min-w-28 place-content-center justify-items-center rounded-2xl px-4 hover:bg-black/25"
            onClick={() => props.onOpen()}
          >
            <span class="sr-only">
              {tf("button.open", props.view.table.number)}, {props.view.players} /{" "}
              {props.view.table.seats}
            </span>
            <span class="text-5xl font-bold text-text/90" aria-hidden="true">
              {props.view.table.number}
            </span>
            <span class="text-sm text-subtext1" aria-hidden="true">
              {props.view.players} / {props.view.table.seats}
            </span>
          </button>
        </div>
      </div>
      <Index each={isInSight() ? props.view.seats : []}>
        {(seat) => (
          <>
            <Marks view={seat()} />
            <div
              class="absolute w-[23.5%] -translate-x-1/2 -translate-y-1/2"
              style={{ left: `${seat().place.x}%`, top: `${seat().place.y}%` }}
              data-seat={keyOf(seat().seat)}
            >
              <Show
                when={seat().entry}
                fallback={
                  <EmptySeat
                    seat={seat().seat}
                    isTarget={props.drag !== null}
                    isOver={props.drag?.over === keyOf(seat().seat)}
                  />
                }
              >
                {(entry) => (
                  <TakenSeat
                    table={props.view.table.number}
                    view={seat()}
                    name={desk.players.nameOf(entry().playerId)}
                    isDragged={props.drag?.entryId === entry().entryId}
                    onChoose={() => props.onChoose(entry().entryId)}
                    onGrab={(event) => props.onGrab(event, entry().entryId)}
                  />
                )}
              </Show>
            </div>
          </>
        )}
      </Index>
    </section>
  )
}

const markText: Record<Mark, { short: string; class: string }> = {
  button: { short: "D", class: "bg-text text-crust" },
  small: { short: "SB", class: "bg-sky text-crust" },
  big: { short: "BB", class: "bg-yellow text-crust" },
}

/** Button and blinds lie on the felt between a seat and the middle. */
function Marks(props: { view: SeatView }) {
  const towardsMiddle = (at: number) => `${at + (50 - at) * 0.36}%`
  return (
    <Show when={props.view.marks.length > 0}>
      <p
        class="pointer-events-none absolute z-10 flex -translate-x-1/2 -translate-y-1/2 gap-0.5"
        style={{ left: towardsMiddle(props.view.place.x), top: towardsMiddle(props.view.place.y) }}
        aria-hidden="true"
      >
        <For each={props.view.marks}>
          {(mark) => (
            <span
              class={`grid size-6 place-content-center rounded-full text-[0.625rem] font-bold shadow-md ${markText[mark].class}`}
            >
              {markText[mark].short}
            </span>
          )}
        </For>
      </p>
    </Show>
  )
}

function TakenSeat(props: {
  table: number
  view: SeatView
  name: string
  isDragged: boolean
  onChoose: () => void
  onGrab: (event: PointerEvent) => void
}) {
  const marks = () => props.view.marks.map((mark) => `, ${tf(`mark.${mark}`)}`).join("")
  return (
    <button
      class="flex h-13 w-full min-w-11 touch-manipulation flex-col items-center justify-center rounded-xl border bg-base px-1 leading-tight select-none hover:bg-surface0"
      classList={{
        "border-surface2": !props.view.hasClash,
        "border-2 border-red": props.view.hasClash,
        "opacity-40": props.isDragged,
      }}
      onClick={() => props.onChoose()}
      onPointerDown={(event) => props.onGrab(event)}
    >
      <span class="sr-only">
        {t("floor.seatOf", props.table, props.view.seat, props.name)}
        {marks()}
      </span>
      <span class="text-[0.6875rem] text-subtext0" aria-hidden="true">
        {props.view.seat}
      </span>
      <span class="max-w-full truncate text-sm font-semibold" aria-hidden="true">
        {shortName(props.name)}
      </span>
    </button>
  )
}

function EmptySeat(props: { seat: number; isTarget: boolean; isOver: boolean }) {
  return (
    <div
      class="grid h-13 place-content-center rounded-xl border border-dashed text-sm"
      classList={{
        "border-surface2 bg-mantle/80 text-subtext0": !props.isTarget,
        "border-2 border-lavender bg-mantle text-lavender": props.isTarget && !props.isOver,
        "border-2 border-green bg-green text-crust font-bold": props.isOver,
      }}
    >
      {props.seat}
    </div>
  )
}
