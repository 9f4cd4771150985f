import { dictionary } from "./dictionary.ts"

/** The words of the log, apart from the staff's others: it comes after the page. */
export const t = dictionary({
  en: async () => (await import("./log-en.ts")).logEn,
  da: async () => (await import("./log-da.ts")).logDa,
})
