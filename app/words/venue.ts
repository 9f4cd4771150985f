import { dictionary } from "./dictionary.ts"

/** The words of the Venue section, the set-up and the imports. */
export const t = dictionary({
  en: async () => (await import("./venue-en.ts")).venueEn,
  da: async () => (await import("./venue-da.ts")).venueDa,
})
