import { translator } from "@solid-primitives/i18n"
import { language } from "./language.ts"
import { layoutsDa } from "./layouts-da.ts"
import { layoutsEn } from "./layouts-en.ts"

const words = { en: layoutsEn, da: layoutsDa }

/** The words of layouts and their editor, which load with the Screens section. */
export const t = translator(() => words[language()])
