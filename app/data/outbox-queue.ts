import * as v from "valibot"
import type { StaffId } from "../../schemas/ids.ts"
import { Intent } from "../../schemas/intent.ts"
import { IntentAnswer } from "../../schemas/wire.ts"

/**
 * An intent on its way to the ledger, as this device keeps it:
 *
 *   waiting --> accepted | conflict | rejected     the Leaf's answer, kept until a person has seen it
 *
 * A waiting intent that was ever sent may be in the ledger already, so only one that never was can
 * be withdrawn here; any other is taken back by a void once its line is known (`takeBack`).
 */
export const Queued = v.object({
  intent: Intent,
  wasSent: v.boolean(),
  takeBack: v.boolean(),
  answer: v.nullable(IntentAnswer),
})
export type Queued = v.InferOutput<typeof Queued>

export const queued = (intent: Intent): Queued => ({
  intent,
  wasSent: false,
  takeBack: false,
  answer: null,
})

export const isWaiting = ({ answer }: Queued): boolean => answer === null

/** Whether the Leaf said no, so that a person has to know. */
export const isRefused = ({ answer }: Queued): boolean =>
  answer !== null && answer.outcome !== "accepted"

/**
 * What goes out next: the oldest waiting intents of one person, in the order in which they were
 * made. Those of people without a session here are passed over until they sign in again.
 */
export function nextBatch(
  items: readonly Queued[],
  size: number,
  maySend: (staffId: StaffId) => boolean,
): Queued[] {
  const ready = items.filter((item) => isWaiting(item) && maySend(item.intent.staffId))
  const next = ready.findIndex(({ intent }) => intent.staffId !== ready[0]?.intent.staffId)
  return ready.slice(0, Math.min(size, next === -1 ? size : next))
}

/** Notes that `sent` have gone out, whatever becomes of them. */
export const markSent = (items: readonly Queued[], sent: readonly Queued[]): Queued[] => {
  const ids = new Set(sent.map(({ intent }) => intent.id))
  return items.map((item) => (ids.has(item.intent.id) ? { ...item, wasSent: true } : item))
}

/** Puts the Leaf's answers to the intents they belong to. */
export function settle(items: readonly Queued[], answers: readonly IntentAnswer[]): Queued[] {
  const byId = new Map<string, IntentAnswer>(answers.map((answer) => [answer.id, answer]))
  return items.map((item) => ({ ...item, answer: byId.get(item.intent.id) ?? item.answer }))
}

/**
 * Whether `intent` says again what a recent one said: the second tap of a hurried finger.
 * Buying the same thing twice on purpose is possible once `windowMs` has passed.
 */
export function isDoubleTap(recent: readonly Intent[], intent: Intent, windowMs: number): boolean {
  return recent.some(
    (other) =>
      other.kind === intent.kind &&
      other.tournamentId === intent.tournamentId &&
      subjectOf(other) === subjectOf(intent) &&
      Math.abs(intent.at - other.at) < windowMs,
  )
}

function subjectOf(intent: Intent): string {
  switch (intent.kind) {
    case "open-tournament":
    case "close-registration":
    case "reopen-registration":
      return intent.tournamentId
    case "set-payouts":
      return JSON.stringify(intent.payouts)
    case "buy-in":
    case "re-entry":
      return intent.playerId
    case "rebuy":
    case "add-on":
      return intent.entryId
    case "payout":
      return `${intent.place}/${intent.tie?.position ?? 1}`
    case "bounty":
      return `${intent.entryId}/${intent.loserEntryId}`
    case "void":
    case "refund":
      return String(intent.sequence)
    case "resolve":
      return String(intent.conflict)
    case "top-up":
      return String(intent.amountCents)
    case "agree-deal":
      return JSON.stringify(intent.shares)
    case "correct":
      return `${intent.debit}/${intent.credit}/${intent.amountCents}`
    case "open-till":
    case "count-till":
    case "close-till":
      return intent.till
  }
}
