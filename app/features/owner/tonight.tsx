import { For, Show } from "solid-js"
import { TonightEverywhere } from "../../../schemas/nights.ts"
import { endOwnerSession, ownerSession } from "../../data/owner-session.ts"
import { createPolled } from "../../data/polled.ts"
import { t } from "../../words/owner-nights.ts"
import { useOwner } from "./desk.ts"

/** Each time the floors of all venues are read. */
const EVERY_MS = 20_000

type Played = TonightEverywhere["tournaments"][number]

/** What is played at any venue, and where it stands. */
export function Tonight() {
  const desk = useOwner()
  const token = () => desk.session().token
  const polled = createPolled(() => (ownerSession() ? "/api/tonight" : null), TonightEverywhere, {
    token,
    everyMs: EVERY_MS,
    onSignedOut: () => endOwnerSession(token()),
  })
  return (
    <Show when={polled.latest()}>
      {(latest) => (
        <section class="grid gap-3" aria-labelledby="tonight">
          <h2 id="tonight" class="text-xl font-semibold">
            {t("tonight.title")}
          </h2>
          <Show
            when={latest().tournaments.length > 0}
            fallback={<p class="text-subtext1">{t("tonight.none")}</p>}
          >
            <ul class="card divide-y divide-surface0">
              <For each={latest().tournaments}>{(each) => <Row played={each} />}</For>
            </ul>
          </Show>
        </section>
      )}
    </Show>
  )
}

function Row(props: { played: Played }) {
  const floor = () => props.played.floor
  return (
    <li class="flex flex-wrap items-center gap-x-6 gap-y-1 px-5 py-3">
      <p class="min-w-0 grow basis-48">
        <span class="block truncate font-semibold">
          {props.played.name ?? t("tonight.unnamed")}
        </span>
        <span class="block truncate text-sm text-subtext0">{props.played.venueName}</span>
      </p>
      <Show when={floor()} fallback={<span class="text-subtext0">{t("tonight.noFloor")}</span>}>
        {(now) => (
          <>
            <span class="text-subtext1">
              {t("tonight.players", now().playersLeft, now().entries)}
              {" · "}
              {t("tonight.tables", now().tables)}
            </span>
            <span class={`pill ${now().status === "running" ? "text-green" : ""}`}>
              {stateText(now())}
            </span>
          </>
        )}
      </Show>
    </li>
  )
}

function stateText({ status, level, isBreak }: NonNullable<Played["floor"]>): string {
  switch (status) {
    case "running":
      return isBreak ? t("tonight.break") : t("tonight.running", level)
    case "paused":
      return t("tonight.paused", level)
    case "finished":
      return t("tonight.finished")
    case "over":
      return t("tonight.over")
  }
}
