import * as v from "valibot"
import type { Method } from "../../schemas/account.ts"
import {
  type EntryId,
  IntentId,
  type PlayerId,
  type StaffId,
  type TillId,
  type TournamentId,
} from "../../schemas/ids.ts"
import { HOUSE, type Intent, type IntentOf, type VoidReason } from "../../schemas/intent.ts"
import type { PayoutStructure, Terms } from "../../schemas/terms.ts"
import {
  type Cents,
  millis,
  type PositiveCents,
  type PriceCents,
  type Sequence,
} from "../../schemas/units.ts"
import { deviceId, newId, nextLamport } from "./device.ts"

/** How money changes hands: the method, and the till where it is cash. */
export type Tender = { method?: Method; till?: TillId }

/** What every intent says of who made it, where, when and knowing what. */
const signature = (staffId: StaffId, observed: () => Sequence) => (tournamentId: TournamentId) => ({
  id: v.parse(IntentId, newId()),
  tournamentId,
  staffId,
  deviceId: deviceId(),
  lamport: nextLamport(),
  observedSequence: observed(),
  at: millis(Date.now()),
})

/** What is sold at the desk and what is paid out there: money changes hands by the method chosen. */
function salesAndPrizes(common: ReturnType<typeof signature>, tender: () => Tender) {
  type Entrant = { playerId: PlayerId; entryId: EntryId; amountCents: Cents }
  type Extra = { entryId: EntryId; amountCents: Cents }
  type Facts = Pick<IntentOf<"buy-in">, "floor" | "override">
  return {
    enter: (
      kind: "buy-in" | "re-entry",
      tournament: TournamentId,
      entrant: Entrant & Facts,
    ): Intent => ({
      kind,
      ...common(tournament),
      ...tender(),
      ...entrant,
    }),
    extra: (kind: "rebuy" | "add-on", tournament: TournamentId, extra: Extra & Facts): Intent => ({
      kind,
      ...common(tournament),
      ...tender(),
      ...extra,
    }),
    bounty: (
      tournament: TournamentId,
      bounty: Pick<IntentOf<"bounty">, "entryId" | "loserEntryId" | "amountCents">,
    ): IntentOf<"bounty"> => ({
      kind: "bounty",
      ...common(tournament),
      ...tender(),
      ...bounty,
    }),
    payout: (
      tournament: TournamentId,
      payout: Pick<IntentOf<"payout">, "entryId" | "place" | "amountCents" | "tie">,
    ): IntentOf<"payout"> => ({
      kind: "payout",
      ...common(tournament),
      ...tender(),
      ...payout,
    }),
  }
}

/**
 * Makes intents in the name of a member of staff on this device.
 *
 * @param observed the last ledger sequence that this device has seen, at the moment of the act
 * @param tender how money changes hands here
 */
export function intentsOf(staffId: StaffId, observed: () => Sequence, tender: () => Tender) {
  const common = signature(staffId, observed)
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
    ...salesAndPrizes(common, tender),
    resolve: (
      tournament: TournamentId,
      conflict: Sequence,
      how: Pick<IntentOf<"resolve">, "resolution" | "reason">,
    ): IntentOf<"resolve"> => ({ kind: "resolve", ...common(tournament), conflict, ...how }),
    till: (
      kind: "open-till" | "count-till" | "close-till",
      till: TillId,
      amountCents: PriceCents,
    ): Intent =>
      kind === "open-till"
        ? { kind, ...common(HOUSE), till, floatCents: amountCents }
        : { kind, ...common(HOUSE), till, countedCents: amountCents },
    topUp: (tournament: TournamentId, amountCents: PositiveCents): IntentOf<"top-up"> => ({
      kind: "top-up",
      ...common(tournament),
      amountCents,
    }),
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
