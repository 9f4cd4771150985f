import * as v from "valibot"
import { DeviceId, StaffId } from "./ids.ts"
import { Count, Millis } from "./units.ts"
import { Role } from "./wire.ts"

/** The log of what staff did on the floor. Ids only; what a person wrote about themselves is not in it. */

/** A field that somebody wrote. */
export const LogChange = v.strictObject({
  key: v.string(),
  /** What was there; `null` for nothing. Without both, the values are nobody's business here. */
  before: v.optional(v.unknown()),
  after: v.optional(v.unknown()),
  /** Something that was written later, on another device, was there already, and stayed. */
  isOverruled: v.optional(v.literal(true)),
})
export type LogChange = v.InferOutput<typeof LogChange>

/** What one member of staff did in one go. */
export const LogLine = v.strictObject({
  /** Its place in the log; grows with gaps. */
  number: v.pipe(Count, v.minValue(1)),
  /** When it came to the Leaf, by the Leaf's time. */
  at: Millis,
  /** In which document, as in schemas/documents/rooms.ts. */
  room: v.string(),
  staffId: StaffId,
  role: Role,
  /** `null` where the session had named none. */
  deviceId: v.nullable(DeviceId),
  /** Done while the device was away, and brought later. */
  isLate: v.boolean(),
  changes: v.pipe(v.array(LogChange), v.minLength(1)),
})
export type LogLine = v.InferOutput<typeof LogLine>

/** `GET /api/log?tournament=…&before=…&limit=…`: the newest first. */
export const LogPage = v.strictObject({
  now: Millis,
  lines: v.array(LogLine),
  /** Whether there is nothing older. */
  isEnd: v.boolean(),
  /** The number of the newest line of the whole log: from there on `GET /api/log/stream` goes on. */
  last: Count,
})
export type LogPage = v.InferOutput<typeof LogPage>

/** `POST /api/devices`: what the device of this session is called, such as "Tablet 2". */
export const DeviceName = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40)),
})
/** `GET /api/devices`; those without a name are not in it. */
export const DevicesAnswer = v.strictObject({
  devices: v.array(v.strictObject({ deviceId: DeviceId, ...DeviceName.entries })),
})
export type DevicesAnswer = v.InferOutput<typeof DevicesAnswer>
