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
import {
  HOUSE,
  type Intent,
  type IntentOf,
  type Profile,
  type VoidReason,
} from "../../schemas/intent.ts"
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

/** What a sale's limits are held against, and why one of them does not hold this time. */
type Facts = Pick<IntentOf<"rebuy">, "floor" | "override">
/** A prize as it is paid: of one place, or a part of what a tie shares. */
export type Prize = Pick<IntentOf<"payout">, "entryId" | "place" | "amountCents" | "tie">

export type Correction = Pick<IntentOf<"correct">, "debit" | "credit" | "amountCents" | "reason">

const tillOf = ({ till }: Tender) => (till === undefined ? {} : { till })

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

/** What is sold at the desk, and bounties: money changes hands by the method chosen. */
function salesIntents(common: ReturnType<typeof signature>, tender: () => Tender) {
  type Entrant = Facts & { playerId: PlayerId; entryId: EntryId; amountCents: Cents }
  type Extra = Facts & { entryId: EntryId; amountCents: Cents }
  return {
    /** @param profile by which a buy-in is priced; on time where it is not given */
    enter: (
      kind: "buy-in" | "re-entry",
      tournament: TournamentId,
      entrant: Entrant,
      profile?: Profile,
    ): IntentOf<"buy-in" | "re-entry"> => {
      const sale = { ...common(tournament), ...tender(), ...entrant }
      return kind === "buy-in"
        ? { kind, ...sale, ...(profile !== undefined && { profile }) }
        : { kind, ...sale }
    },
    extra: (
      kind: "rebuy" | "add-on",
      tournament: TournamentId,
      extra: Extra,
    ): IntentOf<"rebuy" | "add-on"> => ({
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
  }
}

/**
 * Makes intents in the name of a member of staff on this device.
 *
 * @param observed the last ledger sequence that this device has seen, at the moment of the act
 * @param tender how money changes hands here, by the method that is named or else the one chosen
 */
export function intentsOf(
  staffId: StaffId,
  observed: () => Sequence,
  tender: (method?: Method) => Tender,
) {
  const common = signature(staffId, observed)
  return {
    ...prizeIntents(common, tender),
    open: (tournament: TournamentId, terms: Terms): IntentOf<"open-tournament"> => ({
      kind: "open-tournament",
      ...common(tournament),
      terms,
    }),
    ...salesIntents(common, tender),
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
    takeBack: (tournament: TournamentId, line: Sequence, reason: VoidReason): IntentOf<"void"> => ({
      kind: "void",
      ...common(tournament),
      sequence: line,
      reason,
    }),
  }
}

/** What is asked at the end: prizes, deals, and money that goes back or elsewhere. */
function prizeIntents(common: ReturnType<typeof signature>, tender: (method?: Method) => Tender) {
  return {
    setPayouts: (tournament: TournamentId, payouts: PayoutStructure): IntentOf<"set-payouts"> => ({
      kind: "set-payouts",
      ...common(tournament),
      payouts,
    }),
    payout: (tournament: TournamentId, payout: Prize): IntentOf<"payout"> => ({
      kind: "payout",
      ...common(tournament),
      ...tender(),
      ...payout,
    }),
    deal: (
      tournament: TournamentId,
      deal: Pick<IntentOf<"agree-deal">, "method" | "shares">,
    ): IntentOf<"agree-deal"> => ({ kind: "agree-deal", ...common(tournament), ...deal }),
    registration: (
      kind: "close-registration" | "reopen-registration",
      tournament: TournamentId,
    ): Intent => ({ kind, ...common(tournament) }),
    refund: (
      tournament: TournamentId,
      line: Sequence,
      how: { method: Method; reason: IntentOf<"refund">["reason"] },
    ): IntentOf<"refund"> => ({
      kind: "refund",
      ...common(tournament),
      ...tender(how.method),
      sequence: line,
      reason: how.reason,
    }),
    correct: (
      tournament: TournamentId,
      { debit, credit, amountCents, reason }: Correction,
    ): IntentOf<"correct"> => ({
      kind: "correct",
      ...common(tournament),
      debit,
      credit,
      amountCents,
      reason,
      ...([debit, credit].includes("cash:drawer") && tillOf(tender("cash"))),
    }),
  }
}
