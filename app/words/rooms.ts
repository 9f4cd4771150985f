import { dictionary } from "./dictionary.ts"

/** The words of the Sync section, apart from the staff's others: there are many of both. */
export const t = dictionary({
  en: async () => (await import("./rooms-en.ts")).roomsEn,
  da: async () => (await import("./rooms-da.ts")).roomsDa,
})
