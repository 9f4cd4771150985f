import { dictionary } from "./dictionary.ts"

/** The staff's words in the language chosen. */
export const t = dictionary({
  en: async () => (await import("./en.ts")).en,
  da: async () => (await import("./da.ts")).da,
})
