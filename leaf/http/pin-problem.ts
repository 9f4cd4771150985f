import type { SignIn } from "../sessions.ts"
import { HttpProblem } from "../../program/http/problem.ts"

/** What is said to a PIN that opened nothing. */
export function pinProblem(failed: Exclude<SignIn, { outcome: "welcome" }>): HttpProblem {
  switch (failed.outcome) {
    case "wrong_pin":
      return new HttpProblem(401, "This PIN is nobody's. Try again.")
    case "wait": {
      const seconds = Math.ceil(failed.waitMs / 1_000)
      return new HttpProblem(429, `Too many wrong PINs. Try again in ${seconds} s.`, {
        headers: { "Retry-After": String(seconds) },
      })
    }
    case "locked":
      return new HttpProblem(
        423,
        "Ten wrong PINs: this device is locked until an administrator unlocks it.",
      )
  }
}
