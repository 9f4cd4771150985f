import * as v from "valibot"
import { DeviceId, EntryId, IntentId, PlayerId, StaffId, TournamentId } from "./ids.ts"
import { PayoutStructure, Terms } from "./terms.ts"
import { Millis, Place, PositiveCents, PriceCents, Sequence } from "./units.ts"

/**
 * An intent is what a device wants the ledger to record. It is made once, with its own id, and may
 * be sent any number of times: the same id always gets the same answer.
 */
const common = {
  id: IntentId,
  tournamentId: TournamentId,
  /** Who asked, on which device. Pseudonymous, like every id here. */
  staffId: StaffId,
  deviceId: DeviceId,
  /** The device's own count of what it did: orders this device's intents among themselves. */
  lamport: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /** The last ledger sequence that the device had seen when it decided. */
  observedSequence: Sequence,
  /** The device's wall clock, for people to read. It orders nothing. */
  at: Millis,
}

/** Opens a tournament's account with its terms. Moves no money. */
export const OpenTournament = v.strictObject({
  kind: v.literal("open-tournament"),
  ...common,
  terms: Terms,
})

/** Decides how the pool is shared; may be repeated until the first payout. Moves no money. */
export const SetPayouts = v.strictObject({
  kind: v.literal("set-payouts"),
  ...common,
  payouts: PayoutStructure,
})

/** The player's first paid entry. */
export const BuyIn = v.strictObject({
  kind: v.literal("buy-in"),
  ...common,
  playerId: PlayerId,
  entryId: EntryId,
  amountCents: PositiveCents,
})

/** A new paid entry of a player who has had one. */
export const ReEntry = v.strictObject({
  kind: v.literal("re-entry"),
  ...common,
  playerId: PlayerId,
  entryId: EntryId,
  amountCents: PositiveCents,
})

/** More chips for an entry that keeps its seat. */
export const Rebuy = v.strictObject({
  kind: v.literal("rebuy"),
  ...common,
  entryId: EntryId,
  amountCents: PositiveCents,
})

/** Extra chips at a set time, once an entry. */
export const AddOn = v.strictObject({
  kind: v.literal("add-on"),
  ...common,
  entryId: EntryId,
  amountCents: PositiveCents,
})

/** A prize handed over. Only ever asked for by a person. */
export const Payout = v.strictObject({
  kind: v.literal("payout"),
  ...common,
  entryId: EntryId,
  place: Place,
  amountCents: PriceCents,
})

/** Why something is taken back. A closed list: free text would bring names into the ledger. */
export const VoidReason = v.picklist(["mistake", "wrong_player", "duplicate", "refunded"])
export type VoidReason = v.InferOutput<typeof VoidReason>

/** Takes an accepted entry back by adding its reverse. */
export const Void = v.strictObject({
  kind: v.literal("void"),
  ...common,
  /** The ledger sequence of the entry that is taken back. */
  sequence: v.pipe(
    Sequence,
    v.check((value) => value >= 1, "the ledger starts at 1"),
  ),
  reason: VoidReason,
})

export const Intent = v.variant("kind", [
  OpenTournament,
  SetPayouts,
  BuyIn,
  ReEntry,
  Rebuy,
  AddOn,
  Payout,
  Void,
])
export type Intent = v.InferOutput<typeof Intent>
export type IntentKind = Intent["kind"]
export type IntentOf<Kind extends IntentKind> = Extract<Intent, { kind: Kind }>
