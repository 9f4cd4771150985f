import * as Automerge from "@automerge/automerge/slim"
import type { ChangeNote } from "../schemas/library.ts"
import { type Millis, millis } from "../schemas/units.ts"
import type { Fields, Scalar } from "../domain/library-fields.ts"

/**
 * An item of the library as an Automerge document: flat fields at its root, each a value that is
 * replaced whole. Who has made a change, and on which device, is in its message. Nothing here works
 * before Automerge's WebAssembly is ready (`startAutomerge`).
 */
export type ItemDocument = Automerge.Doc<Stored>
type Stored = Record<string, Scalar | Automerge.ImmutableString>

/** The hashes of the changes that nothing follows yet: a state's name. */
export type Heads = readonly string[]

/** What a change says of itself. */
export type Signature = ChangeNote & { at: Millis }

let starting: Promise<void> | null = null

/** Makes Automerge ready, once. @param load brings its WebAssembly */
export function startAutomerge(load: () => Promise<Uint8Array>): Promise<void> {
  starting ??= Automerge.initializeWasm(load())
  // Whoever comes next tries again.
  starting.catch(() => (starting = null))
  return starting
}

export const newDocument = (): ItemDocument => Automerge.init<Stored>()

export const headsOf = (doc: ItemDocument): Heads => Automerge.getHeads(doc)

/** The fields as they are, or as they were when those were the heads. */
export function fieldsOf(doc: ItemDocument, heads?: Heads): Fields {
  const state = heads === undefined ? doc : Automerge.view(doc, [...heads])
  return Object.fromEntries(Object.entries(state).map(([key, value]) => [key, plain(value)]))
}

export const plain = (value: unknown): Scalar => {
  if (Automerge.isImmutableString(value)) return value.val
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : null
}

/** Writes fields in one change; the same document where there is nothing to write. */
export function write(doc: ItemDocument, fields: Fields, signature: Signature): ItemDocument {
  if (Object.keys(fields).length === 0) return doc
  const { by, on, act, at } = signature
  const note: ChangeNote = { by, on, act }
  const options = { message: JSON.stringify(note), time: Math.floor(at / 1_000) }
  // A copy, so that a document is a value: who still holds the one before can go on with it.
  return Automerge.change(Automerge.clone(doc), options, (draft) => {
    for (const [key, value] of Object.entries(fields))
      // A text is a value like the others: two that were written apart clash and are not mixed.
      draft[key] = typeof value === "string" ? new Automerge.ImmutableString(value) : value
  })
}

/**
 * Writes fields as of a state that is not the newest, as somebody does who has not seen what has
 * come since: what was changed meanwhile clashes and is not overwritten.
 */
export function writeSince(
  doc: ItemDocument,
  heads: Heads,
  fields: Fields,
  signature: Signature,
): ItemDocument {
  if (headsOf(doc).join() === heads.join()) return write(doc, fields, signature)
  const mine = write(documentAt(doc, heads), fields, signature)
  return Automerge.merge(Automerge.clone(doc), mine)
}

/** A document of its own with what led to those heads, and nothing since. */
function documentAt(doc: ItemDocument, heads: Heads): ItemDocument {
  const since = new Set(changesSince(doc, heads).map((change) => hashOf(change)))
  const until = Automerge.getAllChanges(doc).filter((change) => !since.has(hashOf(change)))
  return applyChanges(newDocument(), until)
}

const hashOf = (change: Uint8Array): string => Automerge.decodeChange(change).hash

/** Every change that heads do not include, oldest first. Heads that are not known here count for none. */
export const changesSince = (doc: ItemDocument, heads: Heads): Uint8Array[] =>
  Automerge.getChangesSince(
    doc,
    heads.filter((head) => Automerge.hasHeads(doc, [head])),
  )

/** @throws where one is no change, or belongs to none that is there */
export const applyChanges = (doc: ItemDocument, changes: readonly Uint8Array[]): ItemDocument =>
  Automerge.applyChanges(Automerge.clone(doc), [...changes])[0]

export const saveDocument = (doc: ItemDocument): Uint8Array => Automerge.save(doc)
/** @throws where it is no document */
export const loadDocument = (bytes: Uint8Array): ItemDocument => Automerge.load<Stored>(bytes)

/** Gives back the memory that Automerge's WebAssembly holds for a document that nobody needs again. */
export const dropDocument = (doc: ItemDocument): void => Automerge.free(doc)

export const momentOf = (seconds: number): Millis =>
  millis(Math.max(0, Math.round(seconds)) * 1_000)
