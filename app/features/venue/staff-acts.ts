import * as v from "valibot"
import type { StaffId } from "../../../schemas/ids.ts"
import { StaffMember } from "../../../schemas/staff.ts"
import type { Role } from "../../../schemas/wire.ts"
import { ask, call } from "../../data/api.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Refused, Unreachable } from "../../data/errors.ts"
import { keepSealed } from "../../data/offline-unlock.ts"
import { sayProblem } from "../../ui/toasts.tsx"
import { t } from "../../words/venue.ts"

/** Whether a PIN can be one; whether it is free, the Leaf alone knows. */
export const isPin = (text: string): boolean => /^\d{4,10}$/.test(text)

/**
 * What is done to the staff, at the Leaf at once: it is about who may come in, so it cannot wait on a
 * device. Each resolves with whether it is done; why not is said.
 */
export function createStaffActs() {
  const { desk } = useDesk()
  const { token } = desk.session
  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work()
      await desk.staff.refresh()
      return true
    } catch (error) {
      if (error instanceof Unreachable) sayProblem(t("staff.needsLeaf"))
      else if (error instanceof Refused) sayProblem(error.message)
      else throw error
      return false
    }
  }
  const post = (path: string, body?: object) =>
    ask(`/api/staff${path}`, StaffMember, { method: "POST", body, token })
  return {
    add: (member: { name: string; role: Role; pin: string }) => attempt(() => post("", member)),
    change: (staffId: StaffId, change: { name: string; role: Role }) =>
      attempt(() => post(`/${staffId}`, change)),
    /** Another's PIN, or one's own with the old one; the device's own copy is sealed anew. */
    setPin: (staffId: StaffId, pin: string, oldPin: string | null) =>
      attempt(async () => {
        await post(`/${staffId}/pin`, { pin, ...(oldPin === null ? {} : { oldPin }) })
        if (desk.staff.isMe(staffId)) await keepSealed(desk.session, pin)
      }),
    deactivate: (staffId: StaffId) => attempt(() => post(`/${staffId}/deactivate`)),
    activate: (staffId: StaffId, pin: string) =>
      attempt(() => post(`/${staffId}/activate`, { pin })),
    erase: (staffId: StaffId) =>
      attempt(() => call(`/api/staff/${staffId}`, { method: "DELETE", token })),
    lift: () =>
      attempt(() =>
        ask("/api/locks", v.object({ unlocked: v.number() }), { method: "DELETE", token }),
      ),
  }
}
