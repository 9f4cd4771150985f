import { translator } from "@solid-primitives/i18n"
import { language } from "./language.ts"
import { libraryDa } from "./library-da.ts"
import { libraryEn } from "./library-en.ts"

const words = { en: libraryEn, da: libraryDa }

/** The words of the library, apart from the staff's others: there are many of both. */
export const t = translator(() => words[language()])
