import type { Account } from "../schemas/account.ts"
import { Method } from "../schemas/account.ts"
import type { Entry, Posting } from "../schemas/entry.ts"
import type { DeviceId, EntryId, PlayerId, StaffId, TillId } from "../schemas/ids.ts"
import type { Intent, IntentKind, IntentOf } from "../schemas/intent.ts"
import { type Cents, cents, type Millis, type Sequence } from "../schemas/units.ts"
import { type LedgerState, type MovementKind, resolvedIntent } from "./ledger.ts"
import { tenderLeg } from "./postings.ts"
import { sum } from "./share-out.ts"

/** Money of one method that a line moved: above zero where the venue received it. */
export type Tender = { method: Method; till: TillId | null; amountCents: Cents }

/** An accepted line of the ledger, as a tournament's accounts list it. */
export type AccountsLine = {
  sequence: Sequence
  /** When the Leaf recorded it, and when the device that asked says it was. */
  recordedAt: Millis
  at: Millis
  /** The day of the recording where the venue is, as in `2026-11-23`. */
  day: string
  /** As what it counts: where it closes a conflict, what then counted. */
  kind: IntentKind
  /** The conflict that it closed. */
  closes: Sequence | null
  /** The line that it takes back, and what that was. */
  takesBack: { sequence: Sequence; kind: MovementKind } | null
  /** The line that took it back. */
  voidedBy: Sequence | null
  /** Why, where it takes back, moves by hand or goes beyond a limit. */
  reason: LineReason | null
  playerId: PlayerId | null
  entryId: EntryId | null
  staffId: StaffId
  deviceId: DeviceId
  tender: Tender[]
  postings: readonly Posting[]
}

/** Why something was taken back, moved or decided, or sold beyond a limit. */
export type LineReason =
  | IntentOf<"void" | "refund" | "correct" | "resolve">["reason"]
  | NonNullable<IntentOf<"rebuy">["override"]>

/** Money that came in, went out (below zero), and both together. */
export type Flow = { inCents: Cents; outCents: Cents; netCents: Cents }

/**
 * An accepted line as the accounts list it; `null` for any other.
 * @param state all lines folded in
 * @param dayOf names the day of a moment
 */
export function accountsLine(
  state: LedgerState,
  entry: Entry,
  dayOf: (at: Millis) => string,
): AccountsLine | null {
  const { intent, outcome, sequence, recordedAt } = entry
  if (outcome.kind !== "accepted") return null
  const { postings } = outcome
  const counted = countedIntent(state, intent) ?? intent
  const ledger = state.tournaments.get(intent.tournamentId)
  const takenBack =
    counted.kind === "void" || counted.kind === "refund"
      ? ledger?.movements.get(counted.sequence)
      : undefined
  return {
    sequence,
    recordedAt,
    at: counted.at,
    day: dayOf(recordedAt),
    kind: counted.kind,
    closes: intent.kind === "resolve" ? intent.conflict : null,
    takesBack: takenBack ? { sequence: takenBack.sequence, kind: takenBack.intent.kind } : null,
    voidedBy: ledger?.movements.get(sequence)?.voidedBy ?? null,
    reason: reasonOf(counted),
    ...personOf(state, intent),
    staffId: intent.staffId,
    deviceId: intent.deviceId,
    tender: tenderOf(postings),
    postings,
  }
}

/** What a line counts as: its own intent, or where it closes a conflict, what then counted. */
export function countedIntent(state: LedgerState, intent: Intent): Intent | null {
  if (intent.kind !== "resolve") return intent
  const conflict = state.conflicts.get(intent.conflict)
  return conflict ? resolvedIntent(conflict, intent) : null
}

/**
 * Whose money an intent is about: the player and entry that it names, the entry's player, or those
 * of the line that it takes back or closes.
 * @param state the line's own folded in
 */
export function personOf(
  state: LedgerState,
  intent: Intent,
): { playerId: PlayerId | null; entryId: EntryId | null } {
  const ledger = state.tournaments.get(intent.tournamentId)
  if (intent.kind === "resolve") {
    const conflict = state.conflicts.get(intent.conflict)
    const counted = countedIntent(state, intent) ?? conflict?.intent
    // The intent of a conflict is older than what closes it, so this comes to an end.
    return counted ? personOf(state, counted) : NOBODY
  }
  if (intent.kind === "void" || intent.kind === "refund") {
    const movement = ledger?.movements.get(intent.sequence)
    return movement ? personOf(state, movement.intent) : NOBODY
  }
  if (!("entryId" in intent)) return NOBODY
  const { entryId } = intent
  if ("playerId" in intent) return { playerId: intent.playerId, entryId }
  return { playerId: ledger?.entries.get(entryId)?.playerId ?? null, entryId }
}

/** Why a person asked for it; `null` where the intent says nothing. */
export function reasonOf(intent: Intent): LineReason | null {
  if ("reason" in intent) return intent.reason
  return "override" in intent ? (intent.override ?? null) : null
}

const NOBODY = { playerId: null, entryId: null } as const

const METHODS: ReadonlyMap<Account, Method> = new Map(
  Method.options.map((method) => [tenderLeg({ method }, 0).account, method]),
)

/** What changed hands of a line's postings. A ticket is money here: it is what a player has. */
export const tenderOf = (postings: readonly Posting[]): Tender[] =>
  postings.flatMap(({ account, amountCents, till = null }) => {
    const method = METHODS.get(account)
    return method === undefined ? [] : [{ method, till, amountCents }]
  })

/** What came in and went out of the given tender. */
export function flowOf(tender: readonly Tender[]): Flow {
  const amounts = tender.map(({ amountCents }) => amountCents)
  return {
    inCents: cents(sum(amounts.filter((amount) => amount > 0))),
    outCents: cents(sum(amounts.filter((amount) => amount < 0))),
    netCents: cents(sum(amounts)),
  }
}

/**
 * Whether a line is one that somebody has to answer for: it takes back, gives back, moves by hand
 * or sells beyond a limit.
 */
export const isException = ({ kind, reason }: AccountsLine): boolean =>
  kind !== "resolve" && reason !== null

/** Gathers items under a key each, in the order in which the keys first come. */
export function groupBy<Item, Key>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): [Key, Item[]][] {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return [...groups]
}
