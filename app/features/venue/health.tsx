import { For, Match, Show, Switch } from "solid-js"
import { alertsOf, worstFirst } from "../../../domain/health-levels.ts"
import type { Finding, HealthAnswer } from "../../../schemas/health.ts"
import { useDesk } from "../../data/desk-context.ts"
import { mayPutOff, putOff, putOffUntil, takeUp } from "../../data/put-off.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon } from "../../ui/icon.tsx"
import { momentText } from "../../ui/moment.ts"
import { createTicking } from "../../ui/ticking.ts"
import { t } from "../../words/health.ts"
import { locale } from "../../words/language.ts"
import { agoText } from "../floor/ago.ts"
import { createScreenNames } from "./health-alerts.tsx"
import { levelFaces, levelText, saysText, todoText } from "./health-text.ts"

const SECOND_MS = 1_000

/** Every check of the box, with its figure, since when it is so, and what to do. */
export function HealthPage() {
  const { desk } = useDesk()
  return (
    <div class="mx-auto grid max-w-6xl grid-cols-[minmax(0,1fr)] gap-4">
      <header class="flex min-h-11 flex-wrap items-baseline justify-between gap-x-4 px-1">
        <h1 class="text-2xl font-bold">{t("page.title")}</h1>
        <Age />
      </header>
      <Show
        when={desk.health.latest()}
        fallback={
          <Show
            when={desk.health.isGone()}
            fallback={<div class="card min-h-96" aria-busy="true" />}
          >
            <Empty icon="sync" title={t("page.unknown")} text={t("page.unknownText")} />
          </Show>
        }
      >
        {(answer) => (
          <>
            <Summary answer={answer()} />
            <ul
              class="grid grid-cols-[minmax(0,1fr)] gap-3 md:grid-cols-2 xl:grid-cols-3"
              aria-label={t("page.checks")}
              // What was measured before is still to be read, and is not as it is now.
              classList={{ "opacity-80": desk.health.isGone() }}
            >
              <For each={worstFirst(answer().findings)}>
                {(finding) => <CheckCard finding={finding} />}
              </For>
            </ul>
          </>
        )}
      </Show>
    </div>
  )
}

function Age() {
  const { desk } = useDesk()
  const now = createTicking(SECOND_MS)
  const text = () => {
    const at = desk.health.latestAt()
    // The ticking is the Leaf's time; when the answer came is this device's.
    return at === null || now() === 0 ? "" : t("page.updated", agoText(Date.now() - at, locale()))
  }
  return <p class="text-sm text-subtext0">{text()}</p>
}

/** The whole in one line: all is well, so much is to see to, or since when nobody knows. */
function Summary(props: { answer: HealthAnswer }) {
  const { desk } = useDesk()
  const alerts = () => alertsOf(props.answer.findings)
  const tone = () => alerts()[0]?.level
  return (
    <p
      role="status"
      class="flex min-h-14 items-center gap-3 rounded-2xl border px-4 py-2 text-lg font-semibold"
      classList={{
        "border-yellow bg-yellow/10 text-yellow": desk.health.isGone() || tone() === "warn",
        "border-red bg-red/10 text-red": !desk.health.isGone() && tone() === "bad",
        "border-green/60 bg-green/10 text-green": !desk.health.isGone() && tone() === undefined,
      }}
    >
      <Switch>
        <Match when={desk.health.isGone()}>
          <Icon name="sync" class="size-6 shrink-0" />
          {t("page.gone", momentText(desk.health.latestAt() ?? 0))}
        </Match>
        <Match when={alerts().length > 0}>
          <Icon name="warning" class="size-6 shrink-0" />
          {t("page.alerts", alerts().length)}
        </Match>
        <Match when={alerts().length === 0}>
          <Icon name="check" class="size-6 shrink-0" />
          {t("page.well")}
        </Match>
      </Switch>
    </p>
  )
}

function CheckCard(props: { finding: Finding }) {
  const screenName = createScreenNames()
  const face = () => levelFaces[props.finding.level]
  const isAlert = () => props.finding.level === "warn" || props.finding.level === "bad"
  return (
    <li
      class="card grid content-start gap-2 p-4"
      classList={{
        "border-yellow/60": props.finding.level === "warn",
        "border-red": props.finding.level === "bad",
      }}
    >
      <div class="flex items-center gap-2">
        <Icon name={face().icon} class={`size-5 shrink-0 ${face().tone}`} />
        <h2 class="min-w-0 font-semibold">{t(`check.${props.finding.check}`)}</h2>
        <span class={`pill ml-auto shrink-0 ${face().tone}`}>{levelText(props.finding)}</span>
      </div>
      <p class="text-pretty break-words">{saysText(props.finding, screenName)}</p>
      <Show when={isAlert()}>
        <div class="rounded-xl bg-mantle p-3">
          <p class="eyebrow">{t("page.do")}</p>
          <p class="text-pretty break-words">{todoText(props.finding)}</p>
        </div>
      </Show>
      <div class="flex flex-wrap items-center justify-between gap-2 text-sm text-subtext0">
        <Show when={props.finding.level !== "none"} fallback={<p />}>
          <p>{t("page.since", momentText(props.finding.since))}</p>
        </Show>
        <Show when={isAlert() && mayPutOff(props.finding)}>
          <PutOff finding={props.finding} />
        </Show>
      </div>
    </li>
  )
}

function PutOff(props: { finding: Finding }) {
  const name = () => t(`check.${props.finding.check}`)
  return (
    <Show
      when={putOffUntil(props.finding)}
      fallback={
        <button
          type="button"
          class="button"
          aria-label={t("alert.putOffOf", name())}
          onClick={() => putOff(props.finding)}
        >
          {t("alert.putOff")}
        </button>
      }
    >
      {(until) => (
        <>
          <p>{t("alert.until", momentText(until()))}</p>
          <button
            type="button"
            class="button"
            aria-label={t("alert.againOf", name())}
            onClick={() => takeUp(props.finding)}
          >
            {t("alert.again")}
          </button>
        </>
      )}
    </Show>
  )
}
