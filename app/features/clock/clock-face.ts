import { type ClockReading, levelNumber } from "../../../domain/clock.ts"
import { formatChips } from "../../../domain/money.ts"
import type { Level } from "../../../schemas/structure.ts"

const LAST_MS = 60_000

/** What the clock is about to say, which decides its colour. */
export type Tone = "running" | "last-minute" | "break" | "paused" | "finished"

export function toneOf(reading: ClockReading): Tone {
  if (reading.status !== "running") return reading.status
  if (reading.level.kind === "break") return "break"
  return reading.remainingMs <= LAST_MS ? "last-minute" : "running"
}

export const toneText: Record<Tone, string> = {
  running: "text-text",
  "last-minute": "text-peach",
  break: "text-teal",
  paused: "text-yellow",
  finished: "text-subtext0",
}

/** A span as the floor says it: `0:59`, `20:00`, `1:05:00`. Rounded up, so 0:00 is the end itself. */
export function formatSpan(ms: number): string {
  const seconds = Math.ceil(Math.max(0, ms) / 1_000)
  const two = (value: number) => String(value).padStart(2, "0")
  const hours = Math.floor(seconds / 3_600)
  const minutes = Math.floor((seconds % 3_600) / 60)
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${minutes}:${two(seconds % 60)}`
}

/** The blinds of a level, as in `100 / 200`; a dash for a break. */
export const blindsText = (level: Level, locale: string): string =>
  level.kind === "break"
    ? "–"
    : `${formatChips(level.smallBlind, locale)} / ${formatChips(level.bigBlind, locale)}`

type LevelWords = {
  (key: "clock.level", number: number): string
  (key: "clock.break"): string
}

/** `Level 5` or `Break`. */
export const levelTitle = (levels: readonly Level[], index: number, t: LevelWords): string =>
  levels[index]?.kind === "break" ? t("clock.break") : t("clock.level", levelNumber(levels, index))

/** How much of the level has been played, 0 to 1. */
export const played = ({ elapsedMs, remainingMs }: ClockReading): number =>
  elapsedMs + remainingMs === 0 ? 1 : elapsedMs / (elapsedMs + remainingMs)
