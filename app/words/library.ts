import { dictionary } from "./dictionary.ts"

/** The words of the library, apart from the staff's others: there are many of both. */
export const t = dictionary({
  en: async () => (await import("./library-en.ts")).libraryEn,
  da: async () => (await import("./library-da.ts")).libraryDa,
})
