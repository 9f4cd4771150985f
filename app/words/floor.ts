import { dictionary } from "./dictionary.ts"

/** The words of seats, moves and the button, apart from the staff's others: there are many of both. */
export const t = dictionary({
  en: async () => (await import("./floor-en.ts")).floorEn,
  da: async () => (await import("./floor-da.ts")).floorDa,
})
