import { formatCents } from "../../../domain/money.ts"
import { cents } from "../../../schemas/units.ts"
import { useDesk } from "../../data/desk-context.ts"
import { locale } from "../../words/language.ts"

/** Formats amounts in the selected tournament's currency and the chosen language. */
export function createMoney(): (value: number) => string {
  const { desk } = useDesk()
  return (value) => formatCents(cents(value), desk.terms()?.currency ?? "EUR", locale())
}
