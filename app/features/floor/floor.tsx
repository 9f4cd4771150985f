import { createMemo, createSignal, For, Index, Show } from "solid-js"
import { A } from "@solidjs/router"
import type { FloorEntry } from "../../../domain/tournament.ts"
import type { EntryId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/staff.ts"
import { EntrySheet } from "../players/entry-sheet.tsx"
import { NoTournament } from "../tonight/no-tournament.tsx"
import { BreakTable } from "./break-table.tsx"
import { TableDrawing } from "./table-drawing.tsx"
import { tableViews, unseated } from "./tables.ts"

/** The room as it is: every table, every seat, one tap to whoever sits there. */
export function Floor() {
  const { desk, acts } = useDesk()
  const [chosen, setChosen] = createSignal<EntryId | null>(null)
  const tables = createMemo(() => tableViews(desk.floor()))
  const waiting = createMemo(() => unseated(desk.floor()))
  const draw = () => {
    const count = waiting().length
    const undo = acts.draw()
    say(t("floor.drawn", count), { label: t("app.undo"), run: undo })
  }
  return (
    <Show when={desk.floor().tournament} fallback={<NoTournament />}>
      {(tournament) => (
        <div class="grid gap-4">
          <header class="flex flex-wrap items-center gap-x-4 gap-y-2">
            <h1 class="text-2xl font-bold">{t("floor.tables", tables().length)}</h1>
            <p class="min-w-0 truncate text-sm text-subtext0">
              {t("floor.seed")} <span class="font-mono">{tournament().seed.slice(0, 18)}</span>
            </p>
            <div class="ml-auto flex gap-2">
              <BreakTable />
              <Show when={waiting().length > 0 && tables().length === 0}>
                <button class="button button-primary" onClick={draw}>
                  <Icon name="shuffle" />
                  {t("floor.draw", waiting().length)}
                </button>
              </Show>
            </div>
          </header>
          <Show when={waiting().length > 0 && tables().length > 0}>
            <Waiting entries={waiting()} />
          </Show>
          <Show when={tables().length > 0} fallback={<NoTables isEmpty={waiting().length === 0} />}>
            <div class="grid grid-cols-[repeat(auto-fill,minmax(min(100%,21.5rem),1fr))] gap-4">
              <Index each={tables()}>
                {(view) => <TableDrawing view={view()} onChoose={setChosen} />}
              </Index>
            </div>
          </Show>
          <EntrySheet entryId={chosen()} onClose={() => setChosen(null)} onChoose={setChosen} />
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

/** Entered after the draw: one tap each to the next open seat. */
function Waiting(props: { entries: readonly FloorEntry[] }) {
  const { desk, acts } = useDesk()
  return (
    <section class="card grid gap-2 border-yellow/50 p-3" aria-label={t("floor.waiting")}>
      <h2 class="px-1 font-semibold text-yellow">{t("floor.waiting")}</h2>
      <ul class="flex flex-wrap gap-2">
        <For each={props.entries}>
          {({ entryId, playerId }) => (
            <li class="flex items-center gap-1 rounded-xl bg-surface0 pl-3">
              <span>{desk.players.nameOf(playerId)}</span>
              <button
                class="button text-green"
                onClick={() => {
                  const undo = acts.seatLate(entryId)
                  say(t("did.seat", desk.players.nameOf(playerId)), {
                    label: t("app.undo"),
                    run: undo,
                  })
                }}
              >
                {t("act.seat")}
              </button>
            </li>
          )}
        </For>
      </ul>
    </section>
  )
}
