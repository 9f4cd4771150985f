import * as assert from "uvu/assert"

/** Each of `kinds` different results came as often as another, within 4 sigma. */
export function eachAsOften(
  results: readonly unknown[],
  kinds: number,
  draws = results.length,
): void {
  const counts = new Map<unknown, number>()
  for (const result of results) counts.set(result, (counts.get(result) ?? 0) + 1)
  assert.is(counts.size, kinds)
  const expected = results.length / kinds
  const sigma = Math.sqrt(expected * (1 - expected / draws))
  for (const [result, count] of counts)
    assert.ok(Math.abs(count - expected) < 4 * sigma, `${String(result)}: ${count}`)
}
