import type { Outcome, Posting } from "../schemas/entry.ts"
import type { Intent } from "../schemas/intent.ts"
import type { Conflict, Refusal } from "../schemas/refusal.ts"
import type { Sequence } from "../schemas/units.ts"
import type { Movement } from "./ledger.ts"

/** It counts: these postings, which sum to zero. */
export const accepted = (postings: Posting[]): Outcome => ({ kind: "accepted", postings })

/** A person decides: the device had not seen these lines. */
export const conflict = (reason: Conflict, against: Sequence[]): Outcome => ({
  kind: "conflict",
  reason,
  against,
})

/** It is impossible, and the device could have known. */
export const rejected = (reason: Refusal, detail: string): Outcome => ({
  kind: "rejected",
  reason,
  detail,
})

/** What to say of lines that stand in the way: to who had not seen them, and to who had. */
type Words = { unseen: Conflict; seen: Refusal; detail: string }

/** Lines that stand in the way of an intent. */
export type Obstacle = Words & { lines: readonly Sequence[] }

/** A conflict where the device had not seen what stands in the way, a rejection where it had. */
export function refuse(intent: Intent, against: readonly Sequence[], words: Words): Outcome {
  const unseen = against.filter((each) => each > intent.observedSequence)
  return unseen.length > 0 ? conflict(words.unseen, unseen) : rejected(words.seen, words.detail)
}

/** The same act by another device, which this one had not seen: likely one payment, written twice. */
export const isTwin = (movement: Movement, intent: Intent): boolean =>
  movement.sequence > intent.observedSequence && movement.intent.deviceId !== intent.deviceId

export const sequencesOf = (movements: readonly Movement[]): Sequence[] =>
  movements.map(({ sequence }) => sequence)
