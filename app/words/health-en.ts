import { healthEnglish } from "../../domain/health-english.ts"

/** The words of the box: what each check says, and what to do. */
export const healthEn = {
  ...healthEnglish,

  "page.title": "The box",
  "page.open": "Every check of the box",
  "page.well": "Everything is as it must be",
  "page.alerts": (count: number) =>
    count === 1 ? "One thing to see to" : `${count} things to see to`,
  "page.updated": (ago: string) => `Updated ${ago}`,
  "page.gone": (moment: string) => `The Leaf does not answer. This is how it was at ${moment}.`,
  "page.unknown": "The Leaf has not said yet how it is",
  "page.unknownText":
    "It does not answer this device. Look at its power and at the Wi-Fi; go on meanwhile.",
  "page.since": (moment: string) => `since ${moment}`,
  "page.do": "What to do",
  "page.checks": "All checks",

  "level.ok": "Well",
  "level.warn": "See to it",
  "level.bad": "Now",
  "level.none": "Not set up",
  "level.unmeasured": "Not measured",

  "alert.title": "To see to",
  "alert.putOff": "Not tonight",
  "alert.putOffOf": (check: string) => `Not tonight: ${check}`,
  "alert.until": (moment: string) => `Not shown on this device until ${moment}`,
  "alert.again": "Show it again",
  "alert.againOf": (check: string) => `Show it again: ${check}`,
}
