import { dictionary } from "./dictionary.ts"

/** The words on paper, and of what is shown before it is printed. */
export const t = dictionary({
  en: async () => (await import("./print-en.ts")).printEn,
  da: async () => (await import("./print-da.ts")).printDa,
})
