import { For, Index, Show } from "solid-js"
import type { EntryId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { t } from "../../words/staff.ts"
import { shortName, type TableView } from "./tables.ts"

/** One table from above: the felt, its rail, and a button for everybody at it. */
export function TableDrawing(props: { view: TableView; onChoose: (entryId: EntryId) => void }) {
  const { desk } = useDesk()
  return (
    <section
      class="relative aspect-[10/7] w-full"
      aria-label={t("floor.table", props.view.table.number)}
    >
      <div class="absolute inset-x-[9%] inset-y-[13%] rounded-[50%/50%] bg-rail p-2 shadow-xl">
        <div class="felt grid h-full place-content-center justify-items-center rounded-[50%/50%] border border-black/40">
          <p class="text-5xl font-bold text-text/90">{props.view.table.number}</p>
          <p class="text-sm text-subtext1">
            {props.view.players} / {props.view.table.seats}
          </p>
        </div>
      </div>
      <Index each={props.view.seats}>
        {(seat) => (
          <div
            class="absolute w-[23.5%] -translate-x-1/2 -translate-y-1/2"
            style={{ left: `${seat().place.x}%`, top: `${seat().place.y}%` }}
          >
            <Show when={seat().entry} fallback={<EmptySeat seat={seat().seat} />}>
              {(entry) => (
                <TakenSeat
                  table={props.view.table.number}
                  seat={seat().seat}
                  name={desk.players.nameOf(entry().playerId)}
                  hasClash={seat().clashes.length > 0}
                  onChoose={() => props.onChoose(entry().entryId)}
                />
              )}
            </Show>
          </div>
        )}
      </Index>
      <For each={props.view.seats.flatMap(({ clashes }) => clashes)}>
        {(entryId) => (
          <button
            class="button button-danger absolute inset-x-[30%] top-1/2 mt-6"
            onClick={() => props.onChoose(entryId)}
          >
            {t("floor.clash", nameOf(entryId))}
          </button>
        )}
      </For>
    </section>
  )

  function nameOf(entryId: EntryId): string {
    const entry = desk.floor().entries.find((each) => each.entryId === entryId)
    return shortName(desk.players.nameOf(entry?.playerId))
  }
}

function TakenSeat(props: {
  table: number
  seat: number
  name: string
  hasClash: boolean
  onChoose: () => void
}) {
  return (
    <button
      class="flex h-13 w-full min-w-11 flex-col items-center justify-center rounded-xl border bg-base px-1 leading-tight shadow-lg hover:bg-surface0"
      classList={{
        "border-surface2": !props.hasClash,
        "border-2 border-red": props.hasClash,
      }}
      onClick={() => props.onChoose()}
    >
      <span class="sr-only">{t("floor.seatOf", props.table, props.seat, props.name)}</span>
      <span class="text-[0.6875rem] text-subtext0" aria-hidden="true">
        {props.seat}
      </span>
      <span class="max-w-full truncate text-sm font-semibold" aria-hidden="true">
        {shortName(props.name)}
      </span>
    </button>
  )
}

function EmptySeat(props: { seat: number }) {
  return (
    <div class="grid h-13 place-content-center rounded-xl border border-dashed border-surface2 bg-mantle/80 text-sm text-subtext0">
      {props.seat}
    </div>
  )
}
