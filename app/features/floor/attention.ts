import type { Suggestion } from "../../../domain/floor-moves.ts"
import { type SeatClash, seatClashes } from "../../../domain/seating.ts"
import type { FloorEntry, TournamentState } from "../../../domain/tournament.ts"
import { unseated } from "./tables.ts"

/** One thing that the floor should see to. */
export type Matter =
  | { kind: "clash"; clash: SeatClash }
  | { kind: "waiting"; entry: FloorEntry }
  | Suggestion

/** Everything that the floor should see to, the most urgent first. */
export function mattersOf(state: TournamentState, suggestion: Suggestion | null): Matter[] {
  const hasTables = state.tables.some(({ status }) => status === "open")
  if (!hasTables) return []
  return [
    ...seatClashes(state.entries).map((clash) => ({ kind: "clash" as const, clash })),
    ...unseated(state).map((entry) => ({ kind: "waiting" as const, entry })),
    ...(suggestion ? [suggestion] : []),
  ]
}
