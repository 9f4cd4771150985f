import * as v from "valibot"
import { InvalidInput } from "../domain/invalid.ts"
import { describeIssues } from "../schemas/issues.ts"
import { race, RaceInput, structure, StructureInput } from "./calc/chips.ts"
import { chop, DealInput, icm, PayoutsInput, prizes } from "./calc/money.ts"
import { balance, BalanceInput, button, ButtonInput, draw, DrawInput } from "./calc/tables.ts"
import { InputError } from "./input-error.ts"

/** A rule: what it reads, and how it reckons. */
type Rule = (input: unknown) => unknown
const rule =
  <Schema extends v.GenericSchema>(
    schema: Schema,
    reckon: (input: v.InferOutput<Schema>) => unknown,
  ): Rule =>
  (input) => {
    const parsed = v.safeParse(schema, input)
    if (!parsed.success) throw new InputError(describeIssues(parsed.issues))
    try {
      return reckon(parsed.output)
    } catch (error) {
      if (error instanceof InvalidInput) throw new InputError(error.message, { cause: error })
      throw error
    }
  }

/**
 * The rules for other people's scripts, `felt calc <name>`: plain JSON in, plain JSON out, computed
 * by the very functions that the app uses.
 * @throws InputError saying where the input is wrong
 */
export const calc = {
  icm: rule(DealInput, icm),
  chop: rule(DealInput, chop),
  payouts: rule(PayoutsInput, prizes),
  balance: rule(BalanceInput, balance),
  button: rule(ButtonInput, button),
  draw: rule(DrawInput, draw),
  race: rule(RaceInput, race),
  structure: rule(StructureInput, structure),
} satisfies Record<string, Rule>
