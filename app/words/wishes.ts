import { dictionary } from "./dictionary.ts"

/** The words of what players say on their phones, as the floor reads it. */
export const t = dictionary({
  en: async () => (await import("./wishes-en.ts")).wishesEn,
  da: async () => (await import("./wishes-da.ts")).wishesDa,
})
