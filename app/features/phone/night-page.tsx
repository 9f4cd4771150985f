import { createMemo, createSignal, For, Match, Show, Switch } from "solid-js"
import { clockAt } from "../../../domain/clock.ts"
import { leafNow } from "../../data/leaf-time.ts"
import { type Following, followNight, type PhoneNightView } from "../../data/phone-night.ts"
import { Icon, type IconName } from "../../ui/icon.tsx"
import { CLOCK_TICK_MS, createTicking } from "../../ui/ticking.ts"
import { t } from "../../words/phone.ts"
import { ageText } from "./age.ts"
import { createAlerts } from "./alerts.ts"
import { Banners } from "./banners.tsx"
import { ClaimForm } from "./claim-form.tsx"
import { ClockCard } from "./clock-card.tsx"
import { League, LeagueLine } from "./league.tsx"
import { Levels } from "./levels.tsx"
import { Own } from "./own.tsx"
import { Prizes } from "./prizes.tsx"
import { Ranking } from "./ranking.tsx"
import { SeatCard } from "./seat-card.tsx"

const tabs = ["now", "payouts", "levels", "ranking", "me"] as const
export type Tab = (typeof tabs)[number]
const icons: Record<Tab, IconName> = {
  now: "clock",
  payouts: "payouts",
  levels: "log",
  ranking: "players",
  me: "staff",
}

/** What `NightPage` does for a player's own phone, or offers to anybody's. */
type Page = { following: Following; onEnded: () => void } & (
  | { token: string; onErased: () => void; onForget: () => void }
  | { onClaim: (code: string) => Promise<void>; onBack: (() => void) | null }
)

/** One tournament on a phone: the own seat first, the clock next, all else a thumb's tap away. */
export function NightPage(props: Page) {
  // Whose night it is never changes: another is another page.
  // oxlint-disable-next-line solid/reactivity
  const view = followNight(props.following, props.onEnded)
  const [tab, setTab] = createSignal<Tab>("now")
  const now = createTicking(CLOCK_TICK_MS)
  const night = () => view.state()?.night
  const own = () => view.state()?.own ?? null
  /** Who plays looks at the clock; who is out, at what came of it. */
  const isSeated = () => own()?.standing.kind === "seated"
  const reading = createMemo(() => {
    const current = night()
    return current ? clockAt(current.levels, current.clock, now()) : null
  })
  const alerts = createAlerts({ own, reading, now, isLive: view.isLive })
  const open = (next: Tab) => {
    setTab(next)
    scrollTo(0, 0)
  }
  return (
    <>
      <main class="grid grid-cols-[minmax(0,1fr)] content-start gap-3 px-4 pt-3 pb-56">
        <Head view={view} now={now()} />
        <Banners alerts={alerts} />
        <Show when={night()} fallback={<Waiting isLive={view.isLive()} />}>
          {(current) => (
            <Switch>
              <Match when={tab() === "now"}>
                <SeatCard own={own()} night={current()} now={now()} isGuest={"onClaim" in props} />
                <Show when={!isSeated()}>
                  <LeagueLine night={current()} own={own()} onOpen={() => open("ranking")} />
                </Show>
                <ClockCard night={current()} reading={reading()} />
                <Show when={isSeated()}>
                  <LeagueLine night={current()} own={own()} onOpen={() => open("ranking")} />
                </Show>
              </Match>
              <Match when={tab() === "payouts"}>
                <Prizes night={current()} own={own()} />
              </Match>
              <Match when={tab() === "levels"}>
                <Levels night={current()} reading={reading()} />
              </Match>
              <Match when={tab() === "ranking"}>
                <Show when={current().league}>
                  {(league) => <League league={league()} own={own()} />}
                </Show>
                <Ranking night={current()} now={now()} />
              </Match>
            </Switch>
          )}
        </Show>
        <Show when={"onClaim" in props && tab() === "me" ? props : undefined}>
          {(guest) => (
            <section class="card grid gap-3 p-5">
              <ClaimForm onClaim={guest().onClaim} />
              <Show when={guest().onBack}>
                {(back) => (
                  <button class="button min-h-14" onClick={() => back()()}>
                    <Icon name="back" />
                    {t("phone.back")}
                  </button>
                )}
              </Show>
            </section>
          )}
        </Show>
        <Show when={"token" in props && view.state() ? props : undefined}>
          {(bound) => (
            <Own
              token={bound().token}
              own={own()}
              isLive={view.isLive()}
              currency={night()?.currency ?? null}
              isOpen={tab() === "me"}
              onErased={bound().onErased}
              onForget={bound().onForget}
            />
          )}
        </Show>
      </main>
      <Foot
        tab={tab()}
        onOpen={open}
        claim={"onClaim" in props && tab() === "now" ? () => open("me") : null}
      />
    </>
  )
}

/** Which tournament, and how old what is shown is as soon as it is not live. */
function Head(props: { view: PhoneNightView; now: number }) {
  const age = () => {
    const at = props.view.heardAt()
    return at === null ? null : Math.max(0, props.now - at)
  }
  return (
    <header class="flex min-h-11 items-center justify-between gap-3">
      <h1 class="min-w-0 truncate text-lg font-semibold">
        {props.view.state()?.night.name ?? "Felt"}
      </h1>
      <p role="status" class="flex shrink-0 items-center gap-2 text-sm whitespace-nowrap">
        <Show
          when={props.view.isLive()}
          fallback={
            <span class="pill bg-yellow/15! text-yellow!">
              <Icon name="warning" class="size-4" />
              {age() === null ? t("phone.connecting") : t("phone.updated", ageText(age() ?? 0))}
            </span>
          }
        >
          <span class="size-2.5 rounded-full bg-green" />
          <span class="text-subtext0">{t("phone.live")}</span>
        </Show>
      </p>
    </header>
  )
}

function Waiting(props: { isLive: boolean }) {
  const since = leafNow()
  const now = createTicking(1_000)
  const isLong = () => !props.isLive && now() - since > 5_000
  return (
    <div class="grid min-h-[60dvh] content-center justify-items-center gap-3 text-center">
      <p class="text-2xl font-bold">{t(isLong() ? "phone.unreachable" : "phone.loading")}</p>
      <p class="text-balance text-subtext1">{isLong() ? t("phone.unreachableText") : ""}</p>
    </div>
  )
}

/** Under the thumb: where what is wished for stands (`Own` puts it there), and the pages. */
function Foot(props: { tab: Tab; onOpen: (tab: Tab) => void; claim: (() => void) | null }) {
  return (
    <footer class="fixed inset-x-0 bottom-0 z-20 mx-auto w-full max-w-md border-t border-surface0 bg-mantle pb-[env(safe-area-inset-bottom)]">
      <div id="under-thumb" class="px-4 empty:hidden [&:not(:empty)]:pt-3">
        <Show when={props.claim}>
          {(go) => (
            <button class="button button-primary min-h-16 w-full text-lg" onClick={() => go()()}>
              <Icon name="ticket" />
              {t("claim.open")}
            </button>
          )}
        </Show>
      </div>
      <nav aria-label={t("tabs")} class="grid grid-cols-5 px-1 py-1">
        <For each={tabs}>
          {(each) => (
            <button
              class="grid min-h-14 content-center justify-items-center gap-0.5 rounded-xl text-xs font-medium text-subtext0"
              classList={{ "bg-surface0 text-lavender!": props.tab === each }}
              aria-current={props.tab === each ? "page" : undefined}
              onClick={() => props.onOpen(each)}
            >
              <Icon name={icons[each]} class="size-6" />
              {t(`tab.${each}`)}
            </button>
          )}
        </For>
      </nav>
    </footer>
  )
}
