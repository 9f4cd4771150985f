import { For, Index, Show } from "solid-js"
import { formatChips } from "../../../domain/money.ts"
import type { StackCount } from "../../../schemas/documents/tournament.ts"
import type { EntryId } from "../../../schemas/ids.ts"
import type { Millis } from "../../../schemas/units.ts"
import { useDesk } from "../../data/desk-context.ts"
import { createInSight } from "../../ui/in-sight.ts"
import { t as tf } from "../../words/floor.ts"
import { locale } from "../../words/language.ts"
import { t as tp } from "../../words/players.ts"
import { t } from "../../words/staff.ts"
import { oldText, shortStack } from "../players/stack-text.ts"
import type { Drag } from "./seat-drag.ts"
import { type Mark, seatKey, type SeatView, shortName, type TableView } from "./tables.ts"

/** One table from above: the felt, its rail, and a button for everybody at it. */
export function TableDrawing(props: {
  view: TableView
  drag: Drag | null
  /** The time that ages of stacks are told by; it need not be exact. */
  now: Millis
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
                    now={props.now}
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
  now: Millis
  isDragged: boolean
  onChoose: () => void
  onGrab: (event: PointerEvent) => void
}) {
  const chips = () => props.view.entry?.chips
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
        <Show when={chips()}>
          {(stack) => <>, {tp("count.stack", formatChips(stack().count, locale()))}</>}
        </Show>
      </span>
      <span
        class="flex max-w-full items-baseline gap-1.5 text-[0.6875rem] whitespace-nowrap text-subtext0"
        aria-hidden="true"
      >
        {props.view.seat}
        <Show when={chips()}>
          {(stack) => <Stack stack={stack()} age={oldText(props.now - stack().at)} />}
        </Show>
      </span>
      <span class="max-w-full truncate text-sm font-semibold" aria-hidden="true">
        {shortName(props.name)}
      </span>
    </button>
  )
}

/** A stack, and how old its count is once it is old. */
function Stack(props: { stack: StackCount; age: string | null }) {
  return (
    <>
      <span
        class="text-[0.8125rem] font-semibold"
        classList={{ "text-yellow": props.age === null, "text-subtext0": props.age !== null }}
      >
        {shortStack(props.stack.count, locale())}
      </span>
      <Show when={props.age}>{(age) => <span>{age()}</span>}</Show>
    </>
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
