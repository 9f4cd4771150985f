import type { TournamentAccount } from "../../../domain/account.ts"
import { places } from "../../../domain/entries.ts"
import type { FloorEntry } from "../../../domain/tournament.ts"
import type { EntryId, PlayerId } from "../../../schemas/ids.ts"
import { type Cents, place, type Place, type Sequence } from "../../../schemas/units.ts"
import { isRefused, type Queued } from "../../data/outbox-queue.ts"

/** A paid place as the Payouts section shows it. */
export type PayoutRow = {
  place: Place
  prizeCents: Cents
  /** Who finished there; `null` while the place is still played for. */
  entry: { entryId: EntryId; playerId: PlayerId } | null
  state:
    | { kind: "open" }
    | { kind: "ready" }
    | { kind: "waiting" }
    | { kind: "paid"; sequence: Sequence }
}

/** The prizes, best place first, with who gets them and what has become of them. */
export function payoutRows(
  account: TournamentAccount,
  { entries }: { entries: readonly FloorEntry[] },
  pending: readonly Queued[],
): PayoutRow[] {
  const finished = new Map(
    [...places(entries)].map(([entryId, finish]) => [finish, entryId] as const),
  )
  const waiting = new Set(
    pending
      .filter((item) => !isRefused(item))
      .flatMap(({ intent }) => (intent.kind === "payout" ? [intent.place] : [])),
  )
  return account.prizesCents.map((prizeCents, index) => {
    const row = place(index + 1)
    const entry = entries.find(({ entryId }) => entryId === finished.get(row))
    const sequence = account.paidPlaces.get(row)
    return {
      place: row,
      prizeCents,
      entry: entry ? { entryId: entry.entryId, playerId: entry.playerId } : null,
      state:
        sequence !== undefined
          ? { kind: "paid", sequence }
          : waiting.has(row)
            ? { kind: "waiting" }
            : { kind: entry ? "ready" : "open" },
    }
  })
}
