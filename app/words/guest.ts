import { translator } from "@solid-primitives/i18n"
import { guestDa } from "./guest-da.ts"
import { guestEn } from "./guest-en.ts"
import { language } from "./language.ts"

const words = { en: guestEn, da: guestDa }

/** The words of the start page and the screens; few, so that those stay small. */
export const t = translator(() => words[language()])
