import type * as decoding from "lib0/decoding"
import * as Y from "yjs"

/**
 * Whether these bytes are one whole Yjs update (V1) that every document can take.
 *
 * Decoding alone does not tell: Yjs reads a V2 update as an empty V1 one with bytes left over, and
 * some damaged updates decode, yet make the document throw when it takes them in. Such an update
 * must not be stored, since its room could then never be loaded again.
 */
export function isSoundUpdate(update: Uint8Array): boolean {
  try {
    const { structs, ds } = Y.decodeUpdateV2(update, RememberedDecoder)
    const isWhole = latest?.pos === update.length
    const deletes = [...ds.clients.values()].flat()
    return (
      isWhole &&
      structs.every((struct) => isRange(struct.id.clock, struct.length) && looksBack(struct)) &&
      deletes.every(({ clock, len }) => isRange(clock, len))
    )
  } catch {
    // lib0 throws at the first byte that makes no sense; that is the answer.
    return false
  }
}

/** Yjs makes the decoder itself; this one lets us see afterwards where it stopped. */
class RememberedDecoder extends Y.UpdateDecoderV1 {
  constructor(decoder: decoding.Decoder) {
    super(decoder)
    latest = decoder
  }
}
let latest: decoding.Decoder | undefined

const isRange = (clock: number, length: number) =>
  length >= 1 && Number.isSafeInteger(clock + length)

/** An item may refer only to what its own author wrote before; Yjs relies on it unchecked. */
function looksBack(struct: Y.Item | Y.GC | Y.Skip): boolean {
  if (!(struct instanceof Y.Item)) return true
  return [struct.origin, struct.rightOrigin, struct.parent].every(
    (id) => !(id instanceof Y.ID) || id.client !== struct.id.client || id.clock < struct.id.clock,
  )
}
