import * as v from "valibot"
import { EntryId, PlayerId, TableId } from "../ids.ts"
import { Structure } from "../structure.ts"
import { Chips, Millis, SeatNumber } from "../units.ts"

const TableNumber = v.pipe(
  v.number("expected a table's number"),
  v.safeInteger("expected a table's number"),
  v.minValue(1, "tables count from 1"),
)

/**
 * The room `tournament/<tournamentId>`: the floor of one tournament. Staff write it, everybody in
 * the venue may read it. It holds no money and no names.
 *
 *   tournament                the tournament itself
 *   clock                     replaced whole at every press of a button
 *   handForHand               set while every table plays one hand at a time
 *   table/<tableId>           a table
 *   button/<tableId>          where its button and blinds are, as somebody said it last
 *   entry/<entryId>/player    whose entry it is
 *   entry/<entryId>/seat      where the entry sits; an attribute of the entry, never a slot that
 *                             holds one: two devices apart can clash without losing anybody
 *   entry/<entryId>/out       set when the entry is out
 *   entry/<entryId>/chips     its stack, as somebody counted it last
 *   entry/<entryId>/bag       its stack over the night: sealed in a flight, brought along to day 2
 *   waiting/<playerId>        a player who waits for a seat and has not paid yet (TDA-2024 R8)
 */
export const Tournament = v.strictObject({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  structure: Structure,
  /** Seed of the published, replayable seat draw. */
  seed: v.string(),
  /** The number of its first table, where others of the venue's have the lower ones. */
  tablesFrom: v.optional(TableNumber),
})
export type Tournament = v.InferOutput<typeof Tournament>

/**
 * The clock as it was when somebody last touched it. What it shows now is computed from this, the
 * structure and the time, so nothing ticks and a pause shifts everything that follows.
 */
export const Clock = v.variant("status", [
  v.strictObject({
    status: v.literal("paused"),
    levelIndex: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    /** Played of that level when it was paused. */
    elapsedMs: Millis,
  }),
  v.strictObject({
    status: v.literal("running"),
    levelIndex: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    /** Played of that level at `since`. */
    elapsedMs: Millis,
    /** The Leaf's time at which it was started. */
    since: Millis,
  }),
])
export type Clock = v.InferOutput<typeof Clock>

/** Since when every table plays one hand at a time (the Leaf's time). */
export const HandForHand = v.strictObject({ since: Millis })
export type HandForHand = v.InferOutput<typeof HandForHand>

export const Table = v.strictObject({
  number: TableNumber,
  seats: v.pipe(v.number(), v.safeInteger(), v.minValue(2), v.maxValue(12)),
  status: v.picklist(["open", "broken"]),
})
export type Table = v.InferOutput<typeof Table>

/**
 * Where button and blinds were in the last hand, and when somebody said so (the Leaf's time). A
 * register of its own, so that saying it never undoes the breaking of a table on another device.
 */
export const Button = v.strictObject({
  button: SeatNumber,
  smallBlind: SeatNumber,
  bigBlind: SeatNumber,
  at: Millis,
})
export type Button = v.InferOutput<typeof Button>

/**
 * Why a player sits elsewhere than before: to even the tables out, having the next big blind
 * (TDA-2024 R11-A) or by lot where nobody had said where the button is; since the table was broken
 * (R10); at the final table (RP-9); since two had one seat; or as the floor decided.
 */
export const MoveReason = v.picklist([
  "balance",
  "balance-by-lot",
  "break",
  "final-table",
  "clash",
  "floor",
])
export type MoveReason = v.InferOutput<typeof MoveReason>

/** From where somebody came to a seat, why, and when (the Leaf's time). */
const Moved = v.strictObject({
  from: v.strictObject({ table: TableId, seat: SeatNumber }),
  why: MoveReason,
  at: Millis,
})

/** `moved` is part of the seat, so that a move and its reason are written, merged and undone as one. */
export const Seat = v.strictObject({
  table: TableId,
  seat: SeatNumber,
  moved: v.optional(Moved),
})
export type Seat = v.InferOutput<typeof Seat>

/**
 * Several that went out in one hand, or in one hand-for-hand round: they have one `order` and one
 * `at`, and rank among themselves (domain/busts.ts).
 */
const Hand = v.strictObject({
  /** The one of them that was said to be out first. */
  of: EntryId,
  /** Among them: 1 finishes best, and equal ranks tie. */
  rank: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** What it had at the start of the hand, where somebody has said it. */
  stack: v.optional(
    v.pipe(
      Chips,
      v.check((count) => count >= 1, "who plays a hand has a chip at least"),
    ),
  ),
})

/**
 * Who left n-th: `order` counts from 1 and grows with everybody who leaves; places are derived from
 * it. `won` is of who left a satellite with a seat: the chips that left play with them.
 */
export const Out = v.strictObject({
  order: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  at: Millis,
  hand: v.optional(Hand),
  won: v.optional(Chips),
})
export type Out = v.InferOutput<typeof Out>

/** A stack as it was counted, and when (the Leaf's time): nobody counts after every hand. */
export const StackCount = v.strictObject({ count: Chips, at: Millis })
export type StackCount = v.InferOutput<typeof StackCount>

/** Since when a player waits for a seat (the Leaf's time): the first on the list is seated first. */
export const Waiting = v.strictObject({ since: Millis })
export type Waiting = v.InferOutput<typeof Waiting>

/** The fields of an entry, each a register of its own under `entry/<entryId>/<field>`. */
export const EntryFields = {
  player: PlayerId,
  seat: Seat,
  out: Out,
  chips: StackCount,
  bag: StackCount,
}
