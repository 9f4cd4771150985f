import { dictionary } from "./dictionary.ts"

/** The words of the start page and the phones; few, so that those stay small. */
export const t = dictionary({
  en: async () => (await import("./guest-en.ts")).guestEn,
  da: async () => (await import("./guest-da.ts")).guestDa,
})
