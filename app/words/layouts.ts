import { dictionary } from "./dictionary.ts"

/** The words of layouts and their editor, which load with the Screens section. */
export const t = dictionary({
  en: async () => (await import("./layouts-en.ts")).layoutsEn,
  da: async () => (await import("./layouts-da.ts")).layoutsDa,
})
