import type { IntentOf } from "../schemas/intent.ts"
import type { Price, Terms } from "../schemas/terms.ts"

export type Sale = IntentOf<"buy-in" | "re-entry" | "rebuy" | "add-on">

/** What a sale costs by the terms; `null` where it is not offered. */
export function priceOf(
  terms: Terms,
  sale: { kind: Sale["kind"]; profile?: IntentOf<"buy-in">["profile"] },
): Price | null {
  switch (sale.kind) {
    case "buy-in":
      if (sale.profile === "early") return terms.earlyBuyIn ?? terms.buyIn
      return sale.profile === "late" ? (terms.lateBuyIn ?? terms.buyIn) : terms.buyIn
    case "re-entry":
      return terms.reEntry === undefined ? terms.buyIn : terms.reEntry
    case "rebuy":
      return terms.rebuy
    case "add-on":
      return terms.addOn
  }
}
