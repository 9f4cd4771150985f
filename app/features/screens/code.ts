import { CODE_LETTERS } from "../../../schemas/display.ts"

/** A code as somebody typed it, with the letters that a code has: spaces and small letters do not matter. */
export const readCode = (typed: string): string =>
  Array.from(typed.toUpperCase())
    .filter((letter) => CODE_LETTERS.includes(letter))
    .join("")
