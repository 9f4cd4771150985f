import { decide } from "../../../domain/decide.ts"
import type { LedgerState, RaisedConflict } from "../../../domain/ledger.ts"
import { amountAt } from "../../../domain/postings.ts"
import type { Entry } from "../../../schemas/entry.ts"
import type { EntryId, PlayerId } from "../../../schemas/ids.ts"
import type { Intent, IntentKind, IntentOf, Replacement } from "../../../schemas/intent.ts"
import { type Sequence, sequence } from "../../../schemas/units.ts"
import { amountOf, ownersOf, playerOf } from "./lines.ts"

/** One side of a conflict: what a device asked for, as a line of the ledger says it. */
export type Side = {
  sequence: Sequence
  kind: IntentKind
  playerId: PlayerId | null
  amountCents: number | null
  staffId: string
  deviceId: string
  at: number
  /** The last line that the device had seen when it asked. */
  seen: Sequence
}

/** Both sides of a conflict; the other one is the lines that its device had not seen. */
export function sidesOf(
  conflict: RaisedConflict,
  lines: readonly Entry[],
): { asked: Side; against: Side[] } {
  const owners = ownersOf(lines)
  const at = (line: Sequence) => lines.find((each) => each.sequence === line)
  const side = (line: Sequence, intent: Intent): Side => ({
    sequence: line,
    kind: intent.kind,
    playerId: playerOf(intent, owners),
    amountCents: amountOf(intent, undefined),
    staffId: intent.staffId,
    deviceId: intent.deviceId,
    at: intent.at,
    seen: intent.observedSequence,
  })
  return {
    asked: side(conflict.sequence, conflict.intent),
    against: conflict.against.flatMap((line) => {
      const entry = at(line)
      return entry ? [side(line, entry.intent)] : []
    }),
  }
}

/** What closing a conflict in some way would do to the books. */
export type Effect =
  | { kind: "moves"; poolCents: number; bountyCents: number; unallocatedCents: number }
  | { kind: "nothing" }
  | { kind: "impossible"; reason: string }

/**
 * Tries a resolution on this device's own copy of the ledger, by the Leaf's own rules.
 * @returns amounts above 0 where an account gains
 */
export function effectOf(
  state: LedgerState,
  { sequence: conflict, intent }: RaisedConflict,
  how: Pick<IntentOf<"resolve">, "resolution" | "reason">,
): Effect {
  const { id, tournamentId, staffId, deviceId, lamport, at } = intent
  const who = { id, tournamentId, staffId, deviceId, lamport, at }
  const seen = { observedSequence: sequence(state.lastSequence) }
  const outcome = decide(state, { kind: "resolve", ...who, ...seen, conflict, ...how })
  if (outcome.kind !== "accepted") return { kind: "impossible", reason: outcome.reason }
  const { postings } = outcome
  if (postings.length === 0) return { kind: "nothing" }
  return {
    kind: "moves",
    poolCents: 0 - amountAt(postings, "prizePool"),
    bountyCents: 0 - amountAt(postings, "bountyPool"),
    unallocatedCents: 0 - amountAt(postings, "unallocated"),
  }
}

/** What may have happened instead, for the same money: the other sales, of this and other players. */
export function replacementsFor(
  { intent }: RaisedConflict,
  entries: readonly { entryId: EntryId; playerId: PlayerId }[],
  newEntryId: EntryId,
): { replacement: Replacement; playerId: PlayerId }[] {
  const own = "entryId" in intent ? intent.entryId : null
  const isSale = ["buy-in", "re-entry", "rebuy", "add-on"].includes(intent.kind)
  if (!isSale) return []
  return entries.flatMap(({ entryId, playerId }) => {
    const all: Replacement[] = [
      { kind: "rebuy", entryId },
      { kind: "add-on", entryId },
      { kind: "re-entry", playerId, entryId: newEntryId },
    ]
    return all
      .filter(({ kind }) => kind !== intent.kind || entryId !== own)
      .map((replacement) => ({ replacement, playerId }))
  })
}
