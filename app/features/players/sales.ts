import { limitOf, type SaleLimit, type Wish } from "../../../domain/limits.ts"
import { mayOverride } from "../../../domain/schedule.ts"
import type { Desk } from "../../data/desk.ts"
import { leafNow } from "../../data/leaf-time.ts"

/** The limit that stands in a sale's way here and now; `null` where none does. */
export function limitAt(desk: Desk, wish: Wish): SaleLimit | null {
  const [terms, id] = [desk.terms(), desk.selected()]
  if (!terms || id === null) return null
  const ledger = desk.ledger.state().tournaments.get(id) ?? null
  return limitOf(wish, { state: desk.floor(), terms, ledger, now: leafNow() })
}

/** Whether who is signed in here may let something through all the same. */
export const mayLetThrough = (desk: Desk): boolean =>
  mayOverride({ role: desk.session.role, reason: "said next" })
