import { translator } from "@solid-primitives/i18n"
import { language } from "./language.ts"
import { severalDa } from "./several-da.ts"
import { severalEn } from "./several-en.ts"

const words = { en: severalEn, da: severalDa }

/** The words of several tournaments at once: the switcher, events and satellites. */
export const t = translator(() => words[language()])
