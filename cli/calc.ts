import * as v from "valibot"
import { payouts } from "../domain/payouts.ts"
import { drawSeats } from "../domain/seating.ts"
import { describeIssues } from "../schemas/issues.ts"
import { PositiveCents, PriceCents } from "../schemas/units.ts"
import { InputError } from "./input-error.ts"

const whole = (what: string, least: number) =>
  v.pipe(v.number(what), v.safeInteger(what), v.minValue(least, what))

const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0)

const PayoutsInput = v.pipe(
  v.strictObject({
    pool: PriceCents,
    shares: v.pipe(v.array(whole("expected basis points", 0)), v.maxLength(2_000)),
    unit: PositiveCents,
    mode: v.optional(v.picklist(["largestRemainder", "remainderToFirst"])),
    fixed: v.optional(
      v.array(v.strictObject({ place: whole("places count from 1", 1), amount: PriceCents })),
    ),
  }),
  v.check(({ shares }) => sum(shares) === 10_000, "the shares must sum to 10,000 basis points"),
  v.check(
    ({ pool, fixed = [] }) => sum(fixed.map(({ amount }) => amount)) <= pool,
    "the fixed prizes take more than the pool",
  ),
  v.check(
    ({ fixed = [] }) => areDistinct(fixed.map(({ place }) => place)),
    "a place is fixed twice",
  ),
  v.check(
    ({ shares, fixed = [] }) => fixed.every(({ place }) => place <= shares.length + fixed.length),
    "a fixed place lies beyond the last paid one",
  ),
)

const SEATS = "expected seats from 1 to 12"
const Seats = v.pipe(whole(SEATS, 1), v.maxValue(12, SEATS))
const DrawInput = v.pipe(
  v.strictObject({
    players: v.array(v.pipe(v.string("expected a player's id"), v.minLength(1))),
    tables: v.array(
      v.strictObject({
        id: v.pipe(v.string("expected a table's id"), v.minLength(1)),
        seats: Seats,
        unavailable: v.optional(v.array(Seats)),
      }),
    ),
    seed: v.string("expected a seed"),
  }),
  v.check(({ players }) => areDistinct(players), "a player is listed twice"),
  v.check(({ tables }) => areDistinct(tables.map(({ id }) => id)), "a table is listed twice"),
  v.check(
    ({ players, tables }) =>
      players.length <=
      sum(
        tables.map(
          ({ seats, unavailable = [] }) =>
            seats - new Set(unavailable.filter((seat) => seat <= seats)).size,
        ),
      ),
    "there are fewer seats than players",
  ),
)

/**
 * The rules for other people's scripts, `felt calc <name>`: plain JSON in, plain JSON out, computed
 * by the very functions that the app uses.
 * @throws InputError saying where the input is wrong
 */
export const calc: Record<"payouts" | "draw", (input: unknown) => unknown> = {
  payouts(input) {
    const { pool, shares, unit, mode, fixed } = read(PayoutsInput, input)
    return {
      amounts: payouts({ pool, shares, unit, ...(mode && { mode }), ...(fixed && { fixed }) }),
    }
  },
  draw(input) {
    const { players, tables, seed } = read(DrawInput, input)
    return {
      seats: drawSeats({
        players,
        seed,
        tables: tables.map(({ id, seats, unavailable = [] }) => ({ id, seats, unavailable })),
      }),
    }
  },
}

function read<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, input)
  if (parsed.success) return parsed.output
  throw new InputError(describeIssues(parsed.issues))
}

const areDistinct = (values: readonly unknown[]): boolean => new Set(values).size === values.length
