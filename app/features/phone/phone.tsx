import { createResource, createSignal, type JSX, Match, onCleanup, Show, Switch } from "solid-js"
import type { TournamentId } from "../../../schemas/ids.ts"
import { TonightAnswer } from "../../../schemas/phone.ts"
import { ask } from "../../data/api.ts"
import { Refused } from "../../data/errors.ts"
import { keepLeafTime } from "../../data/leaf-time.ts"
import { keptTournament } from "../../data/phone-night.ts"
import { claim, forgetTicket, keepTicket, keptTicket, readAddress } from "../../data/ticket.ts"
import { Icon, type IconName } from "../../ui/icon.tsx"
import { t } from "../../words/phone.ts"
import { ClaimForm, claimProblem } from "./claim-form.tsx"
import { NightPage } from "./night-page.tsx"

/** What the phone shows. */
type Shown =
  | { kind: "own"; token: string }
  | { kind: "guest"; tournament: TournamentId }
  | { kind: "table"; number: number }
  | { kind: "claiming"; code: string }
  | { kind: "refused"; text: string }
  | { kind: "tonight" }
  | { kind: "ended" | "gone" | "erased" }

/** The player's own page, opened by a QR code of a tournament, a table or a player, or by hand. */
export function Phone() {
  const [shown, setShown] = createSignal<Shown>(shownFirst())
  // A code scanned in a page that is open already changes nothing but the address.
  const onScan = () => setShown(shownFirst())
  addEventListener("hashchange", onScan)
  onCleanup(() => removeEventListener("hashchange", onScan))
  onCleanup(keepLeafTime())
  const bind = async (code: string): Promise<void> => {
    const token = await claim(code)
    // A reload shows the player's own night, whatever was scanned before.
    history.replaceState(history.state, "", location.pathname)
    setShown({ kind: "own", token })
  }
  /** The own night where it is that one, else that one as anybody sees it. */
  const choose = (tournament: TournamentId) => setShown(nightOf(tournament))
  const own = () => {
    const token = keptTicket()
    return token === null ? null : () => setShown({ kind: "own", token })
  }
  const end = (kind: "ended" | "erased") => {
    forgetTicket()
    setShown({ kind })
  }
  const as = <Kind extends Shown["kind"]>(kind: Kind) => {
    const now = shown()
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the kind was just compared
    return now.kind === kind ? (now as Extract<Shown, { kind: Kind }>) : undefined
  }
  return (
    <div class="by-device mx-auto w-full max-w-md">
      <Switch>
        <Match when={as("own")} keyed>
          {({ token }) => (
            <NightPage
              following={{ token }}
              token={token}
              onEnded={() => end("ended")}
              onErased={() => end("erased")}
              onForget={() => {
                forgetTicket()
                setShown({ kind: "tonight" })
              }}
            />
          )}
        </Match>
        <Match when={as("guest")} keyed>
          {({ tournament }) => (
            <NightPage
              following={{ tournament }}
              onClaim={bind}
              onBack={own()}
              onEnded={() => setShown({ kind: "gone" })}
            />
          )}
        </Match>
        <Match when={as("claiming")} keyed>
          {({ code }) => <Claiming code={code} onBind={bind} onRefused={setShown} />}
        </Match>
        <Match when={as("refused")}>
          {(refused) => (
            <Notice icon="ticket" title={refused().text}>
              <ClaimForm onClaim={bind} />
              <Back own={own()} />
            </Notice>
          )}
        </Match>
        <Match when={as("table") ?? as("tonight")} keyed>
          {(wanted) => (
            <Tonight
              table={wanted.kind === "table" ? wanted.number : null}
              onChoose={choose}
              onClaim={bind}
              back={own()}
            />
          )}
        </Match>
        <Match when={as("gone")}>
          <Notice icon="ticket" title={t("phone.gone")} text={t("phone.goneText")}>
            <Back own={own()} />
          </Notice>
        </Match>
        <Match when={as("ended")}>
          <Notice icon="ticket" title={t("phone.ended")} text={t("phone.endedText")}>
            <ClaimForm onClaim={bind} />
          </Notice>
        </Match>
        <Match when={as("erased")}>
          <Notice icon="check" title={t("profile.erased")} text={t("profile.erasedText")} />
        </Match>
      </Switch>
    </div>
  )
}

function shownFirst(): Shown {
  const scanned = readAddress()
  const token = keptTicket()
  switch (scanned.kind) {
    case "ticket":
      keepTicket(scanned.token)
      return { kind: "own", token: scanned.token }
    case "code":
      return { kind: "claiming", code: scanned.code }
    case "tournament":
      return nightOf(scanned.id)
    case "table":
      return { kind: "table", number: scanned.number }
    case "nothing":
      return token === null ? { kind: "tonight" } : { kind: "own", token }
  }
}

function nightOf(tournament: TournamentId): Shown {
  const token = keptTicket()
  return token !== null && keptTournament(token) === tournament
    ? { kind: "own", token }
    : { kind: "guest", tournament }
}

/** A scanned code binds the phone at once. */
function Claiming(props: {
  code: string
  onBind: (code: string) => Promise<void>
  onRefused: (shown: Shown) => void
}) {
  const [problem, { refetch }] = createResource(
    () => props.code,
    async (code) => {
      try {
        await props.onBind(code)
        return null
      } catch (error) {
        if (error instanceof Refused) {
          props.onRefused({ kind: "refused", text: claimProblem(error) })
          return null
        }
        return t("phone.unreachable")
      }
    },
  )
  return (
    <Show when={problem()} fallback={<Notice icon="phone" title={t("phone.loading")} />}>
      {(title) => (
        <Notice icon="warning" title={title()} text={t("phone.unreachableText")}>
          <button class="button button-primary min-h-14" onClick={() => void refetch()}>
            {t("phone.again")}
          </button>
        </Notice>
      )}
    </Show>
  )
}

/** What is played here tonight; a single tournament, or the one at the table, is opened at once. */
function Tonight(props: {
  table: number | null
  onChoose: (tournament: TournamentId) => void
  onClaim: (code: string) => Promise<void>
  back: (() => void) | null
}) {
  const [tonight, { refetch }] = createResource(async () => {
    const { tournaments } = await ask("/api/tonight", TonightAnswer)
    const [here, ...others] = tournaments.filter(
      ({ tables }) => props.table === null || tables.includes(props.table),
    )
    if (here && others.length === 0) props.onChoose(here.tournamentId)
    return tournaments
  })
  const list = () => (tonight.error ? undefined : tonight())
  return (
    <Switch fallback={<Notice icon="phone" title={t("phone.loading")} />}>
      <Match when={tonight.error}>
        <Notice icon="warning" title={t("phone.unreachable")} text={t("phone.unreachableText")}>
          <button class="button button-primary min-h-14" onClick={() => void refetch()}>
            {t("phone.again")}
          </button>
        </Notice>
      </Match>
      <Match when={list()}>
        {(all) => (
          <Notice
            icon="phone"
            title={
              props.table === null
                ? t(all().length === 0 ? "phone.none" : "phone.tonight")
                : t("phone.table", props.table)
            }
            {...(all().length === 0 && { text: t("phone.noneText") })}
          >
            <ul class="grid gap-2">
              {all().map(({ tournamentId, name }) => (
                <li>
                  <button
                    class="button min-h-16 w-full px-5 text-lg"
                    onClick={() => props.onChoose(tournamentId)}
                  >
                    <span class="truncate">{name}</span>
                  </button>
                </li>
              ))}
            </ul>
            <ClaimForm onClaim={props.onClaim} />
            <Back own={props.back} />
          </Notice>
        )}
      </Match>
    </Switch>
  )
}

function Back(props: { own: (() => void) | null }) {
  return (
    <Show when={props.own}>
      {(go) => (
        <button class="button min-h-14" onClick={() => go()()}>
          <Icon name="back" />
          {t("phone.back")}
        </button>
      )}
    </Show>
  )
}

/** One thing to read, and under the thumb what can be done about it. */
function Notice(props: { icon: IconName; title: string; text?: string; children?: JSX.Element }) {
  return (
    <main class="flex min-h-dvh flex-col p-5 pb-[calc(1.5rem+env(safe-area-inset-bottom))]">
      <div class="grid grow content-center justify-items-center gap-4 py-10 text-center">
        <span class="grid size-20 place-content-center rounded-full bg-surface0 text-lavender">
          <Icon name={props.icon} class="size-10" />
        </span>
        <h1 class="text-2xl font-bold text-balance">{props.title}</h1>
        <p class="max-w-prose text-balance text-subtext1">{props.text}</p>
      </div>
      <div class="grid gap-3">{props.children}</div>
    </main>
  )
}
