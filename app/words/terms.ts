import { dictionary } from "./dictionary.ts"

/** The words of what things cost and how long they are sold. */
export const t = dictionary({
  en: async () => (await import("./terms-en.ts")).termsEn,
  da: async () => (await import("./terms-da.ts")).termsDa,
})
