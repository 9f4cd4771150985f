import { type ClockReading, clockAt, msToLevel } from "../../../domain/clock.ts"
import type { Level } from "../../../schemas/structure.ts"
import type { Millis } from "../../../schemas/units.ts"
import type { DisplayState } from "../../../schemas/wire.ts"

export type Shown = Extract<DisplayState, { kind: "tournament" }>

/** The figures of a screen at one moment, derived from the last state it was sent. */
export type ScreenFigures = {
  reading: ClockReading
  /** Chips a player has on average, whole; `null` while nobody plays. */
  averageStack: number | null
  /** The same in big blinds of the level in play, or of the next one in a break; one decimal. */
  averageBigBlinds: number | null
  /** Until entries close; `null` once they have. */
  msToRegistrationEnd: Millis | null
}

export function screenFigures(state: Shown, now: Millis): ScreenFigures {
  const reading = clockAt(state.levels, state.clock, now)
  const round = reading.level.kind === "round" ? reading.level : reading.nextRound
  const averageStack =
    state.playersLeft > 0 && state.chipsInPlay > 0
      ? Math.round(state.chipsInPlay / state.playersLeft)
      : null
  return {
    reading,
    averageStack,
    averageBigBlinds:
      averageStack !== null && round && round.bigBlind > 0
        ? Math.round((averageStack * 10) / round.bigBlind) / 10
        : null,
    msToRegistrationEnd: msToLevel(state.levels, state.clock, now, state.lateRegistrationEndsAt),
  }
}

/** How many prizes fit a screen, and in how many columns. */
export const prizeColumns = (prizes: number): { columns: 1 | 2; shown: number } =>
  prizes <= 13 ? { columns: 1, shown: prizes } : { columns: 2, shown: Math.min(prizes, 34) }

/** The ante of a level; 0 where there is none. */
export const anteOf = (level: Level): number => (level.kind === "round" ? level.ante : 0)
