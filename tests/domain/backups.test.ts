import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { KEPT, keptBackups } from "../../domain/backups.ts"
import { millis } from "../../schemas/units.ts"

const DAY_MS = 24 * 60 * 60_000
const at = (text: string) => millis(Date.parse(text))
const dates = (times: readonly number[]) =>
  times.map((time) => new Date(time).toISOString().slice(0, 10))

test("a backup every night of two years: 7 days, 4 weeks, 12 months are left, each by its newest", () => {
  const last = at("2026-11-26T04:00:00Z")
  const nights = Array.from({ length: 730 }, (_, day) => millis(last - day * DAY_MS))
  assert.equal(dates(keptBackups(nights)), [
    "2026-11-26", // and of its week and its month
    "2026-11-25",
    "2026-11-24",
    "2026-11-23",
    "2026-11-22", // a Sunday: of the week before as well
    "2026-11-21",
    "2026-11-20",
    "2026-11-15",
    "2026-11-08",
    "2026-10-31",
    "2026-09-30",
    "2026-08-31",
    "2026-07-31",
    "2026-06-30",
    "2026-05-31",
    "2026-04-30",
    "2026-03-31",
    "2026-02-28",
    "2026-01-31",
    "2025-12-31",
  ])
})

test("of several on one day the newest is kept; a venue that was closed loses nothing by it", () => {
  const times = ["2026-02-03T04:00:00Z", "2026-02-03T05:00:00Z", "2026-11-26T04:00:00Z"].map(at)
  assert.equal(keptBackups(times), [times[2], times[1]])
  assert.equal(keptBackups([]), [])
})

test("deleting every night or never at all leaves the same, and the newest always stays", () => {
  const night = fc.integer({ min: 0, max: 20_000 })
  fc.assert(
    fc.property(fc.uniqueArray(night, { minLength: 1, maxLength: 120 }), (nights) => {
      const times = nights.toSorted((a, b) => a - b).map((day) => millis(day * DAY_MS))
      let everyNight: (typeof times)[number][] = []
      for (const time of times) everyNight = keptBackups([...everyNight, time])
      assert.equal(everyNight, keptBackups(times))
      assert.is(everyNight[0], times.at(-1))
      assert.ok(everyNight.length <= KEPT.days + KEPT.weeks + KEPT.months)
      const months = (each: readonly number[]) =>
        new Set(dates(each).map((date) => date.slice(0, 7)))
      assert.is(months(everyNight).size >= Math.min(KEPT.months, months(times).size), true)
    }),
  )
})

test.run()
