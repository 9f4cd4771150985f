import type { Level } from "../schemas/structure.ts"
import { chips as toChips } from "../schemas/units.ts"

/**
 * The chips that go, each in the first break after which no level needs it (TDA-2024 R24).
 * @returns the levels, their breaks with the values of the chips that are raced off
 */
export function withColourUps(levels: readonly Level[], values: readonly number[]): Level[] {
  const inPlay = values.toSorted((a, b) => a - b)
  return levels.map((level, index) => {
    if (level.kind === "round") return level
    const later = levels.slice(index + 1)
    const gone: number[] = []
    while (inPlay[0] !== undefined && inPlay.length > 1 && !isNeeded(inPlay, later))
      gone.push(...inPlay.splice(0, 1))
    const { kind, durationMs } = level
    return { kind, durationMs, ...(gone.length > 0 && { colourUp: gone.map(toChips) }) }
  })
}

/** Whether a level needs the lowest chip in play: the next one alone could not pay it. */
export function isNeeded([, next = 1]: readonly number[], levels: readonly Level[]): boolean {
  return levels.some(
    (level) =>
      level.kind === "round" &&
      [level.smallBlind, level.bigBlind, level.ante].some((amount) => amount % next !== 0),
  )
}
