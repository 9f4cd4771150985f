import { createMemo, For, Show } from "solid-js"
import type { Millis } from "../../../schemas/units.ts"
import { useDesk } from "../../data/desk-context.ts"
import type { Night } from "../../data/nights.ts"
import { Icon } from "../../ui/icon.tsx"
import { createTicking } from "../../ui/ticking.ts"
import { t as tp } from "../../words/people.ts"
import { t } from "../../words/several.ts"
import { t as ts } from "../../words/staff.ts"
import { NightLine } from "./night-line.tsx"

/** Every tournament of the venue: running with its clock, coming with its time, ended behind a tap. */
export function NightList(props: { onCreate: () => void }) {
  const { desk } = useDesk()
  const now = createTicking()
  const inPhase = (phase: Night["phase"]) => desk.nights().filter((night) => night.phase === phase)
  return (
    <section class="card p-4">
      <h2 class="mb-2 px-1 font-semibold">{ts("tonight.tournaments")}</h2>
      <For each={["running", "coming"] as const}>
        {(phase) => (
          <Show when={inPhase(phase).length > 0}>
            <h3 class="eyebrow px-1">{t(`night.${phase}`)}</h3>
            <Rows nights={inPhase(phase)} now={now()} />
          </Show>
        )}
      </For>
      <Show when={inPhase("ended").length > 0}>
        <details class="mb-3">
          <summary class="eyebrow flex min-h-11 cursor-pointer items-center px-1">
            {t("night.ended")} ({inPhase("ended").length})
          </summary>
          <Rows nights={inPhase("ended")} now={now()} />
        </details>
      </Show>
      <button
        class="button w-full"
        disabled={!desk.may.ask("open-tournament")}
        onClick={() => props.onCreate()}
      >
        <Icon name="plus" />
        {ts("tonight.new")}
      </button>
      <Show when={!desk.may.ask("open-tournament")}>
        <p class="px-1 pt-2 text-sm text-subtext0">{tp("only.director")}</p>
      </Show>
    </section>
  )
}

function Rows(props: { nights: readonly Night[]; now: Millis }) {
  const ids = createMemo(() => props.nights.map(({ listed }) => listed.id), [], {
    equals: (a, b) => a.join() === b.join(),
  })
  return (
    <ul class="mb-3 grid gap-1">
      <For each={ids()}>
        {(id) => (
          <Show when={props.nights.find(({ listed }) => listed.id === id)}>
            {(night) => <Row night={night()} now={props.now} />}
          </Show>
        )}
      </For>
    </ul>
  )
}

function Row(props: { night: Night; now: Millis }) {
  const { desk } = useDesk()
  const isShown = () => desk.selected() === props.night.listed.id
  return (
    <li>
      <button
        class="grid min-h-14 w-full gap-0.5 rounded-xl px-3 py-1.5 text-left hover:bg-surface0"
        classList={{ "bg-surface0": isShown() }}
        aria-pressed={isShown()}
        onClick={() => desk.select(props.night.listed.id)}
      >
        <NightLine night={props.night} now={props.now} />
      </button>
    </li>
  )
}
