import type { Level, Structure } from "../../../schemas/structure.ts"
import { chips, millis } from "../../../schemas/units.ts"
import { heading, type Row } from "./read-csv.ts"

export type StructureProblem = {
  line: number
  problem: "columns" | "empty" | "blinds" | "ante" | "minutes"
}

const SMALL = ["smallblind", "small", "sb"]
const BIG = ["bigblind", "big", "bb"]
const ANTE = ["ante", "bba", "bigblindante"]
const MINUTES = ["minutes", "minutter", "min", "duration", "varighed", "length"]
const PAUSE = ["break", "pause"]
/** A stack of so many first big blinds is what most tournaments begin with. */
const STACK_BIG_BLINDS = 100
/** Entries are taken in about so many rounds, up to the end of the break after them. */
const LATE_ROUNDS = 6

/**
 * A blind structure from the rows of a list. A line is a break where one of its cells says so.
 * @returns the structure, or every line that is wrong
 */
export function readStructureList(
  rows: readonly Row[],
  { name, base }: { name: string; base: Structure },
): { structure: Structure } | { wrong: StructureProblem[] } {
  const headings = (rows[0]?.cells ?? []).map(heading)
  const find = (words: readonly string[]) => headings.findIndex((each) => words.includes(each))
  const at = { small: find(SMALL), big: find(BIG), ante: find(ANTE), minutes: find(MINUTES) }
  if (at.small < 0 || at.big < 0 || at.minutes < 0)
    return { wrong: [{ line: rows[0]?.line ?? 1, problem: "columns" }] }
  const read = rows.slice(1).map((row) => readLevel(row, at, headings))
  const wrong = read.flatMap((each) => ("problem" in each ? [each] : []))
  const levels = read.flatMap((each) => ("level" in each ? [each.level] : []))
  const first = levels.find((level) => level.kind === "round")
  if (wrong.length > 0) return { wrong }
  if (!first) return { wrong: [{ line: rows[0]?.line ?? 1, problem: "empty" }] }
  const stack = chips(first.bigBlind * STACK_BIG_BLINDS)
  return {
    structure: {
      name,
      startingStack: stack,
      rebuyStack: stack,
      addOnStack: stack,
      seatsPerTable: base.seatsPerTable,
      lateRegistrationEndsAt: lateEnd(levels),
      levels,
    },
  }
}

function readLevel(
  { line, cells }: Row,
  at: { small: number; big: number; ante: number; minutes: number },
  headings: readonly string[],
): { level: Level } | StructureProblem {
  const cell = (index: number) => (index < 0 ? "" : (cells[index] ?? ""))
  const minutes = Number(cell(at.minutes).replace(",", "."))
  if (!Number.isFinite(minutes) || minutes <= 0 || minutes > 24 * 60)
    return { line, problem: "minutes" }
  const durationMs = millis(Math.max(1_000, Math.round(minutes * 60_000)))
  const isBreak = cells.some(
    (text, index) =>
      PAUSE.includes(heading(text)) ||
      (PAUSE.includes(headings[index] ?? "") && /^(1|x|yes|ja|true)$/i.test(text)),
  )
  if (isBreak) return { level: { kind: "break", durationMs } }
  const [small, big] = [readChips(cell(at.small)), readChips(cell(at.big))]
  if (!small || !big || big < small) return { line, problem: "blinds" }
  const ante = cell(at.ante) === "" ? 0 : readChips(cell(at.ante))
  if (ante === null) return { line, problem: "ante" }
  return {
    level: {
      kind: "round",
      durationMs,
      smallBlind: chips(small),
      bigBlind: chips(big),
      ante: chips(ante),
    },
  }
}

/** Whole chips, with or without a mark at the thousands: `1.000`, `1,000`, `1 000`. */
function readChips(text: string): number | null {
  const plain = text.trim()
  if (!/^(\d{1,10}|\d{1,3}([., '\u00a0]\d{3})+)$/.test(plain)) return null
  return Number(plain.replaceAll(/\D/g, ""))
}

/** With the end of the first break after so many rounds, else after that many. */
function lateEnd(levels: readonly Level[]): number {
  let rounds = 0
  for (const [index, { kind }] of levels.entries()) {
    if (kind === "round") rounds += 1
    else if (rounds >= LATE_ROUNDS) return index + 1
  }
  return Math.min(LATE_ROUNDS, levels.length - 1)
}
