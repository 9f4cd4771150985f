import { builtInPayouts } from "../../../domain/payouts.ts"
import { builtInStructures } from "../../../domain/structure.ts"
import type { ItemKind, LibraryValue } from "../../../schemas/library.ts"
import { cents, chips } from "../../../schemas/units.ts"
import { t } from "../../words/library.ts"

const UNIT = cents(100)

/** What comes with Felt, to be copied: there on a new Leaf and without one. */
export function templates(kind: ItemKind): LibraryValue[] {
  switch (kind) {
    case "structure":
      return builtInStructures.map((structure) => ({ kind, name: structure.name, structure }))
    case "payout-table":
      return builtInPayouts.map(({ name, shares }) => ({
        kind,
        name,
        payouts: { shares, unitCents: UNIT },
      }))
    case "chip-set":
    case "house-rules":
      return []
  }
}

/** What a new item of a kind begins with. */
export function blank(kind: ItemKind): LibraryValue {
  const name = t(`library.named.${kind}`)
  switch (kind) {
    case "structure":
    case "payout-table": {
      const [first] = templates(kind)
      if (!first) throw new Error(`There is no ${kind} to begin with.`)
      return named(first, name)
    }
    case "chip-set":
      return {
        kind,
        name,
        chips: [
          { value: chips(25), colour: "green" },
          { value: chips(100), colour: "black" },
          { value: chips(500), colour: "purple" },
          { value: chips(1_000), colour: "yellow" },
          { value: chips(5_000), colour: "orange" },
        ],
      }
    case "house-rules":
      return {
        kind,
        name,
        paragraphs: [{ heading: t("rules.exampleHeading"), text: t("rules.example") }],
      }
  }
}

/** The same under another name. */
export const named = (value: LibraryValue, name: string): LibraryValue =>
  value.kind === "structure"
    ? { ...value, name, structure: { ...value.structure, name } }
    : { ...value, name }
