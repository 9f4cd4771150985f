import { createMemo, For, Show } from "solid-js"
import type { Merge } from "../../../domain/flights.ts"
import { formatChips } from "../../../domain/money.ts"
import { doublyBagged, isFlight, unbagged } from "../../../domain/stages.ts"
import type { PlayerId } from "../../../schemas/ids.ts"
import { chips } from "../../../schemas/units.ts"
import { useDesk } from "../../data/desk-context.ts"
import { eventActs } from "../../data/event-acts.ts"
import { Sheet } from "../../ui/sheet.tsx"
import { say, sayProblem } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t } from "../../words/several.ts"
import { t as ts } from "../../words/staff.ts"

/** The dry run of day 2: who goes on with which stack, which bags do not count and why. */
export function MergeSheet(props: { onClose: () => void }) {
  const { desk } = useDesk()
  const acts = eventActs(desk)
  const mode = () => desk.eventMode() ?? "bestStackForward"
  /** Two devices apart may have let a player into two flights where the first stack counts. */
  const doubled = createMemo(() =>
    mode() === "firstStackForward" ? doublyBagged(desk.stages().filter(isFlight)) : [],
  )
  const merge = createMemo(() => {
    if (doubled().length > 0) return null
    const plan = acts.planMerge(mode())
    return plan.dayTwo.length > 0 ? plan : null
  })
  const problem = () =>
    doubled().length > 0
      ? t(
          "merge.doubled",
          doubled()
            .map((id) => desk.players.nameOf(id))
            .join(", "),
        )
      : t("merge.nobody")
  const players = createMemo(
    () =>
      new Map<string, PlayerId>(
        desk
          .stages()
          .flatMap(({ state }) => state.entries)
          .map(({ entryId, playerId }) => [entryId, playerId]),
      ),
  )
  const nameOf = (entryId: string) => desk.players.nameOf(players().get(entryId))
  const go = (plan: Merge) => {
    const undo = acts.merge(plan)
    props.onClose()
    if (!undo) return sayProblem(t("merge.late"))
    say(t("merge.done", plan.dayTwo.length), { label: ts("app.undo"), run: undo })
  }
  return (
    <Sheet
      isOpen
      onClose={props.onClose}
      title={t("merge.title")}
      subtitle={t("merge.text")}
      closeLabel={ts("app.close")}
    >
      <Behind />
      <Show when={merge()} fallback={<p class="text-subtext1">{problem()}</p>}>
        {(plan) => (
          <>
            <p class="mb-3 text-lg font-semibold">
              {t("merge.players", plan().dayTwo.length, format(plan().chipsInPlay))}
            </p>
            <button
              class="button button-primary mb-4 min-h-14 w-full text-lg"
              onClick={() => go(plan())}
            >
              {t("merge.go")}
            </button>
            <ol class="mb-4 grid gap-1" aria-label={t("merge.title")}>
              <For each={plan().dayTwo}>
                {(bag) => (
                  <Line name={nameOf(bag.entryId)} flight={bag.flight} stack={bag.stack} why="" />
                )}
              </For>
            </ol>
            <Show when={plan().forfeited.length > 0}>
              <h3 class="mb-1 font-semibold">{t("merge.out", plan().forfeited.length)}</h3>
              <ul class="grid gap-1">
                <For each={plan().forfeited}>
                  {({ bag }) => (
                    <Line
                      name={nameOf(bag.entryId)}
                      flight={bag.flight}
                      stack={bag.stack}
                      why={whyNot(plan(), bag)}
                    />
                  )}
                </For>
              </ul>
            </Show>
          </>
        )}
      </Show>
    </Sheet>
  )
}

const format = (count: number): string => formatChips(chips(count), locale())

/** Why a bag does not count: the one of the same player that does. */
function whyNot({ dayTwo }: Merge, bag: Merge["dayTwo"][number]): string {
  const counted = dayTwo.find(({ playerId }) => playerId === bag.playerId)
  if (!counted) return ""
  return t(counted.stack === bag.stack ? "merge.earlier" : "merge.larger", counted.flight)
}

/** Who has no bag: they are told before anything is done. */
function Behind() {
  const { desk } = useDesk()
  const behind = () =>
    desk
      .stages()
      .filter(isFlight)
      .map(({ part, state }) => ({ flight: part.flight, count: unbagged(state).length }))
      .filter(({ count }) => count > 0)
  return (
    <ul class="mb-3 grid gap-1 empty:hidden">
      <For each={behind()}>
        {({ flight, count }) => (
          <li class="font-semibold text-yellow">{t("merge.unbagged", count, flight)}</li>
        )}
      </For>
    </ul>
  )
}

function Line(props: { name: string; flight: string; stack: number; why: string }) {
  return (
    <li class="flex min-h-12 items-center gap-3 rounded-xl bg-mantle px-4 py-1">
      <span class="min-w-0 grow">
        <span class="block truncate">{props.name}</span>
        <Show when={props.why}>
          <span class="text-sm text-subtext0">{props.why}</span>
        </Show>
      </span>
      <span class="pill shrink-0">{props.flight}</span>
      <span class="shrink-0 font-semibold">{format(props.stack)}</span>
    </li>
  )
}
