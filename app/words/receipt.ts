import { dictionary } from "./dictionary.ts"

/** The words of receipts, apart from the guests' others: no screen needs them. */
export const t = dictionary({
  en: async () => (await import("./receipt-en.ts")).receiptEn,
  da: async () => (await import("./receipt-da.ts")).receiptDa,
})
