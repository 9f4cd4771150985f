import * as Y from "yjs"
import type { Refusal } from "../schemas/documents/frames.ts"
import { Registers } from "../schemas/documents/registers.ts"
import type { Written } from "./inspection.ts"
import type { Peer } from "./peer.ts"

/** What is merged into one frame for all; a frame has a limit, and so has a message of the log. */
const BATCH_MAX_BYTES = 512 * 1024

/** An update that was checked and waits to be taken in. */
export type Incoming = {
  update: Uint8Array
  /** `null` where it came from this process itself. */
  from: Peer | null
  /** The fields that it writes. */
  keys: ReadonlySet<string>
  /** What it writes into fields, refused or not, where it is looked into at all. */
  written: readonly Written[]
  /** Brought by who came back, with all else that was missing here. */
  isLate: boolean
  /** Those that have to be put back as they were. */
  refusals: readonly Refusal[]
}

/** Takes from the front what makes one frame; the first in any case. One with a refusal comes alone. */
export function takeBatch(incoming: Incoming[]): Incoming[] {
  let bytes = 0
  const tooMuch = incoming.findIndex(({ update, refusals }, index) => {
    bytes += update.length
    const isAlone = refusals.length > 0 || (incoming[0]?.refusals.length ?? 0) > 0
    return index > 0 && (isAlone || bytes > BATCH_MAX_BYTES)
  })
  return incoming.splice(0, tooMuch === -1 ? incoming.length : tooMuch)
}

export function mergeBatch(batch: readonly Incoming[]): Uint8Array {
  const [first, ...others] = batch.map(({ update }) => update)
  return first && others.length === 0 ? first : Y.mergeUpdates(batch.map(({ update }) => update))
}

/**
 * An update together with the undoing of what was refused in it, made in a copy of the document, so
 * that the refused content is nowhere kept.
 * @param restorer writes what is put back: another author for every refusal would stay for ever
 * @returns `null` where something that comes before the update is missing
 */
export function withUndoing(
  doc: Y.Doc,
  restorer: number,
  { update, refusals }: Incoming,
): Uint8Array | null {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  copy.clientID = restorer
  const registers = new Registers(copy)
  const before = registers.registersOf(refusals.map(({ key }) => key))
  Y.applyUpdate(copy, update)
  if (copy.store.pendingStructs !== null) return null
  registers.restore(before)
  return Y.encodeStateAsUpdate(copy, Y.encodeStateVector(doc))
}
