import type { Season, SeasonRules } from "../../../schemas/documents/leagues.ts"
import { locale } from "../../words/language.ts"
import { t } from "../../words/leagues.ts"
import { readyKeyOf } from "./season-form.ts"

/** A day as one says it. */
const dayText = (day: string): string =>
  new Date(`${day}T12:00:00`).toLocaleDateString(locale(), {
    day: "numeric",
    month: "short",
    year: "numeric",
  })

/** From when to when a season is; empty where nobody has said so. */
export function spanText({ from, to }: Pick<Season, "from" | "to">): string {
  if (from !== undefined && to !== undefined) return t("leagues.span", dayText(from), dayText(to))
  if (from !== undefined) return t("leagues.from", dayText(from))
  return to === undefined ? "" : t("leagues.to", dayText(to))
}

/** What a season goes by, each in a few words. */
export function rulesTexts(rules: SeasonRules): string[] {
  const { countBest, takingPart, tieBreaks } = rules
  const ready = readyKeyOf(rules)
  const [tie] = tieBreaks
  return [
    ready ? t(`ready.${ready}`) : rules.formula,
    countBest === undefined ? t("rules.all") : t("rules.best", countBest),
    ...(takingPart ? [t("rules.takingPart", takingPart)] : []),
    t("rules.tie", t(`tie.${tie ?? "none"}`).toLocaleLowerCase()),
  ]
}
