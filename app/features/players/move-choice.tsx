import { createMemo, createSignal, For, Show } from "solid-js"
import type { Seat } from "../../../schemas/documents/tournament.ts"
import { seatNumber } from "../../../schemas/units.ts"
import { useDesk } from "../../data/desk-context.ts"
import { seatActs } from "../../data/seat-acts.ts"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/floor.ts"
import { t as ts } from "../../words/staff.ts"
import { numberOf, tableViews } from "../floor/tables.ts"
import type { EntryView } from "./entry-view.ts"

/** Another seat for a player: the one that the draw gives in one tap, or any by choice. */
export function MoveChoice(props: { view: EntryView; onDone: () => void }) {
  const { desk } = useDesk()
  const acts = seatActs(desk)
  const [isChoosing, setChoosing] = createSignal(false)
  const best = createMemo(() => acts.seatFor(props.view.entryId))
  const name = () => desk.players.nameOf(props.view.playerId)
  const go = (to: Seat) => {
    const text = t("move.done", name(), numberOf(desk.floor(), to.table), to.seat)
    const undo = acts.move(props.view.entryId, to)
    props.onDone()
    say(text, { label: ts("app.undo"), run: undo })
  }
  return (
    <Show when={best()} fallback={<p class="px-5 py-3 text-subtext0">{t("move.full")}</p>}>
      {(seat) => (
        <>
          <button class="button min-h-16 justify-start px-5 text-lg" onClick={() => go(seat())}>
            <Icon name="shuffle" class="size-6" />
            {t("move.best", numberOf(desk.floor(), seat().table), seat().seat)}
          </button>
          <Show
            when={isChoosing()}
            fallback={
              <button
                class="button min-h-16 justify-start px-5 text-lg"
                onClick={() => setChoosing(true)}
              >
                <Icon name="floor" class="size-6" />
                {t("move.choose")}
              </button>
            }
          >
            <FreeSeats title={t("move.title", name())} onChoose={go} />
          </Show>
        </>
      )}
    </Show>
  )
}

/** Every free seat, the shortest tables first. */
function FreeSeats(props: { title: string; onChoose: (seat: Seat) => void }) {
  const { desk } = useDesk()
  const tables = createMemo(() =>
    tableViews(desk.floor())
      .filter(({ players, table }) => players < table.seats)
      .toSorted((a, b) => a.players - b.players || a.table.number - b.table.number),
  )
  return (
    <section class="grid gap-3 rounded-2xl bg-mantle p-3" aria-label={props.title}>
      <h3 class="font-semibold">{props.title}</h3>
      <For each={tables()}>
        {({ table, seats, players }) => (
          <div>
            <p class="mb-1 flex justify-between text-sm text-subtext0">
              <span>{ts("floor.table", table.number)}</span>
              <span>{t("move.players", players)}</span>
            </p>
            <ul class="flex flex-wrap gap-2">
              <For each={seats.filter(({ entry }) => !entry)}>
                {({ seat }) => (
                  <li>
                    <button
                      class="button min-h-12 min-w-12"
                      aria-label={ts("entry.seat", table.number, seat)}
                      onClick={() =>
                        props.onChoose({ table: table.tableId, seat: seatNumber(seat) })
                      }
                    >
                      {seat}
                    </button>
                  </li>
                )}
              </For>
            </ul>
          </div>
        )}
      </For>
    </section>
  )
}
