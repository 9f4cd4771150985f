import { dictionary } from "./dictionary.ts"

/** The words of several tournaments at once: the switcher, events and satellites. */
export const t = dictionary({
  en: async () => (await import("./several-en.ts")).severalEn,
  da: async () => (await import("./several-da.ts")).severalDa,
})
