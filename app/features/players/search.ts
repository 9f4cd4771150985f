import type { PlayerId } from "../../../schemas/ids.ts"
import type { Player } from "../../../schemas/player.ts"

/** One line under the search box. */
export type Suggestion =
  | { kind: "known"; player: Player; standing: "new" | "in" | "out" }
  | { kind: "make"; name: string }

const MOST = 6

/**
 * What a typed text may mean: players whose name has a word that begins with each typed word, the
 * exact one first, and at the end somebody new of that name. Empty text suggests nothing.
 */
export function suggest(
  text: string,
  players: readonly Player[],
  standingOf: (playerId: PlayerId) => "new" | "in" | "out",
): Suggestion[] {
  const wanted = fold(text)
  if (wanted === "") return []
  const typed = wanted.split(" ")
  const found = players
    .map((player) => ({ player, name: fold(player.name) }))
    .filter(({ name }) => {
      const words = name.split(" ")
      return typed.every((part) => words.some((word) => word.startsWith(part)))
    })
    .toSorted((a, b) => rank(a.name, wanted) - rank(b.name, wanted) || a.name.localeCompare(b.name))
  const known = found.slice(0, MOST).map(({ player }) => ({
    kind: "known" as const,
    player,
    standing: standingOf(player.playerId),
  }))
  const isTaken = found.some(({ name }) => name === wanted)
  return isTaken ? known : [...known, { kind: "make", name: tidy(text) }]
}

/** A name as it is kept: no stray spaces. */
const tidy = (text: string): string => text.trim().replaceAll(/\s+/g, " ").slice(0, 80)

/** For comparing: case and accents do not matter, so `soren` finds `Søren`. */
export const fold = (text: string): string =>
  tidy(text)
    .toLowerCase()
    .normalize("NFD")
    .replaceAll(/\p{Diacritic}/gu, "")
    .replaceAll("ø", "o")
    .replaceAll("æ", "ae")

const rank = (name: string, wanted: string): number =>
  name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2
