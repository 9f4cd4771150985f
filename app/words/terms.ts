import { translator } from "@solid-primitives/i18n"
import { language } from "./language.ts"
import { termsDa } from "./terms-da.ts"
import { termsEn } from "./terms-en.ts"

const words = { en: termsEn, da: termsDa }

/** The words of what things cost and how long they are sold. */
export const t = translator(() => words[language()])
