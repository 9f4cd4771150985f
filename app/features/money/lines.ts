import { tenderOf } from "../../../domain/accounts-lines.ts"
import type { Method } from "../../../schemas/account.ts"
import type { Entry } from "../../../schemas/entry.ts"
import type { EntryId, PlayerId, TournamentId } from "../../../schemas/ids.ts"
import type { Intent, IntentKind, IntentOf } from "../../../schemas/intent.ts"
import type { Sequence } from "../../../schemas/units.ts"

/** A line of the ledger as the Money section shows it. */
export type MoneyLine = {
  sequence: Sequence
  recordedAt: number
  kind: IntentKind
  playerId: PlayerId | null
  amountCents: number | null
  /** How it was paid, where it was not in cash. */
  method: Method | null
  staffId: string
  outcome: "accepted" | "conflict" | "rejected"
  reason: string | null
  /** The lines that a conflict is with. */
  against: readonly Sequence[]
  /** The line that closed this conflict. */
  closedBy: Sequence | null
  /** The line that took this one back. */
  voidedBy: Sequence | null
  /** The line that this one takes back. */
  voids: Sequence | null
  canBeVoided: boolean
  /** Whether money changed hands by it. */
  hasReceipt: boolean
}

/** One tournament's lines, the newest first, joined with what became of them. */
export function moneyLines(entries: readonly Entry[], tournament: TournamentId): MoneyLine[] {
  const own = entries.filter(({ intent }) => intent.tournamentId === tournament)
  const bySequence = new Map(own.map((entry) => [entry.sequence, entry]))
  const owners = ownersOf(own)
  const voidedBy = new Map(
    own.flatMap(({ intent, outcome, sequence }) =>
      isTakeBack(intent) && outcome.kind === "accepted"
        ? [[intent.sequence, sequence] as const]
        : [],
    ),
  )
  const closedBy = new Map(
    own.flatMap(({ intent, outcome, sequence }) =>
      intent.kind === "resolve" && outcome.kind === "accepted"
        ? [[intent.conflict, sequence] as const]
        : [],
    ),
  )
  return own
    .map(({ sequence, recordedAt, intent, outcome }) => {
      const about = isTakeBack(intent)
        ? intent.sequence
        : intent.kind === "resolve"
          ? intent.conflict
          : null
      const subject = about === null ? intent : bySequence.get(about)?.intent
      return {
        sequence,
        recordedAt,
        kind: intent.kind,
        playerId: subject ? playerOf(subject, owners) : null,
        amountCents: amountOf(intent, subject),
        method: methodOf(intent),
        staffId: intent.staffId,
        outcome: outcome.kind,
        reason: outcome.kind === "accepted" ? null : outcome.reason,
        against: outcome.kind === "conflict" ? outcome.against : [],
        closedBy: closedBy.get(sequence) ?? null,
        voidedBy: voidedBy.get(sequence) ?? null,
        voids: about,
        canBeVoided:
          outcome.kind === "accepted" && canBeTakenBack(intent) && !voidedBy.has(sequence),
        hasReceipt: outcome.kind === "accepted" && tenderOf(outcome.postings).length > 0,
      }
    })
    .toReversed()
}

/** How many accepted lines of each kind still count, and what they come to. */
export function totals(lines: readonly MoneyLine[]) {
  return (["buy-in", "re-entry", "rebuy", "add-on", "payout"] as const).map((kind) => {
    const counted = lines.filter((line) => line.kind === kind && line.canBeVoided)
    return {
      kind,
      count: counted.length,
      amountCents: counted.reduce((sum, { amountCents }) => sum + (amountCents ?? 0), 0),
    }
  })
}

/** Whose entry is whose, as far as the lines tell. */
export function ownersOf(entries: readonly { intent: Intent }[]): Map<EntryId, PlayerId> {
  return new Map(
    entries.flatMap(({ intent }) =>
      intent.kind === "buy-in" || intent.kind === "re-entry"
        ? [[intent.entryId, intent.playerId] as const]
        : [],
    ),
  )
}

/** The player that an intent is about; `null` where it is about none, or about one unknown here. */
export function playerOf(intent: Intent, owners: ReadonlyMap<EntryId, PlayerId>): PlayerId | null {
  if ("playerId" in intent) return intent.playerId
  return "entryId" in intent ? (owners.get(intent.entryId) ?? null) : null
}

/** How money changes hands by an intent, where it does and not in cash. */
function methodOf(intent: Intent): Method | null {
  if (intent.kind === "agree-deal" || !("method" in intent)) return null
  return intent.method === undefined || intent.method === "cash" ? null : intent.method
}

const isTakeBack = (intent: Intent): intent is IntentOf<"void" | "refund"> =>
  intent.kind === "void" || intent.kind === "refund"

function canBeTakenBack(intent: Intent): boolean {
  switch (intent.kind) {
    case "buy-in":
    case "re-entry":
    case "rebuy":
    case "add-on":
    case "top-up":
    case "bounty":
    case "payout":
    case "agree-deal":
    case "correct":
      return true
    case "resolve":
      return intent.resolution.kind !== "drop"
    case "open-tournament":
    case "close-registration":
    case "reopen-registration":
    case "set-payouts":
    case "void":
    case "refund":
    case "open-till":
    case "count-till":
    case "close-till":
      return false
  }
}

/** What the drawer gets (positive) or gives (negative), were the line accepted. */
export function amountOf(intent: Intent, subject: Intent | undefined): number | null {
  if (isTakeBack(intent)) {
    const voided = subject && !isTakeBack(subject) ? amountOf(subject, undefined) : null
    return voided === null ? null : 0 - voided
  }
  if (intent.kind === "resolve")
    return subject && intent.resolution.kind !== "drop" ? amountOf(subject, undefined) : null
  if (!("amountCents" in intent) || intent.kind === "top-up" || intent.kind === "correct")
    return null
  const isPaidOut = intent.kind === "payout" || intent.kind === "bounty"
  return isPaidOut ? 0 - intent.amountCents : intent.amountCents
}
