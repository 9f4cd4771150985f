import * as v from "valibot"
import { Chips, Millis } from "./units.ts"

/** A level in which hands are played. */
export const Round = v.strictObject({
  kind: v.literal("round"),
  durationMs: v.pipe(
    Millis,
    v.check((value) => value >= 1_000, "a level lasts at least a second"),
  ),
  smallBlind: Chips,
  bigBlind: Chips,
  /** Posted by the big blind for the whole table (big-blind ante); 0 where there is none. */
  ante: Chips,
})
export type Round = v.InferOutput<typeof Round>

/** A level in which nobody plays. */
export const Break = v.strictObject({
  kind: v.literal("break"),
  durationMs: v.pipe(
    Millis,
    v.check((value) => value >= 1_000, "a break lasts at least a second"),
  ),
  /** Chips of these values are raced off in the break: no level after it needs them. */
  colourUp: v.optional(v.array(Chips)),
})
export type Break = v.InferOutput<typeof Break>

export const Level = v.variant("kind", [Round, Break])
export type Level = v.InferOutput<typeof Level>

const LevelIndex = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** The ordered levels of a tournament and the chips that go with them. Holds no money. */
export const Structure = v.strictObject({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  startingStack: Chips,
  rebuyStack: Chips,
  addOnStack: Chips,
  seatsPerTable: v.pipe(v.number(), v.safeInteger(), v.minValue(2), v.maxValue(12)),
  /** Index into `levels`: entries are taken until this level begins. */
  lateRegistrationEndsAt: LevelIndex,
  /** Rebuys are taken until this level begins; with the entries where it is not given. */
  rebuysEndAt: v.optional(LevelIndex),
  /** Add-ons are taken during this level, usually a break. */
  addOnAt: v.optional(LevelIndex),
  levels: v.pipe(v.array(Level), v.minLength(1, "a structure has at least one level")),
})
export type Structure = v.InferOutput<typeof Structure>
