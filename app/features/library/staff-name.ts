import type { StaffId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { t } from "../../words/library.ts"

/** What members of staff are called here. Whoever is signed in is "you". */
export function createStaffNames(): (staffId: StaffId | null) => string {
  const { desk } = useDesk()
  return (staffId) => {
    if (staffId === null) return t("library.somebody")
    return desk.staff.isMe(staffId) ? t("library.you") : desk.staff.nameOf(staffId)
  }
}
