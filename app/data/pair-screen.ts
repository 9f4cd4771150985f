import { CODE_LETTERS } from "../../schemas/display.ts"
import type { DisplayId } from "../../schemas/ids.ts"
import { call } from "./api.ts"

/** A code as somebody typed it, with the letters that a code has: spaces and small letters do not matter. */
export const readCode = (typed: string): string =>
  Array.from(typed.toUpperCase())
    .filter((letter) => CODE_LETTERS.includes(letter))
    .join("")

/**
 * The screen that shows this code is this display from now on.
 * @throws Refused where no screen shows it, Unreachable without contact with the Leaf
 */
export async function pairScreen(token: string, code: string, displayId: DisplayId): Promise<void> {
  await call(`/api/pairings/${code}/screen`, { method: "POST", token, body: { displayId } })
}
