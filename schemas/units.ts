import * as v from "valibot"

/**
 * The units that Felt counts in. Each is a whole number with a brand, so that cents, chips and
 * milliseconds cannot be mixed up by accident; each has a constructor that asserts, so that a
 * value of the type is always a valid one.
 */

/** Money in the currency's smallest unit (cents, øre). Signed: a posting may be negative. */
export const Cents = v.pipe(
  v.number("expected whole cents"),
  v.safeInteger("expected whole cents"),
  v.brand("Cents"),
)
export type Cents = v.InferOutput<typeof Cents>
/** Ten thousand million, and far from where sums of such amounts would stop being exact. */
const MOST_CENTS = 1_000_000_000_000
const bounded = v.check<Cents, string>(
  (value) => value <= MOST_CENTS,
  "expected at most 1,000,000,000,000 cents",
)

/** A sum that changes hands: more than nothing. */
export const PositiveCents = v.pipe(
  Cents,
  v.check((value) => value >= 1, "expected more than 0 cents"),
  bounded,
)
export type PositiveCents = v.InferOutput<typeof PositiveCents>
/** A price or a prize, which may be nothing. */
export const PriceCents = v.pipe(
  Cents,
  v.check((value) => value >= 0, "expected 0 cents or more"),
  bounded,
)

export type PriceCents = v.InferOutput<typeof PriceCents>

/** Tournament chips; they have no money value. */
export const Chips = v.pipe(
  v.number("expected whole chips"),
  v.safeInteger("expected whole chips"),
  v.minValue(0, "expected 0 chips or more"),
  v.brand("Chips"),
)
export type Chips = v.InferOutput<typeof Chips>

/** A moment (since 1970, UTC) or a span, in milliseconds. */
export const Millis = v.pipe(
  v.number("expected whole milliseconds"),
  v.safeInteger("expected whole milliseconds"),
  v.minValue(0, "expected 0 milliseconds or more"),
  v.brand("Millis"),
)
export type Millis = v.InferOutput<typeof Millis>

/** Hundredths of a per cent: 10,000 is the whole. */
export const BasisPoints = v.pipe(
  v.number("expected whole basis points"),
  v.safeInteger("expected whole basis points"),
  v.minValue(0, "expected 0 basis points or more"),
  v.maxValue(10_000, "expected 10,000 basis points or fewer"),
  v.brand("BasisPoints"),
)
export type BasisPoints = v.InferOutput<typeof BasisPoints>

/** A seat at a table, clockwise from 1. */
export const SeatNumber = v.pipe(
  v.number("expected a seat number"),
  v.safeInteger("expected a seat number"),
  v.minValue(1, "seats count from 1"),
  v.maxValue(12, "a table has at most 12 seats"),
  v.brand("SeatNumber"),
)
export type SeatNumber = v.InferOutput<typeof SeatNumber>

/** A finishing place; 1 is the winner. */
export const Place = v.pipe(
  v.number("expected a place"),
  v.safeInteger("expected a place"),
  v.minValue(1, "places count from 1"),
  v.brand("Place"),
)
export type Place = v.InferOutput<typeof Place>

/** The position of an entry in the ledger, from 1; 0 means "nothing seen yet". */
export const Sequence = v.pipe(
  v.number("expected a ledger sequence"),
  v.safeInteger("expected a ledger sequence"),
  v.minValue(0, "expected a ledger sequence of 0 or more"),
  v.brand("Sequence"),
)
export type Sequence = v.InferOutput<typeof Sequence>

export const cents = (value: number): Cents => v.parse(Cents, value)
export const chips = (value: number): Chips => v.parse(Chips, value)
export const millis = (value: number): Millis => v.parse(Millis, value)
export const basisPoints = (value: number): BasisPoints => v.parse(BasisPoints, value)
export const seatNumber = (value: number): SeatNumber => v.parse(SeatNumber, value)
export const place = (value: number): Place => v.parse(Place, value)
export const sequence = (value: number): Sequence => v.parse(Sequence, value)

/** How many there are of something. */
export const Count = v.pipe(v.number(), v.safeInteger("expected a whole number"), v.minValue(0))

/** ISO 4217. One tournament has one currency. */
export const Currency = v.pipe(
  v.string(),
  v.regex(/^[A-Z]{3}$/, "expected a currency such as EUR or DKK"),
)
