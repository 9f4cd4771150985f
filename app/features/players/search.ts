import type { PlayerId } from "../../../schemas/ids.ts"
import type { Player } from "../../../schemas/player.ts"

/** One line under the search box. */
export type Suggestion =
  | { kind: "known"; player: Player; standing: "new" | "in" | "out" }
  | { kind: "make"; name: string }

const MOST = 6
/** Shorter words have too many neighbours for a typing error to mean anything. */
const LEAST_LETTERS_WITH_ERROR = 4

/**
 * What a typed text may mean: players whose name has a word that begins with each typed word, the
 * exact one first; where they are few, those who have it in the middle of a word, then those whom one
 * wrong letter kept away; and at the end somebody new of that name. Empty text suggests nothing.
 *
 * It is asked at every key with ten thousand names: each name is made ready once, and one pass keeps
 * the best six.
 */
export function suggest(
  text: string,
  players: readonly Player[],
  standingOf: (playerId: PlayerId) => "new" | "in" | "out",
): Suggestion[] {
  const wanted = fold(text)
  if (wanted === "") return []
  const typed = loosen(wanted).split(" ")
  const found = bestOf(players, (key) => rankOf(key, wanted, typed))
  const known = (found.length > 0 ? found : bestOf(players, (key) => errorRank(key, typed))).map(
    (player) => ({ kind: "known" as const, player, standing: standingOf(player.playerId) }),
  )
  const isTaken = found.some((player) => keyOf(player).name === wanted)
  return isTaken ? known : [...known, { kind: "make", name: tidy(text) }]
}

/** A name as it is kept: no stray spaces. */
export const tidy = (text: string): string => text.trim().replaceAll(/\s+/g, " ").slice(0, 80)

/** For comparing: case and accents do not matter, so `soren` finds `Søren`. */
export const fold = (text: string): string =>
  tidy(text)
    .toLowerCase()
    .normalize("NFD")
    .replaceAll(/\p{Diacritic}/gu, "")
    .replaceAll(/[øæœßłđðþı]/g, (letter) => LETTERS[letter] ?? letter)

const LETTERS: Record<string, string> = {
  ø: "o",
  æ: "ae",
  œ: "oe",
  ß: "ss",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
}

/** For finding: `Aagaard` is `Ågaard`, and `Moeller` is `Møller`. Two who differ in it stay two. */
const loosen = (folded: string): string => folded.replaceAll("aa", "a").replaceAll("oe", "o")

/** A name made ready: as it is compared, and its words as they are looked for. */
type Key = { name: string; words: readonly string[] }
const keys = new WeakMap<Player, Key>()
function keyOf(player: Player): Key {
  const known = keys.get(player)
  if (known) return known
  const name = fold(player.name)
  const made = { name, words: loosen(name).split(" ") }
  keys.set(player, made)
  return made
}

/** The best few, by rank and then by name; `null` is not among them. */
function bestOf(players: readonly Player[], rank: (key: Key) => number | null): Player[] {
  const best: { player: Player; rank: number; name: string }[] = []
  for (const player of players) {
    const key = keyOf(player)
    const own = rank(key)
    if (own === null) continue
    const last = best[MOST - 1]
    if (last && (own > last.rank || (own === last.rank && key.name >= last.name))) continue
    const index = best.findIndex(
      (other) => own < other.rank || (own === other.rank && key.name < other.name),
    )
    const each = { player, rank: own, name: key.name }
    best.splice(index === -1 ? best.length : index, 0, each)
    best.length = Math.min(best.length, MOST)
  }
  return best.map(({ player }) => player)
}

function rankOf({ name, words }: Key, wanted: string, typed: readonly string[]): number | null {
  if (name === wanted) return 0
  if (typed.every((part) => words.some((word) => word.startsWith(part))))
    return name.startsWith(wanted) ? 1 : 2
  // One letter is in the middle of nearly every name.
  const isInside = typed.every(
    (part) => part.length > 1 && words.some((word) => word.includes(part)),
  )
  return isInside ? 3 : null
}

function errorRank({ words }: Key, typed: readonly string[]): number | null {
  const isNear = typed.every((part) =>
    words.some(
      (word) =>
        word.startsWith(part) ||
        (part.length >= LEAST_LETTERS_WITH_ERROR && beginsWithError(word, part)),
    ),
  )
  return isNear ? 4 : null
}

/** Whether a word begins with the part once one letter is changed, left out, put in or swapped. */
function beginsWithError(word: string, part: string): boolean {
  let same = 0
  while (same < part.length && word[same] === part[same]) same++
  const rest = part.slice(same + 1)
  return (
    word.startsWith(rest, same + 1) ||
    word.startsWith(rest, same) ||
    word.startsWith(part.slice(same), same + 1) ||
    (word[same] === part[same + 1] &&
      word[same + 1] === part[same] &&
      word.startsWith(part.slice(same + 2), same + 2))
  )
}
