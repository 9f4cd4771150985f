import { translator } from "@solid-primitives/i18n"
import { language } from "./language.ts"
import { wishesDa } from "./wishes-da.ts"
import { wishesEn } from "./wishes-en.ts"

const words = { en: wishesEn, da: wishesDa }

/** The words of what players say on their phones, as the floor reads it. */
export const t = translator(() => words[language()])
