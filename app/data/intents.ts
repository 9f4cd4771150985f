import * as v from "valibot"
import {
  type EntryId,
  IntentId,
  type PlayerId,
  type StaffId,
  type TournamentId,
} from "../../schemas/ids.ts"
import type { Intent, IntentOf, VoidReason } from "../../schemas/intent.ts"
import type { PayoutStructure, Terms } from "../../schemas/terms.ts"
import { type Cents, millis, type Place, type Sequence } from "../../schemas/units.ts"
import { deviceId, newId, nextLamport } from "./device.ts"

/**
 * Makes intents in the name of a member of staff on this device.
 *
 * @param observed the last ledger sequence that this device has seen, at the moment of the act
 */
export function intentsOf(staffId: StaffId, observed: () => Sequence) {
  const common = (tournamentId: TournamentId) => ({
    id: v.parse(IntentId, newId()),
    tournamentId,
    staffId,
    deviceId: deviceId(),
    lamport: nextLamport(),
    observedSequence: observed(),
    at: millis(Date.now()),
  })
  type Entrant = { playerId: PlayerId; entryId: EntryId; amountCents: Cents }
  type Extra = { entryId: EntryId; amountCents: Cents }
  return {
    open: (tournament: TournamentId, terms: Terms): IntentOf<"open-tournament"> => ({
      kind: "open-tournament",
      ...common(tournament),
      terms,
    }),
    setPayouts: (tournament: TournamentId, payouts: PayoutStructure): IntentOf<"set-payouts"> => ({
      kind: "set-payouts",
      ...common(tournament),
      payouts,
    }),
    enter: (kind: "buy-in" | "re-entry", tournament: TournamentId, entrant: Entrant): Intent => ({
      kind,
      ...common(tournament),
      ...entrant,
    }),
    extra: (kind: "rebuy" | "add-on", tournament: TournamentId, extra: Extra): Intent => ({
      kind,
      ...common(tournament),
      ...extra,
    }),
    payout: (
      tournament: TournamentId,
      payout: { entryId: EntryId; place: Place; amountCents: Cents },
    ): IntentOf<"payout"> => ({ kind: "payout", ...common(tournament), ...payout }),
    resolve: (
      tournament: TournamentId,
      conflict: Sequence,
      how: Pick<IntentOf<"resolve">, "resolution" | "reason">,
    ): IntentOf<"resolve"> => ({ kind: "resolve", ...common(tournament), conflict, ...how }),
    correct: (
      tournament: TournamentId,
      move: Pick<IntentOf<"correct">, "debit" | "credit" | "amountCents" | "reason">,
    ): IntentOf<"correct"> => ({ kind: "correct", ...common(tournament), ...move }),
    takeBack: (tournament: TournamentId, line: Sequence, reason: VoidReason): IntentOf<"void"> => ({
      kind: "void",
      ...common(tournament),
      sequence: line,
      reason,
    }),
  }
}
