import { builtInStructures } from "../../../domain/structure.ts"
import type { Structure } from "../../../schemas/structure.ts"
import { offered, type Shelved } from "../../data/library-kept.ts"

/** A structure that can be chosen. */
export type StructureOffer = { id: string; structure: Structure }

/** The library's first, by name, then those that come with Felt and need no Leaf. */
export const structureOffers = (items: readonly Shelved[]): StructureOffer[] => [
  ...offered(items, "structure").map(({ itemId, value }) => ({
    id: itemId,
    structure: value.structure,
  })),
  ...builtInStructures.map((structure) => ({ id: `felt/${structure.name}`, structure })),
]
