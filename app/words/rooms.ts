import { translator } from "@solid-primitives/i18n"
import { language } from "./language.ts"
import { roomsDa } from "./rooms-da.ts"
import { roomsEn } from "./rooms-en.ts"

const words = { en: roomsEn, da: roomsDa }

/** The words of the Sync section, apart from the staff's others: there are many of both. */
export const t = translator(() => words[language()])
