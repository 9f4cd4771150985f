import * as v from "valibot"
import { Layout, ScreenViews, Sound } from "./documents/layouts.ts"
import { Clock } from "./documents/tournament.ts"
import { DisplayId, PictureId } from "./ids.ts"
import { Level } from "./structure.ts"
import { Cents, Chips, Count, Currency, Millis, Place, SeatNumber } from "./units.ts"

/** What screens are told, and how a new one becomes one of the venue's. */

/** What a screen shows of a person; `null` where it may show no name. */
const Name = v.nullable(v.string())
const TableSeat = v.strictObject({ table: v.number(), seat: SeatNumber })
export type TableSeat = v.InferOutput<typeof TableSeat>

/** How the screen is set up, whatever is played. */
export const ScreenSettings = v.strictObject({
  /** What the venue is called, where it has said so. */
  venue: v.nullable(v.string()),
  language: v.picklist(["en", "da"]),
  views: ScreenViews,
  /** Those that the views name. */
  layouts: v.array(Layout),
  sound: Sound,
  /** The newest first. */
  announcements: v.array(v.string()),
  /** The next tournaments, the first one first. */
  coming: v.array(v.strictObject({ name: v.string(), startsAt: Millis })),
  /** The sponsors' pictures, in the order in which they came. */
  pictures: v.array(PictureId),
})
export type ScreenSettings = v.InferOutput<typeof ScreenSettings>

export const SeatedTable = v.strictObject({
  number: v.number(),
  seats: v.number(),
  players: v.array(v.strictObject({ seat: SeatNumber, name: Name, chips: v.nullable(Chips) })),
})
export type SeatedTable = v.InferOutput<typeof SeatedTable>

/** A stack as somebody counted it. */
export const RankedStack = v.strictObject({ name: Name, at: v.nullable(TableSeat), chips: Chips })
export type RankedStack = v.InferOutput<typeof RankedStack>

export const PlacedPlayer = v.strictObject({
  place: Place,
  name: Name,
  /** `null` where the place is not paid. */
  prizeCents: v.nullable(Cents),
})
export type PlacedPlayer = v.InferOutput<typeof PlacedPlayer>

export const SeatMove = v.strictObject({ name: Name, from: TableSeat, to: TableSeat, at: Millis })
export type SeatMove = v.InferOutput<typeof SeatMove>

/** The season in which the tournament counts, of all nights that are over. */
export const LeagueTable = v.strictObject({
  league: v.string(),
  season: v.string(),
  /** How many are in it; the rows are the first of them. */
  players: Count,
  rows: v.array(
    v.strictObject({
      place: Place,
      name: Name,
      /** Points in hundredths. */
      hundredths: v.pipe(v.number(), v.safeInteger()),
    }),
  ),
})
export type LeagueTable = v.InferOutput<typeof LeagueTable>

/** Sent only where a layout of the screen shows it. */
const PeopleShown = v.strictObject({
  tables: v.optional(v.array(SeatedTable)),
  /** Counted stacks, the largest first. */
  ranking: v.optional(v.array(RankedStack)),
  /** Who is out, the best place first. */
  results: v.optional(v.array(PlacedPlayer)),
  /** The latest first. */
  moves: v.optional(v.array(SeatMove)),
  /** Who waits for a seat, the first one first. */
  waiting: v.optional(v.array(Name)),
  /** `null` where the tournament counts in no season. */
  league: v.optional(v.nullable(LeagueTable)),
})
export type PeopleShown = v.InferOutput<typeof PeopleShown>

/**
 * One event of a screen's stream: everything the screen shows, whole, so a missed event is healed
 * by the next one. The clock goes out as it is kept and ticks on the screen.
 */
export const DisplayState = v.variant("kind", [
  v.strictObject({ kind: v.literal("waiting"), now: Millis, screen: ScreenSettings }),
  v.strictObject({
    kind: v.literal("tournament"),
    now: Millis,
    screen: ScreenSettings,
    name: v.string(),
    levels: v.array(Level),
    clock: Clock,
    isHandForHand: v.boolean(),
    /** Whether all who are left sit at one table, or would fit there. */
    isFinalTable: v.boolean(),
    currency: v.nullable(Currency),
    poolCents: Cents,
    /** Best place first; empty until the payouts are set. */
    prizesCents: v.array(Cents),
    bountiesLeftCents: Cents,
    playersLeft: v.number(),
    entries: v.number(),
    chipsInPlay: Chips,
    lateRegistrationEndsAt: v.number(),
    people: PeopleShown,
  }),
])
export type DisplayState = v.InferOutput<typeof DisplayState>

/** What a new screen shows for the staff to type: easy to read from afar, nothing looks alike. */
export const CODE_LETTERS = "BCDFGHJKMNPQRSTVWXZ23456789"
export const CODE_LENGTH = 6
export const PairingCode = v.pipe(
  v.string(),
  v.regex(new RegExp(`^[${CODE_LETTERS}]{${CODE_LENGTH}}$`), "expected a code such as K7M4QX"),
)

/** `POST /api/pairings`: a screen that is nobody's yet. */
export const Pairing = v.strictObject({
  code: PairingCode,
  /** By which the screen, and nobody else, learns what became of its code. */
  claim: v.string(),
  expiresAt: Millis,
})
export type Pairing = v.InferOutput<typeof Pairing>

/** `POST /api/pairings/claim` */
export const ClaimBody = v.strictObject({ claim: v.pipe(v.string(), v.maxLength(100)) })
export const ClaimAnswer = v.variant("status", [
  v.strictObject({ status: v.literal("waiting") }),
  v.strictObject({ status: v.literal("paired"), token: v.string(), displayId: DisplayId }),
])
export type ClaimAnswer = v.InferOutput<typeof ClaimAnswer>

/** `POST /api/pairings/<code>/screen`: the screen that shows this code is this display from now on. */
export const PairBody = v.strictObject({ displayId: DisplayId })

/** What one screen calls itself when it says that it is there: made anew at each connection. */
export const ScreenKey = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{1,64}$/, "expected a screen's key"),
)

/** `GET /api/screens`: the displays that are or were on a screen since the Leaf started. */
export const ScreensAnswer = v.strictObject({
  now: Millis,
  startedAt: Millis,
  screens: v.array(
    v.strictObject({
      displayId: DisplayId,
      /** On how many screens now. */
      connected: Count,
      /** Since when it is on them, or on none. */
      since: Millis,
    }),
  ),
})
export type ScreensAnswer = v.InferOutput<typeof ScreensAnswer>
