import * as v from "valibot"
import { Player } from "../../../schemas/player.ts"
import { fold } from "../players/search.ts"
import { heading, type Row } from "./read-csv.ts"

/** A line that gives no player, and why. */
type WrongLine = { line: number; problem: "no_name" | "too_long" }
type NamedLine = { line: number; name: string }

/** What is in a list of players; nothing is taken by reading it. */
export type PlayerList = {
  fresh: NamedLine[]
  /** Somebody of this name is a player already. */
  known: NamedLine[]
  /** The same name again, further down. */
  twice: NamedLine[]
  wrong: WrongLine[]
  /** The headings of the columns that are passed over, such as e-mail. */
  passedOver: string[]
}

const NAME = ["name", "navn", "player", "spiller", "playername", "fullname", "fuldenavn"]
const FIRST = ["firstname", "fornavn", "first", "givenname"]
const LAST = ["lastname", "efternavn", "last", "surname", "familyname"]

/**
 * Finds the names in the rows of a list: by the heading of their column, else in the first column.
 * Names are compared as the search compares them, so `SØREN` is `Søren`.
 * @param isKnown whether a folded name is a player's already
 */
export function readPlayerList(
  rows: readonly Row[],
  isKnown: (folded: string) => boolean,
): PlayerList {
  const columns = columnsOf(rows[0]?.cells ?? [])
  const list: PlayerList = {
    fresh: [],
    known: [],
    twice: [],
    wrong: [],
    passedOver: columns.others,
  }
  const seen = new Set<string>()
  for (const { line, cells } of columns.hasHeading ? rows.slice(1) : rows) {
    const written = columns.names.map((index) => cells[index] ?? "").join(" ")
    const name = written.replaceAll(/\s+/g, " ").trim()
    const folded = fold(name)
    if (name === "") list.wrong.push({ line, problem: "no_name" })
    else if (!v.is(Player.entries.name, name)) list.wrong.push({ line, problem: "too_long" })
    else if (seen.has(folded)) list.twice.push({ line, name })
    else (isKnown(folded) ? list.known : list.fresh).push({ line, name })
    seen.add(folded)
  }
  return list
}

/** Which columns make the name. */
function columnsOf(cells: readonly string[]): {
  hasHeading: boolean
  names: number[]
  others: string[]
} {
  const headings = cells.map(heading)
  const find = (words: readonly string[]) => headings.findIndex((each) => words.includes(each))
  const whole = find(NAME)
  const parts = [find(FIRST), find(LAST)].filter((index) => index >= 0)
  const names = whole >= 0 ? [whole] : parts
  const hasHeading = names.length > 0
  return {
    hasHeading,
    names: hasHeading ? names : [0],
    others: hasHeading ? cells.filter((_, index) => !names.includes(index)) : [],
  }
}
