import * as v from "valibot"
import { Conflict, Refusal } from "../../../schemas/refusal.ts"
import { t } from "../../words/staff.ts"

const Reason = v.union([Refusal, Conflict])

/** The Leaf's reason in words; a reason that this build does not know is shown as it came. */
export function reasonText(reason: string | undefined): string {
  const known = v.safeParse(Reason, reason)
  return known.success ? t(`reason.${known.output}`) : (reason ?? t("reason.unknown"))
}
