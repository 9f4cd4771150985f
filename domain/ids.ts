import type { Millis } from "../schemas/units.ts"
import { assert } from "./assert.ts"

/**
 * A UUIDv7 (RFC 9562): sorts by the time at which it was made.
 * @param random ten random bytes; 74 bits of them are used
 */
export function uuidv7(nowMs: Millis, random: Uint8Array): string {
  assert(random.length === 10, "a UUIDv7 needs ten random bytes")
  const bytes = new Uint8Array(16)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, Math.floor(nowMs / 2 ** 32))
  view.setUint32(2, nowMs % 2 ** 32)
  bytes.set(random, 6)
  view.setUint8(6, 0x70 | (view.getUint8(6) & 0x0f))
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f))
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join("-")
}
