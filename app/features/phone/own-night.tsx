import { createEffect, createMemo, createSignal, Match, onCleanup, Show, Switch } from "solid-js"
import { clockAt } from "../../../domain/clock.ts"
import { formatChips } from "../../../domain/money.ts"
import { playersLeft, readTournament } from "../../../domain/tournament.ts"
import { registrationRoom, tournamentRoom } from "../../../schemas/documents/rooms.ts"
import type { Me } from "../../../schemas/wire.ts"
import { keepContact, lastContact } from "../../data/contact.ts"
import { openRoom } from "../../data/documents.ts"
import { Icon } from "../../ui/icon.tsx"
import { LanguageSwitch } from "../../ui/language-switch.tsx"
import { createTicking } from "../../ui/ticking.ts"
import { t } from "../../words/guest.ts"
import { locale } from "../../words/language.ts"
import { blindsText, formatSpan, levelTitle, toneOf, toneText } from "../clock/clock-face.ts"
import { OwnRegistration } from "./own-registration.tsx"
import { standingOf } from "./standing.ts"

/** What a player wants to know: where I sit, what the clock says, how many are left. */
export function OwnNight(props: { me: Me; token: string; onEnded: () => void }) {
  // A ticket is for one tournament and one player, so these are read once.
  // oxlint-disable-next-line solid/reactivity
  const { me, token, onEnded } = props
  const open = (name: string) => {
    const room = openRoom(name, token, { keep: true, onDenied: onEnded })
    onCleanup(() => room.close())
    return room
  }
  const floor = open(tournamentRoom(me.tournamentId))
  const registration = open(registrationRoom(me.tournamentId, me.playerId))
  const state = createMemo(() => readTournament(floor.values()))
  const standing = createMemo(() => standingOf(state(), me.playerId))
  return (
    <>
      <header class="flex items-center justify-between gap-3">
        <div class="min-w-0">
          <p class="truncate text-sm text-subtext0">{state().tournament?.name ?? "Felt"}</p>
          <h1 class="truncate text-2xl font-bold">{me.name}</h1>
        </div>
        <LanguageSwitch />
      </header>
      <Contact isSynced={floor.isSynced()} />
      <section class="felt grid min-h-52 place-content-center justify-items-center gap-1 rounded-3xl border-4 border-rail p-6 text-center">
        <Switch>
          <Match when={seated()}>
            {(place) => (
              <>
                <p class="text-subtext1">{t("phone.yourSeat")}</p>
                <p class="text-4xl font-bold text-balance">
                  {t("phone.tableSeat", place().table, place().seat)}
                </p>
              </>
            )}
          </Match>
          <Match when={standing().kind === "unseated"}>
            <p class="text-3xl font-bold">{t("phone.unseated")}</p>
            <p class="text-subtext1">{t("phone.unseatedText")}</p>
          </Match>
          <Match when={standing().kind === "won"}>
            <p class="text-4xl font-bold text-yellow">{t("phone.won")}</p>
          </Match>
          <Match when={out()}>
            {(end) => (
              <>
                <p class="text-3xl font-bold">
                  {end().place === null ? t("phone.out") : t("phone.place", end().place ?? 0)}
                </p>
                <p class="text-subtext1">{t("phone.outText")}</p>
              </>
            )}
          </Match>
          <Match when={standing().kind === "not-entered"}>
            <p class="text-3xl font-bold">{t("phone.notEntered")}</p>
            <p class="text-balance text-subtext1">{t("phone.notEnteredText")}</p>
          </Match>
        </Switch>
      </section>
      <PhoneClock state={state()} />
      <OwnRegistration room={registration} />
    </>
  )

  function seated() {
    const current = standing()
    return current.kind === "seated" ? current : null
  }

  function out() {
    const current = standing()
    return current.kind === "out" ? current : null
  }
}

function PhoneClock(props: { state: ReturnType<typeof readTournament> }) {
  const now = createTicking()
  const shown = createMemo(() => {
    const levels = props.state.tournament?.structure.levels
    return levels ? { levels, clock: clockAt(levels, props.state.clock, now()) } : null
  })
  return (
    <Show when={shown()}>
      {(current) => (
        <section class="card grid grid-cols-2 gap-4 p-5">
          <div class="col-span-2 text-center">
            <p class="text-subtext0">
              {levelTitle(current().levels, current().clock.levelIndex, t)}
              <Show when={current().clock.status === "paused"}> · {t("clock.paused")}</Show>
            </p>
            <p
              role="timer"
              aria-label={t("clock.timeLeft")}
              class={`text-7xl leading-none font-bold ${toneText[toneOf(current().clock)]}`}
            >
              {formatSpan(current().clock.remainingMs)}
            </p>
          </div>
          <Figure label={t("display.blinds")} value={blindsText(current().clock.level, locale())} />
          <Figure label={t("display.next")} value={nextText(current().clock.nextLevel)} />
          <Figure label={t("display.ante")} value={anteText(current().clock.level)} />
          <Figure
            label={t("display.players")}
            value={`${playersLeft(props.state)} / ${props.state.entries.length}`}
          />
        </section>
      )}
    </Show>
  )
}

type Level = ReturnType<typeof clockAt>["level"]

const nextText = (level: Level | null): string =>
  level === null
    ? t("display.lastLevel")
    : level.kind === "break"
      ? t("clock.break")
      : blindsText(level, locale())

const anteText = (level: Level): string =>
  level.kind === "round" && level.ante > 0 ? formatChips(level.ante, locale()) : "–"

function Figure(props: { label: string; value: string }) {
  return (
    <div>
      <p class="eyebrow">{props.label}</p>
      <p class="text-xl font-semibold">{props.value}</p>
    </div>
  )
}

/** Says how old what is shown is, as soon as it is not live. */
function Contact(props: { isSynced: boolean }) {
  const now = createTicking()
  const [lastAt, setLastAt] = createSignal(lastContact())
  createEffect(() => {
    if (!props.isSynced) return
    setLastAt(now())
    keepContact(now())
  })
  const age = () => {
    const at = lastAt()
    return at === null ? null : Math.max(0, Math.floor((now() - at) / 1_000))
  }
  return (
    <p role="status" class="flex min-h-6 items-center gap-2 text-sm">
      <Show
        when={props.isSynced}
        fallback={
          <span class="flex items-center gap-2 text-yellow">
            <Icon name="warning" class="size-4" />
            {age() === null ? t("phone.connecting") : t("phone.updated", age() ?? 0)}
          </span>
        }
      >
        <span class="size-2.5 rounded-full bg-green" />
        <span class="text-subtext0">{t("phone.live")}</span>
      </Show>
    </p>
  )
}
