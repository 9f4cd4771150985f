import { createMemo, createSignal, Index, Show } from "solid-js"
import { msToLevel } from "../../../domain/clock.ts"
import type { PlayerId } from "../../../schemas/ids.ts"
import type { Structure } from "../../../schemas/structure.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Empty } from "../../ui/empty.tsx"
import { createTicking } from "../../ui/ticking.ts"
import { t } from "../../words/staff.ts"
import { formatSpan } from "../clock/clock-face.ts"
import { TenderChoice } from "../money/tender-choice.tsx"
import { PrintButton } from "../print/print-button.tsx"
import { NoTournament } from "../tonight/no-tournament.tsx"
import { EntrySheet } from "./entry-sheet.tsx"
import { type EntryView, entryViews } from "./entry-view.ts"
import { Register } from "./register.tsx"

/** Who plays, and the fastest way to add somebody. */
export function Players() {
  const { desk } = useDesk()
  const [chosen, setChosen] = createSignal<EntryView["entryId"] | null>(null)
  const views = createMemo(() => entryViews(desk.floor(), desk.account(), desk.pending()))
  const named = createMemo(() =>
    views()
      .map((view) => ({ view, name: desk.players.nameOf(view.playerId) }))
      .toSorted(
        (a, b) => Number(a.view.isOut) - Number(b.view.isOut) || a.name.localeCompare(b.name),
      ),
  )
  const find = (playerId: PlayerId) =>
    setChosen(views().find((view) => view.playerId === playerId && !view.isOut)?.entryId ?? null)
  return (
    <Show when={desk.floor().tournament} fallback={<NoTournament />}>
      {(tournament) => (
        <div class="mx-auto grid max-w-5xl gap-4">
          <h1 class="sr-only">{t("section.players")}</h1>
          <Register onFind={find} />
          <div class="grid items-center gap-2 sm:grid-cols-[1fr_auto]">
            <Registration structure={tournament().structure} />
            <div class="flex items-center gap-2">
              <div class="min-w-0 grow">
                <TenderChoice />
              </div>
              <Show when={named().length > 0}>
                <PrintButton job={{ kind: "sign-in" }} />
              </Show>
            </div>
          </div>
          <Show
            when={named().length > 0}
            fallback={
              <Empty icon="players" title={t("players.empty")} text={t("players.emptyText")} />
            }
          >
            <ul class="grid gap-2 sm:grid-cols-2" aria-label={t("players.entered")}>
              <Index each={named()}>
                {(row) => (
                  <li>
                    <EntryRow
                      view={row().view}
                      name={row().name}
                      onChoose={() => setChosen(row().view.entryId)}
                    />
                  </li>
                )}
              </Index>
            </ul>
          </Show>
          <EntrySheet entryId={chosen()} onClose={() => setChosen(null)} onChoose={setChosen} />
        </div>
      )}
    </Show>
  )
}

/** How long entries are taken. */
function Registration(props: { structure: Structure }) {
  const { desk } = useDesk()
  const now = createTicking()
  const left = () =>
    msToLevel(
      props.structure.levels,
      desk.floor().clock,
      now(),
      props.structure.lateRegistrationEndsAt,
    )
  return (
    <p class="flex justify-between gap-4 px-1 text-subtext0">
      <span>{t("players.count", desk.floor().entries.length)}</span>
      <span>
        <Show when={left()} fallback={t("players.lateEnded")}>
          {(ms) => <>{t("players.lateEndsIn", formatSpan(ms()))}</>}
        </Show>
      </span>
    </p>
  )
}

function EntryRow(props: { view: EntryView; name: string; onChoose: () => void }) {
  const where = () => {
    if (props.view.place !== null) return t("entry.place", props.view.place)
    if (props.view.isOut) return t("entry.out")
    const { seat } = props.view
    return seat ? t("entry.seat", seat.tableNumber, seat.seat) : t("entry.unseated")
  }
  return (
    <button
      class="card flex min-h-16 w-full items-center gap-3 px-4 text-left hover:bg-surface0"
      classList={{ "border-dashed bg-mantle text-subtext1": props.view.isOut }}
      onClick={() => props.onChoose()}
    >
      <span class="min-w-0 grow">
        <span class="block truncate text-lg font-semibold">{props.name}</span>
        <span class="text-sm text-subtext0">{where()}</span>
      </span>
      <Show when={props.view.rebuys + props.view.addOns > 0}>
        <span class="pill">+{props.view.rebuys + props.view.addOns}</span>
      </Show>
      <Show when={props.view.extrasWaiting > 0 || props.view.money !== "paid"}>
        <span
          class="pill"
          classList={{
            "text-yellow": props.view.money !== "unpaid",
            "text-red": props.view.money === "unpaid",
          }}
        >
          {t(props.view.money === "unpaid" ? "entry.unpaid" : "entry.waiting")}
        </span>
      </Show>
    </button>
  )
}
