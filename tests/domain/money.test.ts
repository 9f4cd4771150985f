import { test } from "uvu"
import * as assert from "uvu/assert"
import { formatCents, formatChips } from "../../domain/money.ts"
import { cents } from "../../schemas/units.ts"

const plain = (text: string) => text.replaceAll(/\s/g, " ")

for (const [amount, currency, locale, text] of [
  [123_450, "EUR", "da-DK", "1.234,50 €"],
  [123_450, "DKK", "da-DK", "1.234,50 kr."],
  [5, "EUR", "en-IE", "€0.05"],
  [-5_500, "EUR", "en-IE", "-€55.00"],
  [1_234, "JPY", "en-IE", "JP¥1,234"],
  [9_007_199_254_740_991, "EUR", "en-IE", "€90,071,992,547,409.91"],
] as const)
  test(`${amount} ${currency} is written ${text} in ${locale}`, () => {
    assert.is(plain(formatCents(cents(amount), currency, locale)), text)
  })

test("chips have no fraction and the language's grouping", () => {
  assert.is(formatChips(2_540_000, "da-DK"), "2.540.000")
})

test.run()
