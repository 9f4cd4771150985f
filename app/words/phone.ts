import { translator } from "@solid-primitives/i18n"
import { phoneDa } from "./phone-da.ts"
import { phoneEn } from "./phone-en.ts"
import { language } from "./language.ts"

const words = { en: phoneEn, da: phoneDa }

/** The words of the players' phones; few, so that those stay small. */
export const t = translator(() => words[language()])
