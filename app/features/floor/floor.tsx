import { createMemo, createSignal, Index, Show } from "solid-js"
import { A } from "@solidjs/router"
import type { Seat } from "../../../schemas/documents/tournament.ts"
import type { EntryId, TableId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { seatActs } from "../../data/seat-acts.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon } from "../../ui/icon.tsx"
import { LookOnly } from "../../ui/look-only.tsx"
import { createTicking } from "../../ui/ticking.ts"
import { say, sayProblem } from "../../ui/toasts.tsx"
import { t as tf } from "../../words/floor.ts"
import { t as tp } from "../../words/people.ts"
import { t } from "../../words/staff.ts"
import { EntrySheet } from "../players/entry-sheet.tsx"
import { PrintButton } from "../print/print-button.tsx"
import { NoTournament } from "../tonight/no-tournament.tsx"
import { AttentionBar } from "./attention-bar.tsx"
import { BreakTable } from "./break-table.tsx"
import { ChipsLine } from "./chips-line.tsx"
import { createSeatDrag, type Drag } from "./seat-drag.ts"
import { TableDrawing } from "./table-drawing.tsx"
import { TableSheet } from "./table-sheet.tsx"
import { entryOf, keepEqual, numberOf, type TableView, tableViews, unseated } from "./tables.ts"

const MINUTE_MS = 60_000

/** The room as it is: every table, every seat, one tap to whoever sits there. */
export function Floor() {
  const { desk, acts } = useDesk()
  const [chosen, setChosen] = createSignal<EntryId | null>(null)
  const [opened, setOpened] = createSignal<TableId | null>(null)
  const tables = createMemo<TableView[]>(
    (before) => keepEqual(before, tableViews(desk.floor())),
    [],
  )
  const waiting = createMemo(() => unseated(desk.floor()))
  const now = createTicking(MINUTE_MS)
  const drag = createSeatDrag(move)
  const draw = () => {
    const count = waiting().length
    const undo = acts.draw()
    say(t("floor.drawn", count), { label: t("app.undo"), run: undo })
  }
  function move(entryId: EntryId, to: Seat): void {
    const entry = entryOf(desk.floor(), entryId)
    if (!entry || (entry.seat?.table === to.table && entry.seat.seat === to.seat)) return
    const isTaken = tables().some(
      ({ table, seats }) => table.tableId === to.table && seats[to.seat - 1]?.entry,
    )
    if (isTaken) return sayProblem(tf("move.taken"))
    const name = desk.players.nameOf(entry.playerId)
    const text = tf("move.done", name, numberOf(desk.floor(), to.table), to.seat)
    say(text, { label: t("app.undo"), run: seatActs(desk).move(entryId, to) })
  }
  return (
    <Show when={desk.floor().tournament} fallback={<NoTournament />}>
      {(tournament) => (
        <div class="grid grid-cols-[minmax(0,1fr)] gap-4">
          <header class="flex flex-wrap items-center gap-x-4 gap-y-2">
            <h1 class="text-2xl font-bold">{t("floor.tables", tables().length)}</h1>
            <p class="min-w-0 truncate text-sm text-subtext0">
              {t("floor.seed")} <span class="font-mono">{tournament().seed.slice(0, 18)}</span>
            </p>
            <div class="ml-auto flex gap-2">
              <Show when={tables().length > 0}>
                <PrintButton job={{ kind: "cards", which: "all" }} />
              </Show>
              <BreakTable label={t("break.open")} />
              <Show when={waiting().length > 0 && tables().length === 0}>
                <button
                  class="button button-primary"
                  disabled={!desk.may.writeFloor("table/new")}
                  onClick={draw}
                >
                  <Icon name="shuffle" />
                  {t("floor.draw", waiting().length)}
                </button>
              </Show>
            </div>
          </header>
          <LookOnly when={!desk.may.writeFloor("table/new")} text={tp("only.floorText")} />
          <Show when={tables().length > 0} fallback={<NoTables isEmpty={waiting().length === 0} />}>
            <AttentionBar onOpenTable={setOpened} />
            <div
              ref={drag.hold}
              class="grid grid-cols-[repeat(auto-fill,minmax(min(100%,21.5rem),1fr))] gap-4"
            >
              <Index each={tables()}>
                {(view) => (
                  <TableDrawing
                    view={view()}
                    drag={drag.drag()}
                    now={now()}
                    onChoose={(entryId) => {
                      if (!drag.hasDragged()) setChosen(entryId)
                    }}
                    onOpen={() => setOpened(view().table.tableId)}
                    onGrab={drag.start}
                  />
                )}
              </Index>
            </div>
            <p class="px-1 text-sm text-subtext0">{tf("move.hint")}</p>
            <ChipsLine />
          </Show>
          <Dragged drag={drag.drag()} />
          <EntrySheet entryId={chosen()} onClose={() => setChosen(null)} onChoose={setChosen} />
          <TableSheet tableId={opened()} onClose={() => setOpened(null)} />
        </div>
      )}
    </Show>
  )
}

/** The player under the finger. */
function Dragged(props: { drag: Drag | null }) {
  const { desk } = useDesk()
  return (
    <Show when={props.drag}>
      {(drag) => (
        <div
          class="pointer-events-none fixed z-40 -translate-x-1/2 -translate-y-[130%] rounded-xl border-2 border-lavender bg-base px-4 py-2 font-semibold shadow-2xl"
          style={{ left: `${drag().x}px`, top: `${drag().y}px` }}
          aria-hidden="true"
        >
          {desk.players.nameOf(entryOf(desk.floor(), drag().entryId)?.playerId)}
        </div>
      )}
    </Show>
  )
}

function NoTables(props: { isEmpty: boolean }) {
  return (
    <Empty
      icon="floor"
      title={t("floor.empty")}
      text={t(props.isEmpty ? "floor.emptyText" : "floor.readyText")}
    >
      <A href="/operator/players" class="button">
        {t("floor.goRegister")}
      </A>
    </Empty>
  )
}
