import { Show } from "solid-js"
import type { ClockReading } from "../../../domain/clock.ts"
import { formatChips } from "../../../domain/money.ts"
import type { PhoneNight } from "../../../schemas/phone.ts"
import type { Level } from "../../../schemas/structure.ts"
import { locale } from "../../words/language.ts"
import { t } from "../../words/phone.ts"
import {
  blindsText,
  formatSpan,
  levelTitle,
  played,
  toneOf,
  toneText,
} from "../clock/clock-face.ts"

const HOUR_MS = 3_600_000
const barTones = {
  running: "bg-lavender",
  "last-minute": "bg-peach",
  break: "bg-teal",
  paused: "bg-yellow",
  finished: "bg-surface2",
} as const

/** The clock and the blinds; under them what follows, and who is left. */
export function ClockCard(props: { night: PhoneNight; reading: ClockReading | null }) {
  return (
    <Show when={props.reading}>
      {(reading) => (
        <>
          <section class="card grid gap-3 p-5">
            <div class="text-center">
              <p class="text-lg font-semibold text-subtext1">
                {levelTitle(props.night.levels, reading().levelIndex, t)}
                <Show when={reading().status !== "running"}>
                  <span class="font-normal text-yellow">
                    {" · "}
                    {t(reading().status === "paused" ? "clock.paused" : "clock.finished")}
                  </span>
                </Show>
              </p>
              <p
                role="timer"
                aria-label={t("clock.timeLeft")}
                class={`pt-1 leading-none font-bold ${toneText[toneOf(reading())]}`}
                classList={{
                  "text-8xl": reading().remainingMs <= HOUR_MS,
                  "text-7xl": reading().remainingMs > HOUR_MS,
                }}
              >
                {formatSpan(reading().remainingMs)}
              </p>
            </div>
            <div class="h-2 overflow-hidden rounded-full bg-surface0" aria-hidden="true">
              <div
                class={`h-full w-full origin-left rounded-full ${barTones[toneOf(reading())]}`}
                style={{ transform: `scaleX(${barLeft(reading())})` }}
              />
            </div>
            <Blinds reading={reading()} />
          </section>
          <Facts night={props.night} reading={reading()} />
        </>
      )}
    </Show>
  )
}

/** In steps that the eye does not see, so that a phone draws nothing anew ten times a second. */
const barLeft = (reading: ClockReading): number => Math.round((1 - played(reading)) * 400) / 400

function Blinds(props: { reading: ClockReading }) {
  const isBreak = () => props.reading.level.kind === "break"
  const shown = (): Level | null => (isBreak() ? props.reading.nextRound : props.reading.level)
  return (
    <div class="flex items-end justify-between gap-3">
      <div>
        <p class="eyebrow">{t(isBreak() ? "clock.afterBreak" : "clock.blinds")}</p>
        <p class={`leading-tight font-bold whitespace-nowrap ${sizeOf(blindsOf(shown()))}`}>
          {blindsOf(shown())}
        </p>
      </div>
      <div class="text-right">
        <p class="eyebrow">{t("clock.ante")}</p>
        <p class="text-xl leading-relaxed font-semibold">{anteOf(shown())}</p>
      </div>
    </div>
  )
}

/** As large as the card allows; in a few steps, so that nothing jumps within a level. */
function sizeOf(text: string): string {
  if (text.length <= 11) return "text-4xl"
  return text.length <= 15 ? "text-3xl" : "text-xl"
}

function Facts(props: { night: PhoneNight; reading: ClockReading }) {
  const average = () =>
    props.night.playersLeft > 0
      ? formatChips(props.night.chipsInPlay / props.night.playersLeft, locale())
      : "–"
  const next = () => {
    const { nextLevel } = props.reading
    if (!nextLevel) return t("clock.last")
    return nextLevel.kind === "break" ? t("clock.break") : blindsOf(nextLevel)
  }
  const breakIn = () => {
    const ms = props.reading.msToNextBreak
    return ms === null ? "–" : formatSpan(ms)
  }
  return (
    <dl class="grid grid-cols-2 gap-3">
      <Fact label={t("clock.next")} value={next()} />
      <Fact label={t("clock.breakIn")} value={breakIn()} />
      <Fact
        label={t("facts.players")}
        value={`${props.night.playersLeft} / ${props.night.entries}`}
      />
      <Fact label={t("facts.average")} value={average()} />
    </dl>
  )
}

function Fact(props: { label: string; value: string }) {
  return (
    <div class="card px-4 py-3">
      <dt class="eyebrow">{props.label}</dt>
      <dd class="truncate text-xl font-semibold">{props.value}</dd>
    </div>
  )
}

const blindsOf = (level: Level | null): string => (level ? blindsText(level, locale()) : "–")
const anteOf = (level: Level | null): string =>
  level?.kind === "round" && level.ante > 0 ? formatChips(level.ante, locale()) : "–"
