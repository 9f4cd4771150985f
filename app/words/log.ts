import { translator } from "@solid-primitives/i18n"
import { language } from "./language.ts"
import { logDa } from "./log-da.ts"
import { logEn } from "./log-en.ts"

const words = { en: logEn, da: logDa }

/** The words of the log, apart from the staff's others: it comes after the page. */
export const t = translator(() => words[language()])
