import { demandTable, type Positions } from "./button.ts"
import { demand, demandDistinct, demandWhole } from "./invalid.ts"

const RULE = "TDA-2024 R11-D"
const SHORT_BY = 3
/** Below so many seats, halting is the director's call. */
const FULL_RING_SEATS = 8

/** A table as far as halting it goes. */
export type HaltTable = {
  id: string
  seats: number
  occupied: readonly number[]
  last: Positions
  /** It lost players by elimination; a table that was just opened for late entries did not. */
  lostPlayers: boolean
  /** The director lets it play on; with the reason, which is logged. */
  waiver?: string
}

/** Whether a table plays its next hand. */
export type Halting = {
  table: string
  /** `advise`: it is the director's call, as in short-handed and turbo events. */
  decision: "play" | "advise" | "halt"
  rule: string
  reason: string
}

/**
 * Says of every table whether it halts: once it is three or more players short of the fullest by
 * elimination, and its blinds are affected, which is when the next big blind would be at an empty
 * seat (TDA-2024 R11-D). It plays on by itself when it is short no more. Only proposes.
 * @param isTurbo halting is then the director's call, as at tables of fewer than eight seats
 */
export function tablesToHalt(input: {
  tables: readonly HaltTable[]
  isTurbo?: boolean
}): Halting[] {
  const { tables, isTurbo = false } = input
  const ids = tables.map(({ id }) => id)
  demandDistinct(ids, "tables", "a table is listed once")
  for (const [index, table] of tables.entries()) {
    demandTable(table, `tables[${index}].`)
    demandWhole(table.occupied.length, `tables[${index}].occupied`, "somebody sits there", 1)
    demand(table.waiver !== "", `tables[${index}].waiver`, "a waiver has a reason")
  }
  const fullest = Math.max(0, ...tables.map(({ occupied }) => occupied.length))
  return tables.map((table) => ({
    table: table.id,
    rule: RULE,
    ...decideOne(table, fullest, isTurbo || table.seats < FULL_RING_SEATS),
  }))
}

function decideOne(
  table: HaltTable,
  fullest: number,
  isDirectorsCall: boolean,
): Pick<Halting, "decision" | "reason"> {
  const { occupied, seats, last, waiver } = table
  const short = fullest - occupied.length
  const size = `It has ${occupied.length} players, ${short} fewer than the fullest table`
  if (short < SHORT_BY) return { decision: "play", reason: `${size}: fewer than ${SHORT_BY}.` }
  if (!table.lostPlayers)
    return { decision: "play", reason: `${size}, but lost nobody by elimination.` }
  const next = (last.bigBlind % seats) + 1
  if (occupied.includes(next))
    return { decision: "play", reason: `${size}, but seat ${next} has the next big blind.` }
  const why = `${size}, and the next big blind would be at empty seat ${next}`
  if (waiver !== undefined)
    return { decision: "play", reason: `${why}; the director lets it play on: ${waiver}.` }
  return isDirectorsCall
    ? { decision: "advise", reason: `${why}; in this format the director decides.` }
    : { decision: "halt", reason: `${why}.` }
}
