import { createMemo, For, type JSX, Match, Show, Switch } from "solid-js"
import type { FinalTable } from "../../../domain/final-table.ts"
import type { SeatClash } from "../../../domain/seating.ts"
import type { FloorEntry } from "../../../domain/tournament.ts"
import type { EntryId, TableId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { seatActs } from "../../data/seat-acts.ts"
import { createAfterPaint } from "../../ui/after-paint.ts"
import { Icon, type IconName } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/floor.ts"
import { t as ts } from "../../words/staff.ts"
import { type Matter, mattersOf } from "./attention.ts"
import { BreakTable } from "./break-table.tsx"
import { FinalTableButton } from "./final-table-button.tsx"
import { SuggestedMove } from "./suggested-move.tsx"
import { entryOf, numberOf } from "./tables.ts"

/**
 * What the floor should see to, one thing at a time, the most urgent first. Always there and always
 * as high, so that no table moves away under a finger.
 */
export function AttentionBar(props: { onOpenTable: (tableId: TableId) => void }) {
  const { desk } = useDesk()
  const acts = seatActs(desk)
  // What the last tap did is on the screen first; what to do next may come a moment later.
  const floor = createAfterPaint(desk.floor)
  const matters = createMemo(() => mattersOf(floor(), acts.suggestion(floor())))
  const first = <Kind extends Matter["kind"]>(kind: Kind) => {
    const [matter] = matters()
    return matter && isOf(matter, kind) ? matter : null
  }
  const more = () => Math.max(0, matters().length - 1)
  const highest = () =>
    Math.max(...desk.floor().tables.flatMap((each) => (each.status === "open" ? each.number : [])))
  return (
    <Switch fallback={<Bar icon="check" tone="quiet" title={t("bar.even")} more={0} />}>
      <Match when={first("clash")}>
        {(found) => <ClashBar clash={found().clash} more={more()} />}
      </Match>
      <Match when={first("waiting")}>
        {(found) => <WaitingBar entry={found().entry} more={more()} />}
      </Match>
      <Match when={first("final-table")}>
        {(found) => <FinalBar plan={found().plan} more={more()} />}
      </Match>
      <Match when={first("break")}>
        <Bar icon="merge" tone="do" title={t("suggest.break", highest())} more={more()}>
          <BreakTable label={t("suggest.show")} class="button-primary" />
        </Bar>
      </Match>
      <Match when={first("balance")}>
        {(found) => (
          <Bar icon="shuffle" tone="do" title={t("suggest.balance")} more={more()}>
            <Show when={found().moves[0]} fallback={<Undecided undecided={found().undecided} />}>
              {(move) => (
                <SuggestedMove
                  move={move()}
                  others={found().moves.length - 1}
                  onOpenTable={props.onOpenTable}
                />
              )}
            </Show>
          </Bar>
        )}
      </Match>
    </Switch>
  )
}

const isOf = <Kind extends Matter["kind"]>(
  matter: Matter,
  kind: Kind,
): matter is Extract<Matter, { kind: Kind }> => matter.kind === kind

const toneText = {
  alarm: "text-red",
  ask: "text-yellow",
  do: "text-lavender",
  quiet: "text-subtext0",
}
const toneEdge = {
  alarm: "border-red",
  ask: "border-yellow/60",
  do: "border-lavender/60",
  quiet: "",
}

function Bar(props: {
  icon: IconName
  tone: keyof typeof toneText
  title: string
  more: number
  children?: JSX.Element
}) {
  return (
    <section
      class={`card flex h-40 min-w-0 flex-col justify-center gap-2 px-4 md:h-18 md:flex-row md:items-center md:gap-4 ${toneEdge[props.tone]}`}
      aria-label={props.title}
      aria-live="polite"
    >
      <h2
        class={`flex min-w-0 items-center gap-2 font-semibold md:shrink-0 md:text-lg ${toneText[props.tone]}`}
      >
        <Icon name={props.icon} class="size-6 shrink-0" />
        <span class="truncate">{props.title}</span>
        <Show when={props.more > 0}>
          <span class="pill shrink-0">{t("bar.more", props.more)}</span>
        </Show>
      </h2>
      <div class="flex min-w-0 gap-2 max-md:flex-col md:ml-auto md:items-center">
        {props.children}
      </div>
    </section>
  )
}

/** A seat that two devices gave away apart from each other: one tap gives one of the two another. */
function ClashBar(props: { clash: SeatClash; more: number }) {
  const { desk } = useDesk()
  const acts = seatActs(desk)
  const nameOf = (entryId: EntryId) => desk.players.nameOf(entryOf(desk.floor(), entryId)?.playerId)
  const number = () => numberOf(desk.floor(), props.clash.seat.table)
  const separate = (entryId: EntryId) => {
    const text = t("clash.done", nameOf(entryId))
    say(text, { label: ts("app.undo"), run: acts.separate(entryId) })
  }
  return (
    <Bar
      icon="warning"
      tone="alarm"
      title={t("clash.title", number(), props.clash.seat.seat)}
      more={props.more}
    >
      <For each={[...props.clash.others.slice(0, 1), props.clash.holder]}>
        {(entryId, index) => (
          <button
            class="button min-w-0"
            classList={{ "button-primary": index() === 0 }}
            onClick={() => separate(entryId)}
          >
            <span class="truncate">{t("clash.move", nameOf(entryId))}</span>
          </button>
        )}
      </For>
    </Bar>
  )
}

/** Entered after the draw: one tap to the next open seat. */
function WaitingBar(props: { entry: FloorEntry; more: number }) {
  const { desk, acts } = useDesk()
  const name = () => desk.players.nameOf(props.entry.playerId)
  const seat = () => {
    const text = ts("did.seat", name())
    say(text, { label: ts("app.undo"), run: acts.seatLate(props.entry.entryId) })
  }
  return (
    <Bar icon="players" tone="ask" title={t("bar.waiting", name())} more={props.more}>
      <button class="button button-go" onClick={seat}>
        {ts("act.seat")}
      </button>
    </Bar>
  )
}

function FinalBar(props: { plan: FinalTable; more: number }) {
  return (
    <Bar
      icon="payouts"
      tone="do"
      title={t("suggest.final", props.plan.moves.length)}
      more={props.more}
    >
      <FinalTableButton plan={props.plan} />
    </Bar>
  )
}

function Undecided(props: { undecided: readonly { from: string; to: string }[] }) {
  const { desk } = useDesk()
  return (
    <For each={props.undecided.slice(0, 1)}>
      {({ from, to }) => (
        <p class="line-clamp-2 text-sm text-subtext1">
          {t("suggest.undecided", numberOf(desk.floor(), from), numberOf(desk.floor(), to))}
        </p>
      )}
    </For>
  )
}
