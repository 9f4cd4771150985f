import { translator } from "@solid-primitives/i18n"
import { language } from "./language.ts"
import { leagueRulesDa } from "./league-rules-da.ts"
import { leagueRulesEn } from "./league-rules-en.ts"
import { ownerLeaguesDa } from "./owner-leagues-da.ts"
import { ownerLeaguesEn } from "./owner-leagues-en.ts"

const words = {
  en: { ...leagueRulesEn, ...ownerLeaguesEn },
  da: { ...leagueRulesDa, ...ownerLeaguesDa },
}

/** The words of leagues over venues, with those that a venue's own have too. */
export const t = translator(() => words[language()])
