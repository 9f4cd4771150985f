import { translator } from "@solid-primitives/i18n"
import { floorDa } from "./floor-da.ts"
import { floorEn } from "./floor-en.ts"
import { language } from "./language.ts"

const words = { en: floorEn, da: floorDa }

/** The words of seats, moves and the button, apart from the staff's others: there are many of both. */
export const t = translator(() => words[language()])
