import { translator } from "@solid-primitives/i18n"
import { language } from "./language.ts"
import { venueDa } from "./venue-da.ts"
import { venueEn } from "./venue-en.ts"

const words = { en: venueEn, da: venueDa }

/** The words of the Venue section, the set-up and the imports. */
export const t = translator(() => words[language()])
