import type { StaffSession } from "../../schemas/wire.ts"

/** Whether somebody may ask for what is the director's; the Leaf says so in the end. */
export const mayDirect = ({ role }: Pick<StaffSession, "role">): boolean =>
  role === "administrator" || role === "director"
