import type { HealthLevel } from "../schemas/health.ts"

/** One thing that was looked at, in words. */
export type Examined = {
  check: string
  level: HealthLevel
  code: string
  says: string
  /** Empty where there is nothing to do. */
  todo: string
}

export const examined = (
  check: string,
  level: HealthLevel,
  code: string,
  says: string,
  todo = "",
): Examined => ({ check, level, code, says, todo })
