import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { formatCents, formatChips } from "../../domain/money.ts"
import { cents } from "../../schemas/units.ts"

const plain = (text: string) => text.replaceAll(/\s/g, " ")

for (const [amount, currency, locale, text] of [
  [123_450, "EUR", "da-DK", "1.234,50 €"],
  [123_450, "DKK", "da-DK", "1.234,50 kr."],
  [5, "EUR", "en-IE", "€0.05"],
  [0, "DKK", "da-DK", "0,00 kr."],
  [628_650, "EUR", "en-IE", "€6,286.50"],
  [-5_500, "EUR", "en-IE", "-€55.00"],
  [-123_450, "DKK", "da-DK", "-1.234,50 kr."],
  [-5, "EUR", "da-DK", "-0,05 €"],
  [-0, "EUR", "en-IE", "€0.00"],
  [99, "DKK", "da-DK", "0,99 kr."],
  [5_678, "JPY", "en-IE", "JP¥5,678"],
  [5_678, "JPY", "da-DK", "5.678 JP¥"],
  [1_234, "ISK", "da-DK", "1.234 ISK"],
  [0, "ISK", "en-IE", "ISK 0"],
  [1_234_567, "KWD", "en-IE", "KWD 1,234.567"],
  [9_007_199_254_740_991, "EUR", "en-IE", "€90,071,992,547,409.91"],
  [-9_007_199_254_740_991, "DKK", "da-DK", "-90.071.992.547.409,91 kr."],
] as const)
  test(`${amount} ${currency} is written ${text} in ${locale}`, () => {
    assert.is(plain(formatCents(cents(amount), currency, locale)), text)
  })

test("chips have no fraction and the language's grouping", () => {
  assert.is(formatChips(2_540_000, "da-DK"), "2.540.000")
  assert.is(formatChips(2_540_000, "en-IE"), "2,540,000")
  assert.is(formatChips(21_666.67, "da-DK"), "21.667", "an average stack")
})

test("any amount can be read back to the last cent", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (amount) => {
      const digits = formatCents(cents(amount), "EUR", "da-DK").replaceAll(/[^\d]/g, "")
      assert.is(BigInt(digits), BigInt(Math.abs(amount)))
    }),
    { seed: 9, numRuns: 500 },
  )
})

test.run()
