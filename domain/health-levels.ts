import type { Finding, HealthLevel } from "../schemas/health.ts"

/** How bad it is: what is not measured is not worse than what is well. */
export const severity = (level: HealthLevel): number => SEVERITY[level]
const SEVERITY: Record<HealthLevel, number> = { none: 0, ok: 0, warn: 1, bad: 2 }

/** The worst of them all; `ok` where there are none. */
export function worstOf(levels: readonly HealthLevel[]): "ok" | "warn" | "bad" {
  return levels.includes("bad") ? "bad" : levels.includes("warn") ? "warn" : "ok"
}

/** The worst first, else in their order. */
export const worstFirst = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted((a, b) => severity(b.level) - severity(a.level))

/** What somebody should see to, the worst first. */
export const alertsOf = (findings: readonly Finding[]): Finding[] =>
  worstFirst(findings.filter(({ level }) => severity(level) > 0))

/** Whether no money may be taken for it: then nobody can put it off. */
export const stopsMoney = ({ check, level }: Pick<Finding, "check" | "level">): boolean =>
  level === "bad" && MONEY_CHECKS.some((each) => each === check)
const MONEY_CHECKS: readonly Finding["check"][] = ["log", "ledger", "projection", "disk", "core"]
