import * as v from "valibot"
import { StaffId } from "./ids.ts"
import { Count, Millis } from "./units.ts"
import { Pin, Role } from "./wire.ts"

/**
 * Staff. Their names are personal data: they live in the Leaf's `ACCESS` bucket beside the PINs and
 * nowhere else; documents, ledger, logs and metrics know the `staffId` alone.
 */
export const StaffName = v.pipe(
  v.string("expected a name"),
  v.trim(),
  v.minLength(1, "a member of staff needs a name"),
  v.maxLength(40, "a name has at most 40 characters"),
)

export const StaffMember = v.strictObject({
  staffId: StaffId,
  name: StaffName,
  role: Role,
  /** Whether they may sign in. */
  isActive: v.boolean(),
})
export type StaffMember = v.InferOutput<typeof StaffMember>

/** `GET /api/staff` */
export const StaffAnswer = v.strictObject({ staff: v.array(StaffMember) })

/** `POST /api/staff` */
export const NewStaff = v.strictObject({ name: StaffName, role: Role, pin: Pin })

/** `POST /api/staff/<id>`: what is given is changed. */
export const StaffChange = v.strictObject({
  name: v.optional(StaffName),
  role: v.optional(Role),
})
export type StaffChange = v.InferOutput<typeof StaffChange>

/** `POST /api/staff/<id>/pin`: an administrator sets another's; everybody their own, with the old one. */
export const NewPin = v.strictObject({ pin: Pin, oldPin: v.optional(Pin) })

/** `POST /api/staff/<id>/activate`: a PIN of their own, since the old one was given up. */
export const Activation = v.strictObject({ pin: Pin })

/** `GET /api/locks`: the devices from which wrong PINs came. */
export const LocksAnswer = v.strictObject({
  locks: v.array(
    v.strictObject({
      /** Where the attempts came from; empty where an older Felt did not note it. */
      address: v.string(),
      failures: Count,
      lastAt: Millis,
      isLocked: v.boolean(),
    }),
  ),
})
export type LocksAnswer = v.InferOutput<typeof LocksAnswer>
