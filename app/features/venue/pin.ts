import { Refused, Unreachable } from "../../data/errors.ts"
import { OfflineRefused } from "../../data/offline-unlock.ts"

export const SHORTEST_PIN = 4
export const LONGEST_PIN = 10

export type SignInProblem =
  | { kind: "wrong" | "locked" | "unreachable" }
  /** Without the Leaf: locked here, nothing of this person kept here, or no encryption on this page. */
  | { kind: "lockedHere" | "unknown" | "insecure" }
  | { kind: "wait"; untilMs: number }
  | { kind: "other"; text: string }

/** What stands in the way of signing in at `nowMs`, as a person can act on it. */
export function signInProblem(error: unknown, nowMs: number): SignInProblem {
  if (error instanceof Unreachable) return { kind: "unreachable" }
  if (error instanceof OfflineRefused)
    return error.problem.kind === "locked" ? { kind: "lockedHere" } : error.problem
  if (!(error instanceof Refused)) throw error
  switch (error.status) {
    case 401:
      return { kind: "wrong" }
    case 423:
      return { kind: "locked" }
    case 429:
      return { kind: "wait", untilMs: nowMs + 1_000 * Math.max(1, error.retryAfterSeconds ?? 1) }
    default:
      return { kind: "other", text: error.message }
  }
}

/** How many seconds the keypad stays closed. */
export const secondsToWait = (problem: SignInProblem | null, nowMs: number): number =>
  problem?.kind === "wait" ? Math.max(0, Math.ceil((problem.untilMs - nowMs) / 1_000)) : 0
