import * as v from "valibot"
import { Clock, MoveReason } from "./documents/tournament.ts"
import { RegistrationFields, WishKind } from "./documents/registration.ts"
import { EntryId, PlayerId, TournamentId } from "./ids.ts"
import { PlayerDetails } from "./player.ts"
import { Level } from "./structure.ts"
import { Cents, Chips, Count, Currency, Millis, Place, SeatNumber, Sequence } from "./units.ts"

/** What players' phones are told and what they ask. No name of anybody but the phone's own player. */

/**
 * Binds a phone to a player in one tournament: six characters that nobody mistakes for one another,
 * shown in two groups. It ends when a phone has used it or when it is replaced.
 */
export const ClaimCode = v.pipe(
  v.string("expected a code"),
  v.maxLength(20, "a code has six characters"),
  v.transform((text) => text.toUpperCase().replaceAll(/[^A-Z0-9]/g, "")),
  v.regex(/^[A-Z0-9]{6}$/, "a code has six letters and digits"),
)

/** `POST /api/claims`: a phone with a code asks whose it is. */
export const ClaimRequest = v.strictObject({ code: ClaimCode })

/** `POST /api/claim-codes`: the codes of these players, made where there is none yet. */
export const ClaimCodesRequest = v.strictObject({
  tournamentId: TournamentId,
  playerIds: v.pipe(v.array(PlayerId), v.minLength(1), v.maxLength(500)),
  /** Replaces them; the phones that have used one so far stay bound, or not. */
  renew: v.optional(v.picklist(["keep-phones", "end-phones"])),
})

export const ClaimCodesAnswer = v.strictObject({
  codes: v.array(
    v.strictObject({
      playerId: PlayerId,
      code: v.string(),
      /** When a phone used it. */
      usedAt: v.nullable(Millis),
      /** When another phone tried it after that. */
      againAt: v.nullable(Millis),
    }),
  ),
})
export type ClaimCodesAnswer = v.InferOutput<typeof ClaimCodesAnswer>

/** `GET /api/tonight`: what is played here, for a phone that was told nothing else. */
export const TonightAnswer = v.strictObject({
  tournaments: v.array(
    v.strictObject({
      tournamentId: TournamentId,
      name: v.string(),
      startsAt: v.optional(Millis),
      /** The tables that it plays at now. */
      tables: v.array(v.number()),
    }),
  ),
})

const Points = v.pipe(v.number(), v.safeInteger())

/** The season in which the tournament counts, of all nights that are over. */
export const PhoneLeague = v.strictObject({
  league: v.string(),
  season: v.string(),
  /** How many are in it; the rows are the first of them. */
  players: Count,
  /** Points in hundredths; `nickname` is `null` for who gave none for this tournament. */
  rows: v.array(
    v.strictObject({ place: Place, nickname: v.nullable(v.string()), hundredths: Points }),
  ),
})
export type PhoneLeague = v.InferOutput<typeof PhoneLeague>

/** One tournament as anybody in the room may see it. People are there by nickname, or not at all. */
export const PhoneNight = v.strictObject({
  tournamentId: TournamentId,
  name: v.string(),
  /** When somebody put it away. */
  endedAt: v.nullable(Millis),
  levels: v.array(Level),
  clock: Clock,
  lateRegistrationEndsAt: Count,
  currency: v.nullable(Currency),
  poolCents: Cents,
  /** Best place first; empty until the payouts are set. */
  prizesCents: v.array(Cents),
  playersLeft: Count,
  entries: Count,
  chipsInPlay: Chips,
  /** Who of those with a nickname is out, the best places first. */
  out: v.array(v.strictObject({ place: Place, nickname: v.string() })),
  /** The largest of their stacks, as they were counted. */
  stacks: v.array(v.strictObject({ nickname: v.string(), chips: Chips, at: Millis })),
  /** `null` where it counts in no season. */
  league: v.nullable(PhoneLeague),
})
export type PhoneNight = v.InferOutput<typeof PhoneNight>

const TableSeat = v.strictObject({ table: v.number(), seat: SeatNumber })

/** Where the phone's own player stands. */
export const Standing = v.variant("kind", [
  v.strictObject({ kind: v.literal("not-entered") }),
  v.strictObject({ kind: v.literal("unseated") }),
  v.strictObject({
    kind: v.literal("seated"),
    ...TableSeat.entries,
    /** The latest move, and why. */
    moved: v.nullable(v.strictObject({ from: TableSeat, why: MoveReason, at: Millis })),
    /** The own stack as it was counted last. */
    stack: v.nullable(v.strictObject({ chips: Chips, at: Millis })),
  }),
  v.strictObject({
    kind: v.literal("out"),
    place: v.nullable(Place),
    prizeCents: v.nullable(Cents),
  }),
  v.strictObject({ kind: v.literal("won"), prizeCents: v.nullable(Cents) }),
])
export type Standing = v.InferOutput<typeof Standing>

/**
 * What became of a wish. Only what the ledger has on its disk is called recorded; in doubt is what two
 * devices have written, until a person decides.
 */
export const WishState = v.strictObject({
  wish: v.string(),
  kind: WishKind,
  state: v.picklist(["asked", "no", "recorded", "in-doubt"]),
  /** The line of the ledger. */
  line: v.nullable(Sequence),
})
export type WishState = v.InferOutput<typeof WishState>

const { coming, lateMinutes, seatNeed, nickname, wish } = RegistrationFields

/** What a player has said in the tournament. */
const OwnRegistration = v.strictObject({
  coming: v.optional(coming),
  lateMinutes: v.optional(lateMinutes),
  seatNeed: v.optional(seatNeed),
  nickname: v.optional(nickname),
  wish: v.optional(wish),
})
export type OwnRegistration = v.InferOutput<typeof OwnRegistration>

/** `POST /api/me/registration`: some of the fields anew; `null` takes one back. */
export const OwnEdits = v.strictObject({
  coming: v.optional(v.nullable(coming)),
  lateMinutes: v.optional(v.nullable(lateMinutes)),
  seatNeed: v.optional(v.nullable(seatNeed)),
  nickname: v.optional(v.nullable(nickname)),
  wish: v.optional(v.nullable(wish)),
})
export type OwnEdits = v.InferOutput<typeof OwnEdits>

export const PhoneOwn = v.strictObject({
  playerId: PlayerId,
  entryId: v.nullable(EntryId),
  standing: Standing,
  /** What can be wished for now, at which price. */
  offers: v.array(v.strictObject({ kind: WishKind, priceCents: Cents })),
  registration: OwnRegistration,
  /** Where the latest wish stands. */
  wish: v.nullable(WishState),
  /** Where the player stands in the season; `null` before the first night in it that is over. */
  league: v.nullable(v.strictObject({ place: Place, hundredths: Points, played: Count })),
})
export type PhoneOwn = v.InferOutput<typeof PhoneOwn>

/**
 * One event of `GET /api/tournaments/<id>/stream` and `GET /api/me/stream`: everything, whole, so
 * that a phone that has slept is right with the first one.
 */
export const PhoneState = v.strictObject({
  now: Millis,
  night: PhoneNight,
  own: v.nullable(PhoneOwn),
})
export type PhoneState = v.InferOutput<typeof PhoneState>

/** `GET /api/registrations/stream`: what players have said of themselves, for staff. */
export const RegistrationsState = v.strictObject({
  registrations: v.array(
    v.strictObject({
      tournamentId: TournamentId,
      playerId: PlayerId,
      /** The wish is there until the floor has said no to it; whether it is sold says the ledger. */
      ...OwnRegistration.entries,
    }),
  ),
  /** Whose code a second phone has tried, and when. */
  secondPhones: v.array(
    v.strictObject({ tournamentId: TournamentId, playerId: PlayerId, at: Millis }),
  ),
  /** When a name last changed or went, else when the Leaf started: with another time, names are asked for anew. */
  namesAt: Millis,
})
export type RegistrationsState = v.InferOutput<typeof RegistrationsState>

/** `GET /api/me/data`: all that the house holds of one player, for the player. */
export const OwnData = v.strictObject({
  playerId: PlayerId,
  name: v.string(),
  details: v.nullable(PlayerDetails),
  /** What the player has written in each tournament. */
  registrations: v.array(
    v.strictObject({ tournamentId: TournamentId, fields: v.record(v.string(), v.unknown()) }),
  ),
  /** The lines of the ledger that are about the player. */
  ledger: v.array(
    v.strictObject({
      sequence: Sequence,
      at: Millis,
      tournamentId: TournamentId,
      kind: v.string(),
      amountCents: v.nullable(Cents),
      isTakenBack: v.boolean(),
    }),
  ),
})
export type OwnData = v.InferOutput<typeof OwnData>
