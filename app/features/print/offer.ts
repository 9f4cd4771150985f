import { t } from "../../words/print.ts"
import type { Moved } from "./moved.ts"
import { noteMoved, showPrint } from "./printing.ts"

/** After a move of many: the cards of those who were moved, one tap away. */
export function offerCards(moved: readonly Moved[]) {
  noteMoved(moved)
  return {
    label: t("print.movesToast"),
    run: () => showPrint({ kind: "cards", which: "moved" }),
  }
}
