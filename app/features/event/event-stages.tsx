import { createSignal, For, Show, Suspense } from "solid-js"
import { formatCents } from "../../../domain/money.ts"
import { isDay, isFlight, nextFlightName, type Stage, unbagged } from "../../../domain/stages.ts"
import { playersLeft } from "../../../domain/tournament.ts"
import type { FlightMode } from "../../../schemas/documents/venue.ts"
import { useDesk } from "../../data/desk-context.ts"
import { eventActs } from "../../data/event-acts.ts"
import { Icon } from "../../ui/icon.tsx"
import { later } from "../../ui/later.tsx"
import { say } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t as tp } from "../../words/people.ts"
import { t } from "../../words/several.ts"
import { t as ts } from "../../words/staff.ts"
import { mayListShown } from "./may-list.ts"
import { ModeChoice } from "./mode-choice.tsx"

const BagSheet = later(async () => (await import("./bag-sheet.tsx")).BagSheet)
const MergeSheet = later(async () => (await import("./merge-sheet.tsx")).MergeSheet)

/** The flights and days of the event that is shown, and the way to the next one. */
export function EventStages() {
  const { desk } = useDesk()
  const acts = eventActs(desk)
  const [opened, setOpened] = createSignal<"bags" | "merge" | null>(null)
  const flights = () => desk.stages().filter(isFlight)
  const isShownFlight = () => flights().some(({ id }) => id === desk.selected())
  const next = () => nextFlightName(flights().map(({ part }) => part.flight))
  const hasDay = () => desk.stages().some(isDay)
  const add = () => {
    const added = acts.addFlight()
    if (added) say(t("event.added", added.flight), { label: ts("app.undo"), run: added.undo })
  }
  const setMode = (mode: FlightMode) => {
    const undo = acts.setMode(mode)
    if (undo) say(t(`event.rule.${mode}`), { label: ts("app.undo"), run: undo })
  }
  const summary = () => {
    const account = desk.account()
    if (!account) return t("event.text")
    const pool = formatCents(account.poolCents, account.terms.currency, locale())
    return t("event.entries", account.counts.entries, pool)
  }
  return (
    <section class="card grid gap-4 p-5" aria-label={t("event.title")}>
      <header class="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 class="font-semibold">{t("event.title")}</h2>
        <p class="text-subtext0">{summary()}</p>
      </header>
      <ul class="grid gap-2 sm:grid-cols-2">
        <For each={desk.stages().map(({ id }) => id)}>
          {(id) => (
            <Show when={desk.stages().find((stage) => stage.id === id)}>
              {(stage) => <StageRow stage={stage()} />}
            </Show>
          )}
        </For>
      </ul>
      <Show when={desk.eventMode()}>
        {(mode) => (
          <ModeChoice
            chosen={mode()}
            onChoose={setMode}
            isDisabled={hasDay() || !mayListShown(desk)}
            name="event-mode"
          />
        )}
      </Show>
      <div class="flex flex-wrap gap-2">
        <Show when={isShownFlight()}>
          <button
            class="button button-primary"
            disabled={!desk.may.writeFloor("entry/any/bag")}
            title={desk.may.writeFloor("entry/any/bag") ? undefined : tp("only.floor")}
            onClick={() => setOpened("bags")}
          >
            <Icon name="check" />
            {t("event.bagUp")}
          </button>
        </Show>
        <button
          class="button"
          disabled={!mayListShown(desk)}
          title={mayListShown(desk) ? undefined : tp("only.director")}
          onClick={() => setOpened("merge")}
        >
          <Icon name="merge" />
          {t("event.toDayTwo")}
        </button>
        <Show when={!hasDay()}>
          <button
            class="button"
            disabled={!mayListShown(desk)}
            title={mayListShown(desk) ? undefined : tp("only.director")}
            onClick={add}
          >
            <Icon name="plus" />
            {t("event.addFlight", next())}
          </button>
        </Show>
      </div>
      <Suspense>
        <Show when={opened() === "bags"}>
          <BagSheet onClose={() => setOpened(null)} />
        </Show>
        <Show when={opened() === "merge"}>
          <MergeSheet onClose={() => setOpened(null)} />
        </Show>
      </Suspense>
    </section>
  )
}

/** One flight or day: how many are in, and how far the bags are. A tap shows it. */
function StageRow(props: { stage: Stage }) {
  const { desk } = useDesk()
  const left = () => playersLeft(props.stage.state)
  const title = () =>
    props.stage.part.kind === "flight"
      ? t("night.flight", props.stage.part.flight)
      : t("night.day", String(props.stage.part.day))
  return (
    <li>
      <button
        class="flex min-h-14 w-full items-center justify-between gap-3 rounded-xl border border-surface1 px-4 text-left hover:bg-surface0"
        classList={{ "border-lavender! bg-surface0": props.stage.id === desk.selected() }}
        aria-pressed={props.stage.id === desk.selected()}
        onClick={() => desk.select(props.stage.id)}
      >
        <span class="font-semibold">{title()}</span>
        <span class="text-sm text-subtext0">
          {t("night.left", left(), props.stage.state.entries.length)}
          <Show when={isFlight(props.stage) && left() > 0}>
            {" · "}
            {t("event.bags", left() - unbagged(props.stage.state).length, left())}
          </Show>
        </span>
      </button>
    </li>
  )
}
