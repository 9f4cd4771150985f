import { translator } from "@solid-primitives/i18n"
import { screensDa } from "./screens-da.ts"
import { screensEn } from "./screens-en.ts"
import { language } from "./language.ts"

const words = { en: screensEn, da: screensDa }

/** The words of the Screens section, which loads late. */
export const t = translator(() => words[language()])
