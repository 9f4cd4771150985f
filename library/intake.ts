import * as Automerge from "@automerge/automerge/slim"
import * as v from "valibot"
import type { StaffId } from "../schemas/ids.ts"
import { describeIssues } from "../schemas/issues.ts"
import { ChangeNote } from "../schemas/library.ts"
import type { Millis } from "../schemas/units.ts"
import { readItem } from "../domain/library-items.ts"
import { applyChanges, changesSince, fieldsOf, headsOf, type ItemDocument } from "./document.ts"

/** A change as it goes over the line, and as it is unpacked: an honest one is far below. */
const MOST_BYTES = 65_536
const MOST_OPERATIONS = 5_000
const MOST_CHANGES = 20_000
const LONGEST_KEY = 160
/** How far ahead a device's clock may be. */
const MOST_AHEAD_MS = 86_400_000

/** What became of changes that somebody sent. */
export type Intake =
  | { kind: "taken"; doc: ItemDocument; fresh: Uint8Array[] }
  /** One sentence: where, and why. */
  | { kind: "refused"; sentence: string }

type Sender = {
  /** Whose changes may come; `null` for anybody's, where another Leaf has asked already. */
  by: StaffId | null
  now: Millis
}

/**
 * Checks changes that came from elsewhere, and applies them: each must be one that Felt makes, say
 * who made it, and build upon what is there. The document itself is left as it was.
 * @returns the new document, and of the changes those that were new, as they are to be stored
 */
export function takeChanges(
  doc: ItemDocument,
  changes: readonly Uint8Array[],
  sender: Sender,
): Intake {
  for (const [index, change] of changes.entries()) {
    const reason = whyNot(doc, change, sender)
    if (reason !== null) return { kind: "refused", sentence: `At changes[${index}]: ${reason}.` }
  }
  const before = headsOf(doc)
  let next: ItemDocument
  try {
    next = applyChanges(doc, changes)
  } catch {
    return { kind: "refused", sentence: "The changes contradict those that are there." }
  }
  if (Automerge.getMissingDeps(next, []).length > 0)
    return { kind: "refused", sentence: "The changes build upon others that did not come along." }
  if (Automerge.stats(next).numChanges > MOST_CHANGES)
    return { kind: "refused", sentence: `An item can be changed ${MOST_CHANGES} times at most.` }
  return { kind: "taken", doc: next, fresh: changesSince(next, before) }
}

/** Why the fields of a document are no item, in one sentence; `null` where they are one. */
export function problemOf(doc: ItemDocument): string | null {
  const reading = readItem(fieldsOf(doc))
  return "problem" in reading ? reading.problem : null
}

function whyNot(doc: ItemDocument, change: Uint8Array, { by, now }: Sender): string | null {
  if (change.length > MOST_BYTES) return `a change has at most ${MOST_BYTES} bytes`
  let decoded: Automerge.DecodedChange
  try {
    decoded = Automerge.decodeChange(change)
  } catch {
    return "this is no change of an Automerge document"
  }
  const note = v.safeParse(v.pipe(v.string(), v.parseJson(), ChangeNote), decoded.message)
  if (!note.success) return `its message does not say who made it. ${describeIssues(note.issues)}`
  // What is here already is nobody's to answer for again.
  const isKnown = Automerge.hasHeads(doc, [decoded.hash])
  if (by !== null && note.output.by !== by && !isKnown)
    return "it was made by somebody else, who must send it"
  if (decoded.time * 1_000 > now + MOST_AHEAD_MS)
    return "this device's clock is more than a day ahead: set the clock"
  if (decoded.ops.length > MOST_OPERATIONS) return `a change has at most ${MOST_OPERATIONS} fields`
  return decoded.ops.map(whyNoField).find((reason) => reason !== null) ?? null
}

/** Not a counter and no moment: those are numbers that Automerge treats in its own way. */
const NUMBERS = new Set(["int", "uint", "float64"])

/** Only fields at the root, each with a plain value: what else Automerge can do has no place here. */
function whyNoField(operation: Automerge.DecodedChange["ops"][number]): string | null {
  const { action, obj, key, value, datatype = "" } = operation
  // Choosing the value that is shown already deletes the others beside it.
  if (obj !== "_root" || typeof key !== "string" || !["set", "del"].includes(action))
    return "an item has plain fields only"
  if (key.length > LONGEST_KEY || !/^[A-Za-z0-9_/-]+$/.test(key))
    return "a field's name is letters, digits, '-', '_' and '/'"
  const isPlain =
    action === "del" ||
    value === null ||
    typeof value === "string" ||
    typeof value === "boolean" ||
    (typeof value === "number" && Number.isFinite(value) && NUMBERS.has(datatype))
  return isPlain ? null : `the field ${key} has no plain value`
}
