import { translator } from "@solid-primitives/i18n"
import { da } from "./da.ts"
import { en } from "./en.ts"
import { language } from "./language.ts"

const words = { en, da }

/** The staff's words in the language chosen. */
export const t = translator(() => words[language()])
