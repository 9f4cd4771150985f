import type { Finding, HealthLevel } from "../../../schemas/health.ts"
import type { IconName } from "../../ui/icon.tsx"
import { t } from "../../words/health.ts"

/** A level as a shape and a colour; its word stands next to them. */
export const levelFaces: Record<HealthLevel, { icon: IconName; tone: string }> = {
  ok: { icon: "check", tone: "text-green" },
  warn: { icon: "warning", tone: "text-yellow" },
  bad: { icon: "warning", tone: "text-red" },
  none: { icon: "minus", tone: "text-subtext0" },
}

/** Its level in a word. */
export const levelText = ({ code, level }: Finding): string =>
  t(code.endsWith("-unmeasured") ? "level.unmeasured" : `level.${level}`)

/**
 * What a finding says.
 * @param screenName what the staff call a screen
 */
export function saysText(finding: Finding, screenName: (id: string) => string): string {
  if (finding.code !== "screens-dark") return wordOf(`says.${finding.code}`, finding)
  const { dark, alive } = finding
  return t("says.screens-dark", { dark: dark.map((id) => screenName(id)), alive })
}

/** What to do about it; empty where there is nothing to do. */
export const todoText = (finding: Finding): string =>
  finding.level === "warn" || finding.level === "bad" ? wordOf(`todo.${finding.code}`, finding) : ""

/** The key was made of this finding's code, so its word takes this finding; some have none. */
const wordOf = (key: string, finding: Finding): string =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  (t as (key: string, finding: Finding) => string | undefined)(key, finding) ?? ""
