import { dictionary } from "./dictionary.ts"

/** The words of what hangs on an entry: stacks, the waiting list, bounties, hands, limits. */
export const t = dictionary({
  en: async () => (await import("./players-en.ts")).playersEn,
  da: async () => (await import("./players-da.ts")).playersDa,
})
