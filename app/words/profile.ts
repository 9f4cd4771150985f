import { dictionary } from "./dictionary.ts"

/** The words of a player's profile. `consent.*` is what players agree to: schemas/player.ts numbers it. */
export const t = dictionary({
  en: async () => (await import("./profile-en.ts")).profileEn,
  da: async () => (await import("./profile-da.ts")).profileDa,
})
