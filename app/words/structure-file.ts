import { translator } from "@solid-primitives/i18n"
import { language } from "./language.ts"
import { structureFileDa } from "./structure-file-da.ts"
import { structureFileEn } from "./structure-file-en.ts"

const words = { en: structureFileEn, da: structureFileDa }

/** The words of a structure that comes from a file. */
export const t = translator(() => words[language()])
