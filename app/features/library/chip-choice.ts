import { createSignal } from "solid-js"
import { useDesk } from "../../data/desk-context.ts"
import { offered } from "../../data/library-kept.ts"

/** What most houses have. */
const USUAL = [25, 100, 500, 1_000, 5_000, 25_000]

/** The chips that a structure is checked and made for: a set of the library's, or the usual ones. */
export function createChipChoice() {
  const { desk } = useDesk()
  const sets = () => offered(desk.shelf.items(), "chip-set").map(({ value }) => value)
  const [named, choose] = createSignal<string | null>(null)
  const chosen = () => named() ?? sets()[0]?.name ?? ""
  return {
    sets,
    chosen,
    choose,
    values: (): readonly number[] =>
      sets()
        .find(({ name }) => name === chosen())
        ?.chips.map(({ value }) => value) ?? USUAL,
  }
}
