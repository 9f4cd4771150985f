import { dictionary } from "./dictionary.ts"

/** The words of the box: what each check says, and what to do. */
export const t = dictionary({
  en: async () => (await import("./health-en.ts")).healthEn,
  da: async () => (await import("./health-da.ts")).healthDa,
})
