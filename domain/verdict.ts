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

/** A conflict where the device had not seen what stands in the way, a rejection where it had. */
export function refuse(
  intent: Intent,
  against: readonly Sequence[],
  words: { unseen: Conflict; seen: Refusal; detail: string },
): Outcome {
  const unseen = against.filter((each) => each > intent.observedSequence)
  return unseen.length > 0 ? conflict(words.unseen, unseen) : rejected(words.seen, words.detail)
}

/** The same act by another device, which this one had not seen: likely one payment, written twice. */
export const isTwin = (movement: Movement, intent: Intent): boolean =>
  movement.sequence > intent.observedSequence && movement.intent.deviceId !== intent.deviceId

export const sequencesOf = (movements: readonly Movement[]): Sequence[] =>
  movements.map(({ sequence }) => sequence)
