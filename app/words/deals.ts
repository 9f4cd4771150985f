import { dictionary } from "./dictionary.ts"

/** The words of deals, shared places, refunds and of finding a line: they come with Money and Payouts. */
export const t = dictionary({
  en: async () => (await import("./deals-en.ts")).dealsEn,
  da: async () => (await import("./deals-da.ts")).dealsDa,
})
