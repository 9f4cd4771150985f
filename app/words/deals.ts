import { translator } from "@solid-primitives/i18n"
import { dealsDa } from "./deals-da.ts"
import { dealsEn } from "./deals-en.ts"
import { language } from "./language.ts"

const words = { en: dealsEn, da: dealsDa }

/** The words of deals, shared places, refunds and of finding a line: they come with Money and Payouts. */
export const t = translator(() => words[language()])
