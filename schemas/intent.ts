import * as v from "valibot"
import { CorrectableAccount, Method } from "./account.ts"
import {
  DeviceId,
  EntryId,
  IntentId,
  PlayerId,
  StaffId,
  TillId,
  TournamentId,
  WishId,
} from "./ids.ts"
import { PayoutStructure, Terms } from "./terms.ts"
import { Millis, Place, PositiveCents, PriceCents, Sequence } from "./units.ts"

/**
 * An intent is what a device wants the ledger to record. It is made once, with its own id, and may
 * be sent any number of times: the same id always gets the same answer.
 *
 * Reasons are closed lists: free text would bring names into the ledger.
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

const Line = v.pipe(
  Sequence,
  v.check((value) => value >= 1, "the ledger starts at 1"),
)

/** How money changes hands: cash where it is not said, and from which till. */
const tender = { method: v.optional(Method), till: v.optional(TillId) }

/** Why something is sold though a limit says no. */
export const OverrideReason = v.picklist([
  "arrived_in_time",
  "agreed_before",
  "system_was_down",
  "directors_decision",
])

export type OverrideReason = v.InferOutput<typeof OverrideReason>

/** What a limit is held against: the floor as the device saw it, and why the limit does not hold. */
const sale = {
  ...tender,
  amountCents: PositiveCents,
  floor: v.optional(
    v.strictObject({
      levelIndex: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      playersLeft: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    }),
  ),
  override: v.optional(OverrideReason),
}

/** Opens a tournament's account with its terms. Moves no money. */
export const OpenTournament = v.strictObject({
  kind: v.literal("open-tournament"),
  ...common,
  terms: Terms,
})

/** Entries and re-entries are taken no more; or again. Moves no money. */
export const CloseRegistration = v.strictObject({
  kind: v.literal("close-registration"),
  ...common,
})
export const ReopenRegistration = v.strictObject({
  kind: v.literal("reopen-registration"),
  ...common,
})

/** Decides how the pool is shared; may be repeated until the first payout. Moves no money. */
export const SetPayouts = v.strictObject({
  kind: v.literal("set-payouts"),
  ...common,
  payouts: PayoutStructure,
})

/** At what price an entry comes in. */
export const Profile = v.picklist(["early", "on_time", "late"])
export type Profile = v.InferOutput<typeof Profile>

/** The player's first paid entry. */
export const BuyIn = v.strictObject({
  kind: v.literal("buy-in"),
  ...common,
  ...sale,
  playerId: PlayerId,
  entryId: EntryId,
  profile: v.optional(Profile),
})

/** A new paid entry of a player who has had one. */
export const ReEntry = v.strictObject({
  kind: v.literal("re-entry"),
  ...common,
  ...sale,
  playerId: PlayerId,
  entryId: EntryId,
})

/** The player's wish that is fulfilled by it, so that the player's phone hears of it. */
const wished = { wish: v.optional(WishId) }

/** More chips for an entry that keeps its seat. */
export const Rebuy = v.strictObject({
  kind: v.literal("rebuy"),
  ...common,
  ...sale,
  ...wished,
  entryId: EntryId,
})

/** Extra chips at a set time, once an entry. */
export const AddOn = v.strictObject({
  kind: v.literal("add-on"),
  ...common,
  ...sale,
  ...wished,
  entryId: EntryId,
})

/** What the house adds to a pool that is below its guarantee (overlay). */
export const TopUp = v.strictObject({
  kind: v.literal("top-up"),
  ...common,
  amountCents: PositiveCents,
})

/** A bounty handed over to who knocked somebody out; of a split one each winner's part. */
export const Bounty = v.strictObject({
  kind: v.literal("bounty"),
  ...common,
  ...tender,
  /** Who receives it. */
  entryId: EntryId,
  /** Whose head it was on; the winner of the tournament collects the own one. */
  loserEntryId: EntryId,
  amountCents: PositiveCents,
})

/** A prize handed over, or a ticket in its place. Only ever asked for by a person. */
export const Payout = v.strictObject({
  kind: v.literal("payout"),
  ...common,
  ...tender,
  entryId: EntryId,
  /** The first of the places that are shared, where there is a tie. */
  place: Place,
  amountCents: PriceCents,
  /** How many share the place, and which of them this is, by entry id, from 1. */
  tie: v.optional(
    v.pipe(
      v.strictObject({
        entries: v.pipe(v.number(), v.safeInteger(), v.minValue(2), v.maxValue(200)),
        position: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
      }),
      v.check(({ entries, position }) => position <= entries, "the position is one of the tie's"),
    ),
  ),
})

/** What the players who are left agreed on, in place of the prizes of their places. */
export const AgreeDeal = v.strictObject({
  kind: v.literal("agree-deal"),
  ...common,
  method: v.picklist(["icm", "chip_chop", "proportional", "even", "percentages", "custom"]),
  /** Best place first; each of them has said yes. */
  shares: v.pipe(
    v.array(v.strictObject({ entryId: EntryId, amountCents: PriceCents, agreed: v.literal(true) })),
    v.minLength(2, "a deal is between two players or more"),
    v.maxLength(100, "a deal is between 100 players at most"),
  ),
})

/** Why something is taken back. */
export const VoidReason = v.picklist(["mistake", "wrong_player", "duplicate", "refunded"])
export type VoidReason = v.InferOutput<typeof VoidReason>

/** Takes an accepted entry back by adding its reverse, as if it had never been. */
export const Void = v.strictObject({
  kind: v.literal("void"),
  ...common,
  /** The ledger sequence of the entry that is taken back. */
  sequence: Line,
  reason: VoidReason,
})

/** Gives the money of an accepted entry back, now and by the method that is named. */
export const Refund = v.strictObject({
  kind: v.literal("refund"),
  ...common,
  ...tender,
  sequence: Line,
  reason: v.picklist(["withdrew", "tournament_cancelled", "refused_entry"]),
})

/** Moves an amount between accounts that no rule moves it between. */
export const Correct = v.strictObject({
  kind: v.literal("correct"),
  ...common,
  debit: CorrectableAccount,
  credit: CorrectableAccount,
  amountCents: PositiveCents,
  till: v.optional(TillId),
  reason: v.picklist(["wrong_method", "counted_wrong", "bank_fee", "settled_later", "paid_back"]),
})

/** What may be recorded in place of what was asked for. */
export const Replacement = v.variant("kind", [
  v.strictObject({ kind: v.literal("buy-in"), playerId: PlayerId, entryId: EntryId }),
  v.strictObject({ kind: v.literal("re-entry"), playerId: PlayerId, entryId: EntryId }),
  v.strictObject({ kind: v.literal("rebuy"), entryId: EntryId }),
  v.strictObject({ kind: v.literal("add-on"), entryId: EntryId }),
])
export type Replacement = v.InferOutput<typeof Replacement>

/** Closes a conflict, as a person decided. Until then no balance moves. */
export const Resolve = v.strictObject({
  kind: v.literal("resolve"),
  ...common,
  /** The ledger sequence of the conflict. */
  conflict: Line,
  resolution: v.variant("kind", [
    /** It happened: it counts. */
    v.strictObject({ kind: v.literal("accept") }),
    /** It is the same as what is recorded already, or never happened: it does not count. */
    v.strictObject({ kind: v.literal("drop") }),
    /** Something else happened, for the same money. */
    v.strictObject({ kind: v.literal("instead"), replacement: Replacement }),
  ]),
  reason: v.picklist(["happened_so", "written_twice", "never_happened", "meant_otherwise"]),
})

/** The house's own account: tills belong to no tournament. */
export const HOUSE = v.parse(TournamentId, "house")
const ofTheHouse = {
  ...common,
  tournamentId: v.pipe(
    TournamentId,
    v.check((id) => id === HOUSE, 'a till belongs to "house", to no tournament'),
  ),
  till: TillId,
}

/** A cashier's till for one shift. */
export const OpenTill = v.strictObject({
  kind: v.literal("open-till"),
  ...ofTheHouse,
  /** What is put into it at the start. */
  floatCents: PriceCents,
})
export const CountTill = v.strictObject({
  kind: v.literal("count-till"),
  ...ofTheHouse,
  countedCents: PriceCents,
})
/** Closes it with what was counted; a difference goes to an account of its own. */
export const CloseTill = v.strictObject({
  kind: v.literal("close-till"),
  ...ofTheHouse,
  countedCents: PriceCents,
})

export const Intent = v.variant("kind", [
  OpenTournament,
  CloseRegistration,
  ReopenRegistration,
  SetPayouts,
  BuyIn,
  ReEntry,
  Rebuy,
  AddOn,
  TopUp,
  Bounty,
  Payout,
  AgreeDeal,
  Void,
  Refund,
  Correct,
  Resolve,
  OpenTill,
  CountTill,
  CloseTill,
])
export type Intent = v.InferOutput<typeof Intent>
export type IntentKind = Intent["kind"]
export type IntentOf<Kind extends IntentKind> = Extract<Intent, { kind: Kind }>
