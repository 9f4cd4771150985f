import type { EntryId } from "../schemas/ids.ts"
import { type Chips, chips, type Millis } from "../schemas/units.ts"
import type { TournamentAccount } from "./account.ts"
import { type ChipLine, type ChipsInPlay, explainChips } from "./chips-in-play.ts"
import { isInPlay, type Writes } from "./floor.ts"
import type { TournamentState } from "./tournament.ts"

/** Notes a stack as somebody has counted it. Nothing where the entry is not in play. */
export const countStack = (
  state: TournamentState,
  entryId: EntryId,
  count: Chips,
  now: Millis,
): Writes => (isInPlay(state, entryId) ? [[`entry/${entryId}/chips`, { count, at: now }]] : [])

/** The chips that must be in play, held against what was counted at the tables. */
export type ChipReading = {
  expected: ChipsInPlay
  /** The last counts of those in play, together. */
  countedChips: Chips
  countedPlayers: number
  players: number
  /** The oldest of those counts; `null` before the first. */
  oldestAt: Millis | null
  /** Above 0 where too much was counted; `null` until everybody's stack has been. */
  difference: number | null
}

/**
 * Holds the counted stacks against the chips that were handed out.
 * @returns `null` while the tournament has no structure or no account yet
 */
export function readChips(
  state: TournamentState,
  account: TournamentAccount | null,
): ChipReading | null {
  const structure = state.tournament?.structure
  if (!structure || !account) return null
  const entries = [...account.entries.values()].filter(({ isVoid }) => !isVoid)
  const lineOf = (kind: "entry" | "re-entry" | "rebuy" | "add-on", count: number, each: Chips) =>
    count === 0 ? [] : [{ kind, chips: count * each, of: kind } satisfies ChipLine]
  const countOf = (kind: "buy-in" | "re-entry") =>
    entries.filter((entry) => entry.kind === kind).length
  const expected = explainChips([
    ...lineOf("entry", countOf("buy-in"), structure.startingStack),
    ...lineOf("re-entry", countOf("re-entry"), structure.startingStack),
    ...lineOf("rebuy", account.counts.rebuys, structure.rebuyStack),
    ...lineOf("add-on", account.counts.addOns, structure.addOnStack),
  ])
  const inPlay = state.entries.filter(({ out }) => out === null)
  const counts = inPlay.flatMap((entry) => entry.chips ?? [])
  const countedChips = chips(counts.reduce((sum, { count }) => sum + count, 0))
  const isWhole = inPlay.length > 0 && counts.length === inPlay.length
  return {
    expected,
    countedChips,
    countedPlayers: counts.length,
    players: inPlay.length,
    oldestAt: counts.reduce<Millis | null>(
      (oldest, { at }) => (oldest === null || at < oldest ? at : oldest),
      null,
    ),
    difference: isWhole ? countedChips - expected.chips : null,
  }
}
