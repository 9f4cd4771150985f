import { translator } from "@solid-primitives/i18n"
import { language } from "./language.ts"
import { peopleDa } from "./people-da.ts"
import { peopleEn } from "./people-en.ts"

const words = { en: peopleEn, da: peopleDa }

/** The words of who works at a device: signing in, switching, locking, roles. */
export const t = translator(() => words[language()])
