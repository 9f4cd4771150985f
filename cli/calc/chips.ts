import * as v from "valibot"
import { raceChips } from "../../domain/chip-race.ts"
import { generateLevels } from "../../domain/structure-generator.ts"
import { Seed, Whole, Wholes } from "./input.ts"

export const RaceInput = v.strictObject({
  from: Whole,
  to: Whole,
  chips: v.array(
    v.strictObject({ seat: Whole, count: Whole, otherChips: v.optional(v.boolean()) }),
  ),
  seed: Seed,
  exactHalf: v.optional(v.picklist(["up", "down"])),
})

export function race({ chips, exactHalf = "up", ...input }: v.InferOutput<typeof RaceInput>) {
  const players = chips.map(({ otherChips = true, ...player }) => ({ ...player, otherChips }))
  const { exchanged, awarded, delta } = raceChips({ ...input, chips: players, exactHalf })
  return { exchanged, awarded, delta }
}

export const StructureInput = v.strictObject({
  startingStack: Whole,
  players: Whole,
  minutes: Whole,
  levelMinutes: Whole,
  chips: Wholes,
  /** `true` is the big-blind ante. */
  ante: v.optional(v.union([v.boolean(), v.picklist(["none", "bigBlind"])])),
})

export function structure({ ante = "none", ...wish }: v.InferOutput<typeof StructureInput>) {
  const hasAnte = ante === true || ante === "bigBlind"
  return { levels: generateLevels({ ...wish, ante: hasAnte ? "bigBlind" : "none" }) }
}
