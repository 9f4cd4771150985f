import type { Outcome } from "../../schemas/entry.ts"
import type { Intent } from "../../schemas/intent.ts"
import { comesLater } from "./coming.ts"
import type { Desk } from "./desk.ts"

/** The ledger's own rules are large, and nobody pays out in the first second. */
const bringRules = comesLater(() => import("../../domain/decide.ts"))

/** What the Leaf would answer to an intent, by what is known here; it is not asked. */
export async function decideHere(desk: Desk, intent: Intent): Promise<Outcome> {
  const { decide } = await bringRules()
  return decide(desk.ledger.state(), intent)
}
