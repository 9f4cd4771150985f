import { translator } from "@solid-primitives/i18n"
import { printDa } from "./print-da.ts"
import { printEn } from "./print-en.ts"
import { language } from "./language.ts"

const words = { en: printEn, da: printDa }

/** The words on paper, and of what is shown before it is printed. */
export const t = translator(() => words[language()])
