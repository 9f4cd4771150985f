import { Refused } from "../../data/errors.ts"
import { t } from "../../words/owner.ts"

/** Why something was not done, for whoever pressed it: one sentence. */
export function problemOf(error: unknown): string {
  if (!(error instanceof Refused)) return t("problem.once")
  switch (error.status) {
    case 401:
      return t("problem.ended")
    case 403:
      return t("app.ownersOnly")
    case 404:
      return t("problem.gone")
    default:
      return error.message
  }
}
