import { A } from "@solidjs/router"
import { createSignal, Index, Match, Show, Suspense, Switch } from "solid-js"
import { formatCents } from "../../../domain/money.ts"
import { playersLeft } from "../../../domain/tournament.ts"
import { useDesk } from "../../data/desk-context.ts"
import { hasLeagues, type Listed, stageOf } from "../../data/tournaments.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon, type IconName } from "../../ui/icon.tsx"
import { LanguageSwitch } from "../../ui/language-switch.tsx"
import { later } from "../../ui/later.tsx"
import { say } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t as tp } from "../../words/people.ts"
import { t as ts } from "../../words/several.ts"
import { t } from "../../words/staff.ts"
import { ReconciliationLine } from "../money/reconciliation-line.tsx"
import { Welcome } from "../venue/welcome.tsx"
import { nextSteps } from "./next-steps.ts"
import { nightName } from "./night-line.tsx"
import { NightList } from "./night-list.tsx"
import { RegistrationSwitch } from "./registration-switch.tsx"

// These come after the page: the night itself is there first.
const CreateTournament = later(
  async () => (await import("./create-tournament.tsx")).CreateTournament,
)
const VenueReadiness = later(async () => (await import("./venue-readiness.tsx")).VenueReadiness)
const PhonesCard = later(async () => (await import("../wishes/phones-card.tsx")).PhonesCard)
const WishList = later(async () => (await import("../wishes/wish-list.tsx")).WishList)
const CountsIn = later(async () => (await import("../leagues/season-choice.tsx")).CountsIn)
const EventPanel = later(async () => (await import("../event/event-panel.tsx")).EventPanel)

/** The night at a glance: what runs, what to do next, and the way to a new tournament. */
export function Tonight() {
  const { desk } = useDesk()
  const [isCreating, setCreating] = createSignal(false)
  const mayCreate = () => desk.may.ask("open-tournament")
  /** That there is none yet is said when the list has been read, and not while it is on its way. */
  const isKnown = () => desk.tournaments().length > 0 || desk.hall.isSettled()
  const showForm = () => isCreating() || desk.tournaments().length === 0
  return (
    <div class="mx-auto grid max-w-6xl gap-4 lg:grid-cols-[1fr_24rem]">
      <Switch>
        <Match when={!isKnown()}>
          <div class="card min-h-96" aria-busy="true" />
        </Match>
        <Match when={!showForm()}>
          <Night />
        </Match>
        <Match when={showForm()}>
          <div class="grid content-start gap-4">
            <Welcome />
            <Show
              when={mayCreate()}
              fallback={
                <Empty icon="tonight" title={t("tonight.none")} text={tp("only.createText")} />
              }
            >
              <Suspense fallback={<div class="card min-h-[40rem]" />}>
                <CreateTournament
                  isFirst={desk.tournaments().length === 0}
                  onDone={() => setCreating(false)}
                />
              </Suspense>
            </Show>
          </div>
        </Match>
      </Switch>
      <aside class="grid content-start gap-4">
        <Show when={isKnown() && !showForm()}>
          <NightList onCreate={() => setCreating(true)} />
        </Show>
        <Suspense fallback={<div class="card min-h-48" />}>
          <VenueReadiness />
        </Suspense>
        <Show when={desk.selected()}>
          <Suspense fallback={<div class="card min-h-52" />}>
            <PhonesCard />
          </Suspense>
        </Show>
        <Screens />
        <div class="justify-self-center lg:hidden">
          <LanguageSwitch />
        </div>
      </aside>
    </div>
  )
}

function Night() {
  const { desk, acts } = useDesk()
  const listed = () => desk.listed(desk.selected())
  const title = () => {
    const current = listed()
    return current && nightName({ listed: current, stage: stageOf(current) })
  }
  const isEnded = () => listed()?.endedAt !== undefined
  const putAway = ({ id, name }: Listed) => {
    const text = ts(isEnded() ? "night.reopened" : "night.finished", name)
    const undo = isEnded() ? acts.reopen(id) : acts.finish(id)
    if (undo) say(text, { label: t("app.undo"), run: undo })
  }
  const mayList = ({ id }: Listed) => desk.may.writeVenue(`tournament/${id}`)
  const steps = () => nextSteps(desk.floor(), desk.account())
  return (
    <section class="grid content-start gap-4">
      <header class="card p-5">
        <div class="flex items-start justify-between gap-3">
          <div class="min-w-0">
            <p class="eyebrow">{isEnded() ? ts("night.ended") : t("tonight.running")}</p>
            <h1 class="text-3xl font-bold text-balance">{title()}</h1>
          </div>
          <Show when={listed()}>
            {(night) => (
              <button
                class="button button-quiet shrink-0"
                disabled={!mayList(night())}
                title={mayList(night()) ? undefined : tp("only.director")}
                onClick={() => putAway(night())}
              >
                <Icon name={isEnded() ? "undo" : "check"} />
                {ts(isEnded() ? "night.reopen" : "night.finish")}
              </button>
            )}
          </Show>
        </div>
        <p class="mt-1 text-subtext0">{desk.floor().tournament?.structure.name}</p>
        <dl class="mt-5 grid grid-cols-2 gap-4 sm:grid-cols-4">
          <Figure label={t("facts.playersLeft")} value={String(playersLeft(desk.floor()))} />
          <Figure label={t("facts.entries")} value={String(desk.floor().entries.length)} />
          <Figure label={t("facts.pool")} value={money(desk, "poolCents")} />
          <Figure label={t("facts.drawer")} value={money(desk, "drawerCents")} />
        </dl>
        <Show when={hasLeagues(desk.hall.values())}>
          <div class="mt-4 min-h-[4.25rem] sm:min-h-11">
            <Suspense>
              <CountsIn />
            </Suspense>
          </div>
        </Show>
      </header>
      <Suspense>
        <WishList />
      </Suspense>
      <ReconciliationLine />
      <Suspense>
        <EventPanel />
      </Suspense>
      <Show when={desk.account()?.conflicts.length}>
        {(count) => (
          <A
            href="/operator/money"
            class="flex min-h-14 items-center gap-3 rounded-2xl border border-red bg-red/10 px-4 font-semibold text-red"
          >
            <Icon name="warning" class="size-6 shrink-0" />
            {t("conflict.alert", count())}
          </A>
        )}
      </Show>
      <RegistrationSwitch />
      <section class="card p-5">
        <h2 class="mb-3 font-semibold">{t("tonight.next")}</h2>
        <ol class="grid gap-1">
          <Index each={steps()}>
            {(step) => (
              <li>
                <A
                  href={`/operator/${step().section}`}
                  class="flex min-h-12 items-center gap-3 rounded-xl px-3 hover:bg-surface0"
                  classList={{ "bg-surface0": step().state === "now" }}
                >
                  <span
                    class="grid size-7 shrink-0 place-content-center rounded-full"
                    classList={{
                      "bg-green text-crust": step().state === "done",
                      "bg-lavender text-crust": step().state === "now",
                      "bg-surface0 text-subtext0": step().state === "later",
                    }}
                  >
                    <Icon name={stepIcon[step().state] ?? step().section} class="size-4" />
                  </span>
                  <span classList={{ "text-subtext0": step().state !== "now" }}>
                    {t(`tonight.step.${step().step}`)}
                  </span>
                  <Show when={step().detail}>
                    <span class="ml-auto text-subtext0">{step().detail}</span>
                  </Show>
                </A>
              </li>
            )}
          </Index>
        </ol>
      </section>
    </section>
  )
}

const stepIcon: Partial<Record<string, IconName>> = { done: "check" }

function money(desk: ReturnType<typeof useDesk>["desk"], field: "poolCents" | "drawerCents") {
  const account = desk.account()
  return account ? formatCents(account[field], account.terms.currency, locale()) : "–"
}

function Figure(props: { label: string; value: string }) {
  return (
    <div>
      <dt class="eyebrow">{props.label}</dt>
      <dd class="text-2xl font-semibold">{props.value}</dd>
    </div>
  )
}

function Screens() {
  const { desk, acts } = useDesk()
  const shown = () => desk.hall.values().get("display/main")
  const isShown = () => {
    const setting = shown()
    return (
      typeof setting === "object" &&
      setting !== null &&
      "tournamentId" in setting &&
      setting.tournamentId === desk.selected()
    )
  }
  return (
    <section class="card grid gap-3 p-4">
      <h2 class="flex items-center gap-2 px-1 font-semibold">
        <Icon name="screen" />
        {t("tonight.screen")}
      </h2>
      <p class="px-1 text-sm text-subtext0">{t("tonight.screenText")}</p>
      <a href="/display/main" target="_blank" class="button" rel="noopener">
        {t("tonight.openScreen")}
      </a>
      <Show when={desk.selected()}>
        {(id) => (
          <button
            class="button"
            disabled={isShown() || !desk.may.writeVenue("display/main")}
            title={desk.may.writeVenue("display/main") ? undefined : tp("only.floor")}
            onClick={() => acts.showOnScreen(id())}
          >
            {t(isShown() ? "tonight.onScreen" : "tonight.toScreen")}
          </button>
        )}
      </Show>
      <A href="/operator/screens" class="button button-quiet">
        <Icon name="screens" />
        {t("section.screens")}
      </A>
    </section>
  )
}
