import { displayDa } from "./display-da.ts"
import { displayEn } from "./display-en.ts"
import { translator } from "@solid-primitives/i18n"
import { language } from "./language.ts"

const words = { en: displayEn, da: displayDa }

/** The words of the screens on the wall. */
export const t = translator(() => words[language()])
