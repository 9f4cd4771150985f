import { translator } from "@solid-primitives/i18n"
import { language } from "./language.ts"
import { profileDa } from "./profile-da.ts"
import { profileEn } from "./profile-en.ts"

const words = { en: profileEn, da: profileDa }

/** The words of a player's profile. `consent.*` is what players agree to: schemas/player.ts numbers it. */
export const t = translator(() => words[language()])
