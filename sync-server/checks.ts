import type * as decoding from "lib0/decoding"
import * as Y from "yjs"

/** What an update is made of. */
export type Decoded = Pick<ReturnType<typeof Y.decodeUpdate>, "structs" | "ds">

/**
 * So many structs and ranges may be in one update. A frame of 1 MiB could hold 500,000, each with a
 * cost to everybody; a whole night's document has some thousands.
 */
const PARTS_MAX = 50_000

/**
 * Decodes an update (V1) that every document can take whole; `null` where these bytes are none.
 *
 * Decoding alone does not tell: Yjs reads a V2 update as an empty V1 one with bytes left over, and
 * some damaged updates decode, yet make the document throw when it takes them in. Such an update
 * must not be stored, since its room could then never be loaded again.
 */
export function decodeSound(update: Uint8Array): Decoded | null {
  parts = 0
  try {
    const { structs, ds } = Y.decodeUpdateV2(update, CountingDecoder)
    const isWhole = latest?.pos === update.length
    const deletes = [...ds.clients.values()].flat()
    const isSound =
      isWhole &&
      structs.every((struct) => isRange(struct.id.clock, struct.length) && looksBack(struct)) &&
      deletes.every(({ clock, len }) => isRange(clock, len))
    return isSound ? { structs, ds } : null
  } catch {
    // lib0 throws at the first byte that makes no sense; that is the answer.
    return null
  }
}

/** Yjs makes the decoder itself; this one counts, and lets us see afterwards where it stopped. */
class CountingDecoder extends Y.UpdateDecoderV1 {
  constructor(decoder: decoding.Decoder) {
    super(decoder)
    latest = decoder
  }

  override readInfo(): number {
    count()
    return super.readInfo()
  }

  override readDsLen(): number {
    count()
    return super.readDsLen()
  }
}
let latest: decoding.Decoder | undefined
let parts = 0

function count(): void {
  parts += 1
  if (parts > PARTS_MAX) throw new RangeError(`The update has more than ${PARTS_MAX} parts.`)
}

const isRange = (clock: number, length: number) =>
  length >= 1 && Number.isSafeInteger(clock + length)

/** An item may refer only to what its own author wrote before; Yjs relies on it unchecked. */
function looksBack(struct: Y.Item | Y.GC | Y.Skip): boolean {
  if (!(struct instanceof Y.Item)) return true
  return [struct.origin, struct.rightOrigin, struct.parent].every(
    (id) => !(id instanceof Y.ID) || id.client !== struct.id.client || id.clock < struct.id.clock,
  )
}

/** Whether the document has all of an update, its deletions included. */
export function contains(doc: Y.Doc, { structs, ds }: Decoded): boolean {
  const hasStructs = structs.every(
    ({ id, length }) => id.clock + length <= Y.getState(doc.store, id.client),
  )
  return (
    hasStructs &&
    [...ds.clients].every(([client, ranges]) =>
      ranges.every(({ clock, len }) => isDeleted(doc.store, client, clock, clock + len)),
    )
  )
}

function isDeleted(store: Y.Doc["store"], client: number, from: number, end: number): boolean {
  if (end > Y.getState(store, client)) return false
  const structs = store.clients.get(client) ?? []
  for (let index = firstAfter(structs, from); index < structs.length; index++) {
    const struct = structs[index]
    if (!struct || struct.id.clock >= end) return true
    if (!struct.deleted) return false
  }
  return true
}

/** The place of the first struct that ends after a clock, among those of one author. */
export function firstAfter(structs: readonly (Y.Item | Y.GC | Y.Skip)[], clock: number): number {
  let [low, high] = [0, structs.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const struct = structs[middle]
    if (struct && struct.id.clock + struct.length <= clock) low = middle + 1
    else high = middle
  }
  return low
}

/** The authors in whose name an update has something that the document has not. */
export function newAuthors(doc: Y.Doc, { structs }: Decoded): Set<number> {
  return new Set(
    structs
      .filter(({ id, length }) => id.clock + length > Y.getState(doc.store, id.client))
      .map(({ id }) => id.client),
  )
}
