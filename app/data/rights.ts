import { type Asked, mayAsk } from "../../domain/ledger-rights.ts"
import { mayWrite } from "../../schemas/documents/rules.ts"
import type { Role } from "../../schemas/wire.ts"

/** What a role may do. What it may not is not offered; the Leaf refuses it by the same rules. */
export const rightsOf = (role: Role) => ({
  /** Whether the ledger would be asked for this. */
  ask: (kind: Asked["kind"], override?: unknown): boolean => mayAsk(role, { kind, override }),
  /** Whether the venue's document takes a value under this key. */
  writeVenue: (key: string): boolean => mayWrite("venue", role, key),
  /** Whether a tournament's document takes a value under this key. */
  writeFloor: (key: string): boolean => mayWrite("tournament", role, key),
  /** Whether staff and locks are theirs to change. */
  administer: role === "administrator",
})
