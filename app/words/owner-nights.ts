import { translator } from "@solid-primitives/i18n"
import { language } from "./language.ts"
import { ownerNightsDa } from "./owner-nights-da.ts"
import { ownerNightsEn } from "./owner-nights-en.ts"

const words = { en: ownerNightsEn, da: ownerNightsDa }

/** The words of what is played and what it came to, over all venues. */
export const t = translator(() => words[language()])
