import { t } from "../../words/phone.ts"

/** How long ago something was, as people say it: `12 s`, `61 min`, `3 h`. */
export function ageText(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1_000)
  if (seconds < 120) return t("age.s", seconds)
  const minutes = Math.floor(seconds / 60)
  return minutes < 120 ? t("age.min", minutes) : t("age.h", Math.floor(minutes / 60))
}
