import { createMemo } from "solid-js"
import type { SeasonId } from "../../schemas/ids.ts"
import { SeasonTable } from "../../schemas/league.ts"
import type { StaffSession } from "../../schemas/wire.ts"
import { createPolled, type Polled } from "./polled.ts"
import { endSession } from "./session.ts"

/** A table changes when a night is over: nobody waits for it by the second. */
const EVERY_MS = 10_000

/** The table of a season as the Leaf has it; this device has the floors of few nights only. */
export const followSeason = (
  session: StaffSession,
  season: () => SeasonId | null,
): Polled<SeasonTable> => {
  // Another word on the same season is no other question.
  const path = createMemo(() => {
    const id = season()
    return id === null ? null : `/api/leagues/${id}`
  })
  return createPolled(path, SeasonTable, {
    token: session.token,
    onSignedOut: () => endSession(session),
    everyMs: EVERY_MS,
  })
}
