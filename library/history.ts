import * as Automerge from "@automerge/automerge/slim"
import * as v from "valibot"
import type { DeviceId, StaffId } from "../schemas/ids.ts"
import { type ChangeAct, ChangeNote } from "../schemas/library.ts"
import type { Millis } from "../schemas/units.ts"
import { type Difference, differences } from "../domain/library-diff.ts"
import { type Fields, writesBetween } from "../domain/library-fields.ts"
import { type Reading, readItem } from "../domain/library-items.ts"
import { fieldsOf, type Heads, type ItemDocument, momentOf } from "./document.ts"

/** One change of an item, and with it the state that it led to. */
export type Version = {
  hash: string
  /** What it was made upon; several where it joins what was done apart. */
  deps: Heads
  at: Millis
  /** `null` where it does not say. */
  by: StaffId | null
  on: DeviceId | null
  act: ChangeAct | null
  /** By which Automerge names its values: `<number>@<actor>`. */
  actor: string
  operations: { from: number; to: number }
}

/** Every change, oldest first; none stands before what it was made upon. */
export const historyOf = (doc: ItemDocument): Version[] =>
  Automerge.getChangesMetaSince(doc, []).map(
    ({ hash, deps, time, message, actor, startOp, maxOp }) => ({
      hash,
      deps,
      at: momentOf(time),
      ...noteOf(message),
      actor,
      operations: { from: startOp, to: maxOp },
    }),
  )

/** What a change says of who made it. */
function noteOf(message: string | null): { [Key in keyof ChangeNote]: ChangeNote[Key] | null } {
  const note = v.safeParse(v.pipe(v.string(), v.parseJson(), ChangeNote), message)
  return note.success ? note.output : { by: null, on: null, act: null }
}

/** The fields as they were right after a change, whatever was done apart from it. */
export const fieldsAt = (doc: ItemDocument, { hash }: Pick<Version, "hash">): Fields =>
  fieldsOf(doc, [hash])

/** What a change has made different from what it was made upon. */
export const changesOf = (doc: ItemDocument, version: Version): Difference[] =>
  differences(version.deps.length === 0 ? {} : fieldsOf(doc, version.deps), fieldsAt(doc, version))

/** What differs from one version to another. */
export const differencesBetween = (
  doc: ItemDocument,
  from: Pick<Version, "hash">,
  to: Pick<Version, "hash">,
): Difference[] => differences(fieldsAt(doc, from), fieldsAt(doc, to))

/** What to write to have everything again as it was at a version. Nothing of what came since is lost. */
export const writesBackTo = (doc: ItemDocument, version: Pick<Version, "hash">): Fields =>
  writesBetween(fieldsOf(doc), fieldsAt(doc, version))

/**
 * The newest state that makes sense. Two changes that each make sense may make none together (shares
 * that no longer sum); until somebody puts that right, the one before holds.
 * @returns `null` where there never was one
 */
export function newestWhole(doc: ItemDocument): Extract<Reading, { value: unknown }> | null {
  const now = readItem(fieldsOf(doc))
  if ("value" in now) return now
  for (const version of historyOf(doc).toReversed()) {
    const reading = readItem(fieldsAt(doc, version))
    if ("value" in reading) return reading
  }
  return null
}
