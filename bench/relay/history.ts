import { Registers } from "../../schemas/documents/registers.ts"
import { type Edits, newAuthor } from "./edits.ts"

/** As many as a tournament of some fifty players has. */
const KEYS = 200
/** Stands in the last edit and nowhere else: who has it has everything. */
const LAST = Buffer.from("the last of all edits")

/** Edits as Felt makes them (schemas/documents/registers.ts), each of one field out of two hundred. */
export function makeHistory(count: number): Edits {
  const doc = newAuthor()
  const registers = new Registers(doc)
  const updates: Uint8Array[] = []
  doc.on("update", (update: Uint8Array) => updates.push(update))
  for (let edit = 1; edit < count; edit++)
    registers.set(`entry/e${edit % KEYS}/seat`, { table: edit % 9, seat: edit % 10 })
  registers.set("entry/e0/seat", LAST.toString())
  return { client: doc.clientID, updates }
}

/** Whether the whole history is in a frame, or what was left of it. */
export const isWhole = (frame: Buffer): boolean => frame.includes(LAST)
