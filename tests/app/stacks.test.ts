import { test } from "uvu"
import * as assert from "uvu/assert"
import { oldText, readStack, shortStack } from "../../app/features/players/stack-text.ts"
import { chips } from "../../schemas/units.ts"

for (const [text, expected] of [
  ["24500", 24_500],
  ["24.5k", 24_500],
  ["24,5K", 24_500],
  [" 24 500 ", 24_500],
  ["24.500", 24_500],
  ["1,250,000", 1_250_000],
  ["1.25m", 1_250_000],
  ["24.125k", 24_125],
  ["0", 0],
  ["k", null],
  ["", null],
  ["24.5", null],
  ["24.5005k", null],
  ["1.2.3k", null],
  ["-5", null],
  ["12,34", null],
  ["5kk", null],
  ["99999999999999999999", null],
] as const)
  test(`a stack of "${text}" is ${expected ?? "none"}`, () => {
    assert.is(readStack(text), expected)
  })

for (const [count, english, danish] of [
  [950, "950", "950"],
  [1_000, "1k", "1k"],
  [24_500, "24.5k", "24,5k"],
  [24_999, "24.9k", "24,9k"],
  [999_999, "999.9k", "999,9k"],
  [1_250_000, "1.25M", "1,25M"],
] as const)
  test(`${count} chips fit a seat as ${english}, and are never rounded up`, () => {
    assert.equal(
      [shortStack(chips(count), "en-GB"), shortStack(chips(count), "da-DK")],
      [english, danish],
    )
  })

test("a count says how old it is once it is half an hour old", () => {
  const minutes = [0, 29, 30, 119, 120, 600]
  assert.equal(
    minutes.map((each) => oldText(each * 60_000)),
    [null, null, "30m", "119m", "2h", "10h"],
  )
})

test.run()
