import { dictionary } from "./dictionary.ts"

/** The words of the start page. */
export const t = dictionary({
  en: async () => (await import("./guest-en.ts")).guestEn,
  da: async () => (await import("./guest-da.ts")).guestDa,
})
