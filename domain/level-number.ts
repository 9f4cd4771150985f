import type { Level } from "../schemas/structure.ts"

/** The number that players call a level by: rounds count from 1, a break has the round's before it. */
export const levelNumber = (levels: readonly Level[], index: number): number =>
  levels.slice(0, index + 1).filter(({ kind }) => kind === "round").length
