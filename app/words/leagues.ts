import { dictionary } from "./dictionary.ts"

/** The words of leagues, their seasons and their tables. */
export const t = dictionary({
  en: async () => (await import("./leagues-en.ts")).leaguesEn,
  da: async () => (await import("./leagues-da.ts")).leaguesDa,
})
