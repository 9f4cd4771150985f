import * as decoding from "lib0/decoding"
import * as encoding from "lib0/encoding"
import * as Y from "yjs"

const SYNC = 0
const AWARENESS = 1
const [STEP_1, STEP_2, UPDATE] = [0, 1, 2]
/** A state vector, or an update, of nothing. */
const NONE = [1, 0]
const NO_UPDATE = [2, 0, 0]

export const ASK_ALL = Uint8Array.of(SYNC, STEP_1, ...NONE)
export const NOTHING_TO_TELL = Uint8Array.of(SYNC, STEP_2, ...NO_UPDATE)

export const isStep1 = (frame: Uint8Array) => frame[0] === SYNC && frame[1] === STEP_1
export const isStep2 = (frame: Uint8Array) => frame[0] === SYNC && frame[1] === STEP_2
export const isPresence = (frame: Uint8Array) => frame[0] === AWARENESS
export const isUpdate = (frame: Uint8Array) => frame[0] === SYNC && frame[1] === UPDATE

/** The update that a step 2 or an update carries. */
export function updateIn(frame: Uint8Array): Uint8Array {
  const decoder = decoding.createDecoder(frame)
  decoder.pos = 2
  return decoding.readVarUint8Array(decoder)
}

/** The clock of a client after this update; 0 where there is nothing of it. */
export const clockIn = (update: Uint8Array, client: number): number =>
  Y.parseUpdateMeta(update).to.get(client) ?? 0

export const updateFrame = (update: Uint8Array): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, SYNC)
    encoding.writeVarUint(encoder, UPDATE)
    encoding.writeVarUint8Array(encoder, update)
  })

/** What a stock client says of itself, about as long as a name and a colour. */
export function presenceFrame(client: number, clock: number): Uint8Array {
  const state = JSON.stringify({ user: { name: `device ${client}`, color: "#ee8822" } })
  const update = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, state)
  })
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, AWARENESS)
    encoding.writeVarUint8Array(encoder, update)
  })
}
