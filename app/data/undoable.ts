import type { Writes } from "../../domain/floor.ts"
import type { Registers } from "../../schemas/documents/registers.ts"

/** Takes an act back. */
export type Undo = () => void

/**
 * Writes to a document; what was there before comes back with the undo, except where somebody else
 * has changed it since: that is theirs, and stays.
 */
export function writeUndoable(registers: Registers, writes: Writes): Undo {
  const before = writes.map(([key]) => [key, registers.get(key) ?? null] as const)
  registers.setAll(writes)
  const written = new Map(writes.map(([key, value]) => [key, JSON.stringify(value)]))
  const isOurs = (key: string) => JSON.stringify(registers.get(key) ?? null) === written.get(key)
  return () => registers.setAll(before.filter(([key]) => isOurs(key)))
}
