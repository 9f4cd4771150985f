import { createEffect, createMemo, For, Show } from "solid-js"
import {
  adjustClock,
  clockAt,
  type ClockReading,
  jumpToLevel,
  pauseClock,
  startClock,
} from "../../../domain/clock.ts"
import { formatChips } from "../../../domain/money.ts"
import type { Clock as KeptClock } from "../../../schemas/documents/tournament.ts"
import type { Structure } from "../../../schemas/structure.ts"
import { useDesk } from "../../data/desk-context.ts"
import { leafNow } from "../../data/leaf-time.ts"
import { Icon } from "../../ui/icon.tsx"
import { LookOnly } from "../../ui/look-only.tsx"
import { createTicking } from "../../ui/ticking.ts"
import { say } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t as tp } from "../../words/people.ts"
import { t } from "../../words/staff.ts"
import { NoTournament } from "../tonight/no-tournament.tsx"
import { blindsText, formatSpan, levelTitle, played, toneOf, toneText } from "./clock-face.ts"

const MINUTE_MS = 60_000

/** The clock, and all that can be done to it. */
export function Clock() {
  const { desk } = useDesk()
  return (
    <Show when={desk.floor().tournament} fallback={<NoTournament />}>
      {(tournament) => <RunningClock structure={tournament().structure} />}
    </Show>
  )
}

function RunningClock(props: { structure: Structure }) {
  const { desk, acts } = useDesk()
  const now = createTicking()
  const levels = () => props.structure.levels
  const reading = createMemo(() => clockAt(levels(), desk.floor().clock, now()))

  const set = (clock: KeptClock) => acts.write([["clock", clock]])
  const jump = (index: number) => {
    const undo = set(jumpToLevel(levels(), desk.floor().clock, leafNow(), index))
    say(t("clock.jumped", levelTitle(levels(), index, t)), { label: t("app.undo"), run: undo })
  }
  const adjust = (deltaMs: number) =>
    set(adjustClock(levels(), desk.floor().clock, leafNow(), deltaMs))
  const isTheirs = () => desk.may.writeFloor("clock")
  const toggle = () =>
    set(
      desk.floor().clock.status === "running"
        ? pauseClock(levels(), desk.floor().clock, leafNow())
        : startClock(levels(), desk.floor().clock, leafNow()),
    )

  return (
    <div class="mx-auto grid max-w-6xl gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <div class="lg:col-span-2 empty:hidden">
        <LookOnly when={!isTheirs()} text={tp("only.clock")} />
      </div>
      <section class="card grid content-between gap-4 p-4 text-center md:p-8">
        <Face reading={reading()} levels={levels()} />
        <div class="grid grid-cols-4 gap-2 md:gap-3">
          <button
            class="button min-h-16 text-lg"
            disabled={!isTheirs()}
            onClick={() => adjust(-MINUTE_MS)}
          >
            {t("clock.less")}
          </button>
          <button
            class={`button col-span-2 min-h-16 text-xl ${
              reading().status === "running" ? "" : "button-go"
            }`}
            onClick={toggle}
            disabled={reading().status === "finished" || !isTheirs()}
          >
            <Icon name={reading().status === "running" ? "pause" : "play"} class="size-7" />
            {t(reading().status === "running" ? "clock.pause" : "clock.start")}
          </button>
          <button
            class="button min-h-16 text-lg"
            disabled={!isTheirs()}
            onClick={() => adjust(MINUTE_MS)}
          >
            {t("clock.more")}
          </button>
          <button
            class="button col-span-2"
            disabled={reading().levelIndex === 0 || !isTheirs()}
            onClick={() => jump(reading().levelIndex - 1)}
          >
            <Icon name="previous" />
            {t("clock.previous")}
          </button>
          <button
            class="button col-span-2"
            disabled={reading().levelIndex >= levels().length - 1 || !isTheirs()}
            onClick={() => jump(reading().levelIndex + 1)}
          >
            {t("clock.next")}
            <Icon name="next" />
          </button>
          <HandForHand isDisabled={!isTheirs()} />
        </div>
      </section>
      <LevelList levels={levels()} current={reading().levelIndex} onJump={jump} />
    </div>
  )
}

/** Whether every table plays one hand at a time: the screens say so. */
function HandForHand(props: { isDisabled: boolean }) {
  const { desk, acts } = useDesk()
  const isOn = () => desk.floor().isHandForHand ?? false
  const toggle = () => {
    const undo = acts.write([["handForHand", isOn() ? null : { since: leafNow() }]])
    const text = t(isOn() ? "clock.didHandForHand" : "clock.didHandsFreely")
    say(text, { label: t("app.undo"), run: undo })
  }
  return (
    <button
      class="button col-span-4"
      classList={{ "!bg-yellow !text-crust": isOn() }}
      aria-pressed={isOn()}
      disabled={props.isDisabled}
      onClick={toggle}
    >
      {t("clock.handForHand")}
    </button>
  )
}

function Face(props: { reading: ClockReading; levels: Structure["levels"] }) {
  const next = () => props.reading.nextLevel
  return (
    <div class="grid justify-items-center gap-2 md:gap-4">
      <h1 class="text-xl font-semibold text-subtext1 md:text-2xl">
        {levelTitle(props.levels, props.reading.levelIndex, t)}
        <Show when={props.reading.status === "paused"}>
          <span class="text-yellow"> · {t("clock.paused")}</span>
        </Show>
      </h1>
      <p
        role="timer"
        aria-label={t("clock.timeLeft")}
        class={`text-[clamp(5rem,18vw,11rem)] leading-none font-bold tracking-tight ${toneText[toneOf(props.reading)]}`}
      >
        {formatSpan(props.reading.remainingMs)}
      </p>
      <div class="h-2 w-full max-w-2xl overflow-hidden rounded-full bg-surface0">
        <div
          class="h-full rounded-full bg-lavender"
          style={{ width: `${played(props.reading) * 100}%` }}
        />
      </div>
      <p class="text-4xl font-semibold md:text-6xl">{blindsText(props.reading.level, locale())}</p>
      <p class="min-h-7 text-lg text-subtext1">
        <Ante level={props.reading.level} />
      </p>
      <p class="text-lg text-subtext0">
        <Show when={next()} fallback={t("clock.lastLevel")}>
          {(level) => (
            <>
              {t("clock.then")}{" "}
              <span class="font-semibold text-subtext1">
                {level().kind === "break" ? t("clock.break") : blindsText(level(), locale())}
              </span>
            </>
          )}
        </Show>
        <Show when={props.reading.msToNextBreak}>
          {(ms) => <span> · {t("clock.breakIn", formatSpan(ms()))}</span>}
        </Show>
      </p>
    </div>
  )
}

function Ante(props: { level: Structure["levels"][number] }) {
  return (
    <Show when={props.level.kind === "round" && props.level.ante > 0 && props.level}>
      {(round) => <>{t("clock.ante", formatChips(round().ante, locale()))}</>}
    </Show>
  )
}

function LevelList(props: {
  levels: Structure["levels"]
  current: number
  onJump: (index: number) => void
}) {
  const { desk } = useDesk()
  return (
    <section class="card min-h-0 overflow-hidden">
      <h2 class="border-b border-surface0 px-4 py-3 font-semibold">{t("clock.levels")}</h2>
      {/* Where nothing in it takes the focus, the list itself does, to be scrolled. */}
      <ol
        class="max-h-[34rem] overflow-y-auto p-2"
        tabindex={desk.may.writeFloor("clock") ? undefined : "0"}
      >
        <For each={props.levels}>
          {(level, index) => (
            <li>
              <button
                ref={(element) => {
                  createEffect(() => {
                    if (index() === props.current) bringToMiddle(element)
                  })
                }}
                class="grid min-h-11 w-full grid-cols-[4.5rem_1fr_auto] items-center gap-2 rounded-lg px-3 text-left hover:bg-surface0"
                classList={{
                  "bg-surface0 font-semibold text-lavender": index() === props.current,
                  "text-subtext1": index() < props.current,
                  "text-teal": level.kind === "break" && index() > props.current,
                }}
                aria-current={index() === props.current ? "step" : undefined}
                disabled={!desk.may.writeFloor("clock")}
                onClick={() => props.onJump(index())}
              >
                <span class="text-sm">{levelTitle(props.levels, index(), t)}</span>
                <span>
                  {blindsText(level, locale())}
                  <Show when={level.kind === "round" && level.ante > 0 && level}>
                    {(round) => (
                      <span class="text-sm text-subtext1">
                        {" "}
                        ({formatChips(round().ante, locale())})
                      </span>
                    )}
                  </Show>
                </span>
                <span class="text-sm text-subtext1">{formatSpan(level.durationMs)}</span>
              </button>
            </li>
          )}
        </For>
      </ol>
    </section>
  )
}

/** Scrolls the list, and never the page, so that the level in play is in the middle. */
function bringToMiddle(element: HTMLElement): void {
  requestAnimationFrame(() => {
    const list = element.closest("ol")
    if (list) list.scrollTop = element.offsetTop - list.offsetTop - list.clientHeight / 2
  })
}
