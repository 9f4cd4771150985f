import type { TournamentAccount } from "../../../domain/account.ts"
import { placeTaken } from "../../../domain/decide-prizes.ts"
import { places } from "../../../domain/entries.ts"
import { byText } from "../../../domain/order.ts"
import { shareOut, sum } from "../../../domain/share-out.ts"
import type { FloorEntry } from "../../../domain/tournament.ts"
import type { EntryId, PlayerId } from "../../../schemas/ids.ts"
import { type Cents, cents, place, type Place, type Sequence } from "../../../schemas/units.ts"
import { isRefused, type Queued } from "../../data/outbox-queue.ts"

/** A paid place as the Payouts section shows it. */
export type PayoutRow = {
  place: Place
  /** Where several share places: the first of these, how many they are, and which this one is. */
  tie: { place: Place; entries: number; position: number } | null
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
  const finishers = finishersOf(entries)
  const waiting = new Set(
    pending
      .filter((item) => !isRefused(item))
      .flatMap(({ intent }) => (intent.kind === "payout" ? [placeTaken(intent)] : [])),
  )
  const paid = account.prizesCents.length
  // A tie may reach beyond the last paid place: then all of it shares what is paid.
  const last = [...finishers.values()].reduce(
    (most, { tie }) =>
      tie && tie.place <= paid ? Math.max(most, tie.place + tie.entries - 1) : most,
    paid,
  )
  return Array.from({ length: last }, (_, index) => {
    const row = place(index + 1)
    const finisher = finishers.get(row)
    const sequence = account.paidPlaces.get(row)
    return {
      place: row,
      tie: finisher?.tie ?? null,
      prizeCents: prizeOf(account.prizesCents, row, finisher?.tie ?? null),
      entry: finisher?.entry ?? null,
      state:
        sequence !== undefined
          ? { kind: "paid", sequence }
          : waiting.has(row)
            ? { kind: "waiting" }
            : { kind: finisher ? "ready" : "open" },
    }
  })
}

type Tie = { place: Place; entries: number; position: number }
type Finisher = { entry: { entryId: EntryId; playerId: PlayerId }; tie: Tie | null }

/** Who takes up each place: those who share one take it and the next ones, in the order of their ids. */
function finishersOf(entries: readonly FloorEntry[]): Map<Place, Finisher> {
  const groups = new Map<Place, EntryId[]>()
  for (const [entryId, finish] of places(entries))
    groups.set(finish, [...(groups.get(finish) ?? []), entryId])
  const players = new Map(entries.map(({ entryId, playerId }) => [entryId, playerId]))
  const finishers = new Map<Place, Finisher>()
  for (const [first, entryIds] of groups)
    for (const [index, entryId] of entryIds.toSorted(byText).entries()) {
      const playerId = players.get(entryId)
      if (playerId === undefined) continue
      const isTie = entryIds.length > 1
      finishers.set(place(first + index), {
        entry: { entryId, playerId },
        tie: isTie ? { place: first, entries: entryIds.length, position: index + 1 } : null,
      })
    }
  return finishers
}

/** The prize of a place, or its part of the prizes that a tie shares (domain/decide-prizes.ts). */
function prizeOf(prizes: readonly Cents[], row: Place, tie: Tie | null): Cents {
  if (!tie) return prizes[row - 1] ?? cents(0)
  const shared = sum(prizes.slice(tie.place - 1, tie.place - 1 + tie.entries))
  const ones = Array.from({ length: tie.entries }, () => 1)
  return cents(shareOut(shared, ones)[tie.position - 1] ?? 0)
}
