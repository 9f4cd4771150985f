import { translator } from "@solid-primitives/i18n"
import { language } from "./language.ts"
import { playersDa } from "./players-da.ts"
import { playersEn } from "./players-en.ts"

const words = { en: playersEn, da: playersDa }

/** The words of what hangs on an entry: stacks, the waiting list, bounties, hands, limits. */
export const t = translator(() => words[language()])
