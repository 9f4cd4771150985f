import type { TournamentAccount } from "../../../domain/account.ts"
import { playersLeft, type TournamentState } from "../../../domain/tournament.ts"
import type { Section } from "../venue/sections.ts"

export type Step = {
  step: "register" | "draw" | "start" | "payouts" | "play" | "pay"
  section: Section
  state: "done" | "now" | "later"
  /** A count that says how far it is, such as `3 / 12`. */
  detail: string | null
}

/** What a night consists of, how far this one is, and what comes next. */
export function nextSteps(state: TournamentState, account: TournamentAccount | null): Step[] {
  const { entries, clock } = state
  const unseated = entries.filter(({ seat, out }) => !seat && !out).length
  const places = account?.prizesCents.length ?? 0
  const paid = account?.counts.payouts ?? 0
  const hasStarted = clock.status === "running" || clock.levelIndex > 0 || clock.elapsedMs > 0
  const left = playersLeft(state)
  const facts: [Step["step"], Section, isDone: boolean, detail: string | null][] = [
    ["register", "players", entries.length > 1, count(entries.length)],
    ["draw", "floor", state.tables.length > 0, count(unseated)],
    ["start", "clock", hasStarted, null],
    ["payouts", "payouts", places > 0, count(places)],
    ["play", "floor", entries.length > 1 && left === 1, count(left)],
    ["pay", "payouts", places > 0 && paid === places, places > 0 ? `${paid} / ${places}` : null],
  ]
  const first = facts.findIndex(([, , isDone]) => !isDone)
  return facts.map(([step, section, isDone, detail], index) => ({
    step,
    section,
    state: isDone ? "done" : index === first ? "now" : "later",
    detail,
  }))
}

const count = (value: number): string | null => (value > 0 ? String(value) : null)
