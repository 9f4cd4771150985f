import { dictionary } from "./dictionary.ts"

/** The words of who works at a device: signing in, switching, locking, roles. */
export const t = dictionary({
  en: async () => (await import("./people-en.ts")).peopleEn,
  da: async () => (await import("./people-da.ts")).peopleDa,
})
