import { createEffect, createSignal, For, Match, on, Show, Switch } from "solid-js"
import { Icon, type IconName } from "../../ui/icon.tsx"
import { LanguageSwitch } from "../../ui/language-switch.tsx"
import { createTitle } from "../../ui/title.ts"
import { Toaster } from "../../ui/toasts.tsx"
import { Empty } from "../../ui/empty.tsx"
import { ownerSession, signOutOwner } from "../../data/owner-session.ts"
import type { OwnerSession } from "../../../schemas/owner.ts"
import { t } from "../../words/owner.ts"
import { createOwnerDesk, OwnerDeskProvider, useOwner } from "./desk.ts"
import { LeaguePage } from "./league.tsx"
import { Leagues } from "./leagues.tsx"
import { Members } from "./members.tsx"
import { Nights } from "./nights.tsx"
import { PageTitle } from "./page-title.tsx"
import { People } from "./people.tsx"
import { PersonPage } from "./person.tsx"
import { Go, place } from "./place.tsx"
import { ReceiptPage } from "./receipt.tsx"
import { Requests } from "./requests.tsx"
import type { Place } from "./route.ts"
import { Code } from "./secret.tsx"
import { signInAddress } from "./addresses.ts"
import { needsSomebody } from "./venue-state.ts"
import { Venues } from "./venues.tsx"

type Section = {
  page: "venues" | "nights" | "leagues" | "people" | "requests" | "members"
  icon: IconName
}
const SECTIONS: readonly Section[] = [
  { page: "venues", icon: "venue" },
  { page: "nights", icon: "money" },
  { page: "leagues", icon: "payouts" },
  { page: "people", icon: "players" },
  { page: "requests", icon: "log" },
  { page: "members", icon: "staff" },
]
const FOR_ALL: readonly string[] = ["venues", "nights", "leagues", "league"]

function sectionOf({ page }: Place): Section["page"] {
  if (page === "league") return "leagues"
  return page === "person" || page === "receipt" ? "people" : page
}

/** The owner's web for whoever is signed in: where one can go, and the page where one is. */
export function Frame(props: { session: OwnerSession; isNew: boolean; onNoted: () => void }) {
  // oxlint-disable-next-line solid/reactivity -- for another member everything begins anew
  const desk = createOwnerDesk(props.session)
  const [main, setMain] = createSignal<HTMLElement>()
  createTitle(() => {
    if (ownerSession() === null) return `${t("signIn.title")} · Felt`
    const organisation = desk.venues()?.organisation ?? t("app.title")
    return `${t(`page.${sectionOf(place())}`)} · ${organisation} · Felt`
  })
  // Whoever does not see the page hears where they are now.
  createEffect(
    on(place, () => queueMicrotask(() => main()?.querySelector("h1")?.focus()), { defer: true }),
  )
  return (
    <OwnerDeskProvider value={desk}>
      <a
        href="#main"
        class="button button-primary fixed top-2 left-2 z-50 -translate-y-24 focus:translate-y-0 print:hidden"
      >
        {t("app.skip")}
      </a>
      <TopBar />
      <div class="md:grid md:grid-cols-[14rem_minmax(0,1fr)] print:block">
        <Rail />
        <main
          id="main"
          ref={setMain}
          class="mx-auto grid w-full max-w-5xl content-start gap-5 p-4 pb-28 md:p-8 print:p-0"
        >
          <Show when={props.isNew}>
            <Noted session={desk.session()} onNoted={props.onNoted} />
          </Show>
          <Show when={desk.isOwner() || FOR_ALL.includes(place().page)} fallback={<OwnersOnly />}>
            <Page />
          </Show>
        </main>
      </div>
      <Toaster label={t("app.messages")} />
    </OwnerDeskProvider>
  )
}

function Page() {
  const person = () => {
    const now = place()
    return "person" in now ? now : null
  }
  const league = () => {
    const now = place()
    return now.page === "league" ? now.league : null
  }
  return (
    <Switch fallback={<Venues />}>
      <Match when={place().page === "nights"}>
        <Nights />
      </Match>
      <Match when={place().page === "leagues"}>
        <Leagues />
      </Match>
      <Match when={league()} keyed>
        {(id) => <LeaguePage id={id} />}
      </Match>
      <Match when={place().page === "people"}>
        <People />
      </Match>
      <Match when={person()} keyed>
        {({ page, person: id }) =>
          page === "receipt" ? <ReceiptPage person={id} /> : <PersonPage person={id} />
        }
      </Match>
      <Match when={place().page === "requests"}>
        <Requests />
      </Match>
      <Match when={place().page === "members"}>
        <Members />
      </Match>
    </Switch>
  )
}

function TopBar() {
  const { session, venues } = useOwner()
  return (
    <header class="sticky top-0 z-30 flex min-h-16 items-center gap-3 border-b border-surface0 bg-mantle px-4 md:px-6 print:hidden">
      <img src="/felt.svg" alt="" class="size-9" width="36" height="36" />
      <p class="min-w-0 grow">
        <span class="block truncate font-bold">{venues()?.organisation ?? "Felt"}</span>
        <span class="block truncate text-sm text-subtext0">
          {session().name} · {t(`role.${session().role}`)}
        </span>
      </p>
      <LanguageSwitch />
      <button class="button max-md:px-0" aria-label={t("app.signOut")} onClick={signOutOwner}>
        <Icon name="out" />
        <span class="max-md:hidden">{t("app.signOut")}</span>
      </button>
    </header>
  )
}

function Rail() {
  const { isOwner, venues, now } = useOwner()
  const sections = () => SECTIONS.filter(({ page }) => isOwner() || FOR_ALL.includes(page))
  const trouble = () => venues()?.venues.filter((venue) => needsSomebody(venue, now())).length ?? 0
  return (
    <nav
      aria-label={t("app.sections")}
      class="fixed inset-x-0 bottom-0 z-30 border-t border-surface0 bg-mantle pb-[env(safe-area-inset-bottom)] md:sticky md:inset-auto md:top-16 md:h-[calc(100dvh-4rem)] md:border-t-0 md:border-r md:p-4 print:hidden"
    >
      <ul class="flex justify-around md:grid md:justify-stretch md:gap-1">
        <For each={sections()}>
          {({ page, icon }) => (
            <li class="grow">
              <Go
                to={{ page }}
                isHere={sectionOf(place()) === page}
                class="relative flex min-h-16 flex-col items-center justify-center gap-1 text-xs font-semibold text-subtext1 hover:text-text md:min-h-12 md:flex-row md:justify-start md:gap-3 md:rounded-xl md:px-4 md:text-[1rem]"
                classList={{ "text-lavender md:bg-surface0": sectionOf(place()) === page }}
              >
                <Icon name={icon} class="size-6 shrink-0" />
                {t(`page.${page}`)}
                <Show when={page === "venues" && trouble() > 0}>
                  <span class="notice rounded-full px-2 text-xs font-bold max-md:absolute max-md:top-1 max-md:left-[calc(50%+0.75rem)] md:ml-auto">
                    {trouble()}
                  </span>
                </Show>
              </Go>
            </li>
          )}
        </For>
      </ul>
    </nav>
  )
}

/** Who has just chosen a password learns with what to come back. */
function Noted(props: { session: OwnerSession; onNoted: () => void }) {
  return (
    <section
      class="grid gap-3 rounded-2xl border border-green/60 bg-base p-4 print:hidden"
      role="status"
    >
      <p class="text-pretty">{t("invited.done", props.session.name)}</p>
      <Code text={signInAddress(props.session.tenantId)} />
      <button class="button justify-self-start" onClick={() => props.onNoted()}>
        <Icon name="check" />
        {t("invited.doneOk")}
      </button>
    </section>
  )
}

function OwnersOnly() {
  return (
    <>
      <PageTitle title={t(`page.${sectionOf(place())}`)} />
      <Empty icon="lock" title={t("app.ownersOnly")} text={t("app.ownersOnlyText")} />
    </>
  )
}
