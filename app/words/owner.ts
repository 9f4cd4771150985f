import { translator } from "@solid-primitives/i18n"
import { language } from "./language.ts"
import { ownerDa } from "./owner-da.ts"
import { ownerEn } from "./owner-en.ts"

const words = { en: ownerEn, da: ownerDa }

/** The words of the owner's web, in both languages at once: it is one page of one file. */
export const t = translator(() => words[language()])
