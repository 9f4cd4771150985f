import { dictionary } from "./dictionary.ts"

/** The words of a structure that comes from a file. */
export const t = dictionary({
  en: async () => (await import("./structure-file-en.ts")).structureFileEn,
  da: async () => (await import("./structure-file-da.ts")).structureFileDa,
})
