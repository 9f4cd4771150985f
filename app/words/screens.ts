import { dictionary } from "./dictionary.ts"

/** The words of the Screens section, which loads late. */
export const t = dictionary({
  en: async () => (await import("./screens-en.ts")).screensEn,
  da: async () => (await import("./screens-da.ts")).screensDa,
})
