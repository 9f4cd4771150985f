import { demand, demandWhole } from "./invalid.ts"

/**
 * Why chips came into play or left it; each line is a count of chips, and says whose or where.
 *
 *   entry, re-entry, rebuy, add-on   handed out
 *   race                             what a chip race added or took (TDA-2024 R24)
 *   forfeited                        given up for a re-entry (TDA-2024 R8-B)
 *   removed                          out of view, lost, disqualified (TDA-2024 R63, R64, R71)
 *   milestone                        left with who won a seat
 *   bag                              smaller bags of a player who goes on with the largest
 */
export type ChipLine =
  | { kind: "entry" | "re-entry" | "rebuy" | "add-on"; chips: number; of: string }
  | { kind: "race"; delta: number; of: string }
  | { kind: "forfeited" | "removed" | "milestone" | "bag"; chips: number; of: string }

export type ChipKind = ChipLine["kind"]

export type ChipsInPlay = {
  chips: number
  /** What each kind added, below 0 where it took; kinds without a line are left out. */
  byKind: Partial<Record<ChipKind, number>>
}

/**
 * Sums up the chips in play, so that a count at the tables can be held against it.
 * @throws InvalidInput where a line is not whole chips, or more left play than came into it
 */
export function explainChips(lines: readonly ChipLine[]): ChipsInPlay {
  let chips = 0
  const byKind: ChipsInPlay["byKind"] = {}
  for (const [index, line] of lines.entries()) {
    const added = addedBy(line, `lines[${index}]`)
    chips += added
    byKind[line.kind] = (byKind[line.kind] ?? 0) + added
    demand(chips >= 0, `lines[${index}]`, "no more chips leave play than are in it")
  }
  demand(Number.isSafeInteger(chips), "lines", "the chips together are a number that is exact")
  return { chips, byKind }
}

/**
 * The average stack, rounded down, and how many big blinds it is, in tenths.
 * @param players 1 or more
 * @param bigBlind 1 or more
 */
export function averageStack(input: { chips: number; players: number; bigBlind: number }): {
  chips: number
  bigBlindTenths: number
} {
  const { chips, players, bigBlind } = input
  demandWhole(chips, "chips", "chips in play are whole, 0 or more")
  demandWhole(players, "players", "there is a player at least", 1)
  demandWhole(bigBlind, "bigBlind", "a big blind is whole chips, 1 or more", 1)
  return {
    chips: Math.floor(chips / players),
    bigBlindTenths: Math.floor((10 * chips) / (players * bigBlind)),
  }
}

function addedBy(line: ChipLine, field: string): number {
  switch (line.kind) {
    case "entry":
    case "re-entry":
    case "rebuy":
    case "add-on":
      demandWhole(line.chips, `${field}.chips`, "chips are whole, 0 or more")
      return line.chips
    case "race":
      demand(Number.isSafeInteger(line.delta), `${field}.delta`, "a race changes whole chips")
      return line.delta
    case "forfeited":
    case "removed":
    case "milestone":
    case "bag":
      demandWhole(line.chips, `${field}.chips`, "chips are whole, 0 or more")
      return -line.chips
  }
}
