import { createMemo, type JSX, Match, Show, Switch } from "solid-js"
import { formatChips } from "../../../domain/money.ts"
import type { Millis } from "../../../schemas/units.ts"
import type { DisplayState } from "../../../schemas/wire.ts"
import { t } from "../../words/guest.ts"
import { locale } from "../../words/language.ts"
import {
  blindsText,
  formatSpan,
  levelTitle,
  played,
  type Tone,
  toneOf,
  toneText,
} from "../clock/clock-face.ts"
import { anteOf, type ScreenFigures, screenFigures, type Shown } from "./display-face.ts"
import { Labelled, Prizes } from "./prizes.tsx"

/**
 * What a screen shows at a moment. All of it is measured by the box it is given, so that it looks the
 * same on a wall and as large as a thumb.
 * @param props.state `null` while nothing was heard of the Leaf
 * @param props.lostAt since when there is no contact
 */
export function ScreenFace(props: {
  id: string
  state: DisplayState | null
  lostAt: number | null
  now: Millis
}) {
  const tournament = () => (props.state?.kind === "tournament" ? props.state : null)
  return (
    <div class="relative h-full overflow-hidden bg-crust text-text select-none [container-type:size]">
      <Switch
        fallback={<Waiting id={props.id} isKnown={props.state !== null} lostAt={props.lostAt} />}
      >
        <Match when={tournament()}>
          {(shown) => <Board state={shown()} lostAt={props.lostAt} now={props.now} />}
        </Match>
      </Switch>
    </div>
  )
}

const timeOfDay = (at: number): string =>
  new Date(at).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" })

/** Says since when the screen is on its own. */
function NoContact(props: { since: number | null }) {
  return (
    <Show when={props.since}>
      {(since) => (
        <p
          role="alert"
          class="rounded-full bg-red px-[1em] py-[0.2em] text-[2.8cqh] font-bold whitespace-nowrap text-crust"
        >
          {t("display.lost", timeOfDay(since()))}
        </p>
      )}
    </Show>
  )
}

function Waiting(props: { id: string; isKnown: boolean; lostAt: number | null }) {
  return (
    <div class="felt grid h-full place-content-center justify-items-center gap-[3cqh] text-center">
      <img src="/felt.svg" alt="Felt" class="size-[18cqh]" />
      <p class="text-[6cqh] font-bold">
        {t(props.isKnown ? "display.waiting" : "display.finding")}
      </p>
      <p class="max-w-[70cqw] text-[2.8cqh] text-balance text-subtext1">
        {t("display.waitingText", props.id)}
      </p>
      <NoContact since={props.lostAt} />
    </div>
  )
}

/** The colours of a moment: the stage behind the clock, dark enough for 7:1, and the word that names it. */
const stages: Record<Tone, { stage: string; word: string }> = {
  running: { stage: "from-felt", word: "bg-green/20 text-green" },
  "last-minute": { stage: "from-[#482c18]", word: "bg-peach text-crust" },
  break: { stage: "from-[#174245]", word: "bg-teal text-crust" },
  paused: { stage: "from-[#453d1a]", word: "bg-yellow text-crust" },
  finished: { stage: "from-surface0", word: "bg-surface1 text-text" },
}

function Board(props: { state: Shown; lostAt: number | null; now: Millis }) {
  const figures = createMemo(() => screenFigures(props.state, props.now))
  const tone = createMemo(() => toneOf(figures().reading))
  return (
    <div class="grid h-full grid-rows-[auto_1fr_auto] gap-[1.6cqh] p-[1.6cqh]">
      <header class="flex items-center gap-[1.5cqw] px-[1cqw]">
        <img src="/felt.svg" alt="" class="size-[6cqh]" />
        <h1 class="min-w-0 grow truncate text-[4.6cqh] leading-tight font-bold">
          {props.state.name}
        </h1>
        <NoContact since={props.lostAt} />
        <p
          role="status"
          class={`rounded-full px-[1em] py-[0.2em] text-[2.8cqh] font-bold ${stages[tone()].word}`}
        >
          {t(`display.tone.${tone()}`)}
        </p>
        <p class="text-[4cqh] font-semibold text-subtext1">{timeOfDay(props.now)}</p>
      </header>
      <div class="grid min-h-0 grid-cols-[19cqw_minmax(0,1fr)_22cqw] gap-[1.6cqh]">
        <Field state={props.state} figures={figures()} />
        <Stage state={props.state} figures={figures()} tone={tone()} />
        <Prizes state={props.state} />
      </div>
      <Ticker state={props.state} figures={figures()} />
    </div>
  )
}

function Stage(props: { state: Shown; figures: ScreenFigures; tone: Tone }) {
  const isLong = () => props.figures.reading.remainingMs > 3_599_000
  return (
    <section
      class={`relative grid min-h-0 grid-rows-[auto_1fr_auto] overflow-hidden rounded-[2.5cqh] bg-radial-[at_50%_40%] to-mantle to-75% px-[2cqw] py-[2.4cqh] text-center ${stages[props.tone].stage}`}
    >
      <p class="text-[6cqh] leading-tight font-bold">
        {levelTitle(props.state.levels, props.figures.reading.levelIndex, t)}
      </p>
      <p
        role="timer"
        aria-label={t("clock.timeLeft")}
        class={`self-center leading-none font-bold ${toneText[props.tone]} ${
          isLong() ? "text-[min(11.6cqw,30cqh)]" : "text-[min(15.6cqw,40cqh)]"
        }`}
      >
        {formatSpan(props.figures.reading.remainingMs)}
      </p>
      <Blinds reading={props.figures.reading} />
      <div class="absolute inset-x-0 bottom-0 h-[1.3cqh] bg-crust/60">
        <div
          class="h-full w-full origin-left bg-lavender"
          style={{ transform: `scaleX(${played(props.figures.reading)})` }}
        />
      </div>
    </section>
  )
}

/** The blinds and the ante in play; in a break, those that come after it. */
function Blinds(props: { reading: ScreenFigures["reading"] }) {
  const isBreak = () => props.reading.level.kind === "break"
  const level = () => (isBreak() ? props.reading.nextRound : props.reading.level)
  const blinds = () => {
    const current = level()
    return current ? blindsText(current, locale()) : "–"
  }
  const ante = () => {
    const current = level()
    return current ? anteOf(current) : 0
  }
  const size = () => figureSize(blinds().length + (ante() > 0 ? String(ante()).length + 4 : 0))
  return (
    <div class="flex items-end justify-center gap-[3.5cqw] pb-[2.4cqh]">
      <Labelled label={t(isBreak() ? "display.afterBreak" : "display.blinds")} class="text-center">
        <span class={`leading-none font-bold whitespace-nowrap ${size()}`}>{blinds()}</span>
      </Labelled>
      <Show when={ante()}>
        {(amount) => (
          <Labelled label={t("display.ante")} class="text-center">
            <span class={`leading-none font-bold whitespace-nowrap ${size()}`}>
              {formatChips(amount(), locale())}
            </span>
          </Labelled>
        )}
      </Show>
    </div>
  )
}

/** As large as that many characters allow, in a few steps, so that nothing jumps within a level. */
function figureSize(characters: number): string {
  if (characters <= 11) return "text-[min(6.6cqw,12.5cqh)]"
  if (characters <= 17) return "text-[min(5.2cqw,10cqh)]"
  return characters <= 24 ? "text-[min(4.4cqw,8.4cqh)]" : "text-[min(3.4cqw,6.6cqh)]"
}

function Field(props: { state: Shown; figures: ScreenFigures }) {
  const panel = "grid content-center rounded-[2.5cqh] bg-mantle px-[1.4cqw]"
  const average = () => {
    const stack = props.figures.averageStack
    return stack === null ? "–" : formatChips(stack, locale())
  }
  return (
    <section class="grid min-h-0 grid-rows-[1.2fr_1.2fr_1fr] gap-[1.6cqh]">
      <div class={panel}>
        <Labelled label={t("display.players")}>
          <span class="text-[min(9cqh,5cqw)] leading-none font-bold whitespace-nowrap">
            {props.state.playersLeft}
            <span class="text-[min(4.2cqh,2.3cqw)] font-normal text-subtext0">
              {" "}
              / {props.state.entries}
            </span>
          </span>
        </Labelled>
      </div>
      <div class={panel}>
        <Labelled label={t("display.average")}>
          <Figure text={average()} />
          <span class="block min-h-[1.5em] pt-[0.4cqh] text-[3.2cqh] text-subtext1">
            <Show when={props.figures.averageBigBlinds}>
              {(count) => <>{t("display.bigBlinds", count().toLocaleString(locale()))}</>}
            </Show>
          </span>
        </Labelled>
      </div>
      <div class={panel}>
        <Labelled label={t("display.chips")}>
          <Figure text={formatChips(props.state.chipsInPlay, locale())} />
        </Labelled>
      </div>
    </section>
  )
}

/** A number as large as its panel allows, in the widest of the fonts that a screen may have. */
function Figure(props: { text: string }) {
  const size = () => {
    if (props.text.length <= 7) return "text-[min(7cqh,3.5cqw)]"
    return props.text.length <= 9 ? "text-[min(5.4cqh,2.8cqw)]" : "text-[min(4.4cqh,2.2cqw)]"
  }
  return <span class={`leading-none font-bold whitespace-nowrap ${size()}`}>{props.text}</span>
}

/** The bottom line: what comes next. */
function Ticker(props: { state: Shown; figures: ScreenFigures }) {
  const next = () => props.figures.reading.nextLevel
  const nextText = () => {
    const level = next()
    if (!level) return t("display.lastLevel")
    if (level.kind === "break") return t("clock.break")
    const ante = level.ante > 0 ? ` (${formatChips(level.ante, locale())})` : ""
    return `${blindsText(level, locale())}${ante}`
  }
  return (
    <footer class="flex items-center justify-between gap-[3cqw] rounded-[2.5cqh] bg-mantle px-[1.8cqw] py-[1.6cqh] text-[4cqh] whitespace-nowrap">
      <Coming label={t("display.next")}>
        <span classList={{ "text-teal": next()?.kind === "break" }}>{nextText()}</span>
      </Coming>
      <Show when={props.figures.reading.msToNextBreak}>
        {(ms) => (
          <Coming label={t("display.breakIn")}>
            <span class="text-teal">{formatSpan(ms())}</span>
          </Coming>
        )}
      </Show>
      <Show
        when={props.figures.msToRegistrationEnd}
        fallback={<Coming label={t("display.registration")}>{t("display.closed")}</Coming>}
      >
        {(ms) => <Coming label={t("display.registrationEnds")}>{formatSpan(ms())}</Coming>}
      </Show>
    </footer>
  )
}

function Coming(props: { label: string; children: JSX.Element }) {
  return (
    <p>
      <span class="text-[3cqh] text-subtext0">{props.label} </span>
      <span class="font-bold">{props.children}</span>
    </p>
  )
}
