import { readFileSync } from "node:fs"
import { parse } from "csv-parse/sync"
import * as v from "valibot"
import { Player } from "../../schemas/player.ts"
import { InputError } from "../input-error.ts"

const MOST_PLAYERS = 10_000

/** What the CSV reader gives: each record with where it stood. */
const Rows = v.array(
  v.object({ info: v.object({ lines: v.number() }), record: v.record(v.string(), v.unknown()) }),
)

/**
 * Reads the names of a player list: CSV with a header that has a column `name`; other columns are
 * passed over. Two people may share a name.
 * @throws InputError naming the line that is wrong
 */
export function readPlayersFile(path: string): string[] {
  const rows = readRows(path)
  const names = rows.map(({ line, record }) => {
    if (!("name" in record))
      throw new InputError(`${path}: the first line must have a column "name".`)
    const name = v.safeParse(Player.entries.name, record["name"])
    if (!name.success) throw new InputError(`${path}, line ${line}: ${name.issues[0].message}.`)
    return name.output
  })
  if (names.length < 2) throw new InputError(`${path}: a tournament needs at least two players.`)
  if (names.length > MOST_PLAYERS)
    throw new InputError(`${path}: ${names.length} players are more than ${MOST_PLAYERS}.`)
  return names
}

function readRows(path: string): { line: number; record: Record<string, unknown> }[] {
  let text: string
  try {
    text = readFileSync(path, "utf8")
  } catch (cause) {
    throw new InputError(`The player list ${path} cannot be read.`, { cause })
  }
  try {
    const rows: unknown = parse(text, {
      columns: true,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      info: true,
    })
    return v.parse(Rows, rows).map(({ info, record }) => ({ line: info.lines, record }))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new InputError(`${path}: ${why}.`, { cause })
  }
}
