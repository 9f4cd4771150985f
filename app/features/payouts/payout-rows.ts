import type { TournamentAccount } from "../../../domain/account.ts"
import type { TournamentState } from "../../../domain/tournament.ts"
import type { EntryId, PlayerId } from "../../../schemas/ids.ts"
import type { IntentOf } from "../../../schemas/intent.ts"
import { type Cents, cents, place, type Place, type Sequence } from "../../../schemas/units.ts"
import { isRefused, type Queued } from "../../data/outbox-queue.ts"
import {
  finishers,
  partsOf,
  placeOf,
  type SharedPlaces,
  sharedOnFloor,
  withoutOverlaps,
} from "./ties.ts"

/** A paid place as the Payouts section shows it. */
export type PayoutRow = {
  /** The place that it takes up. */
  taken: Place
  /** The place that it counts as: of those who share, the first. */
  place: Place
  prizeCents: Cents
  /** Who gets it; `null` while the place is still played for. */
  entry: { entryId: EntryId; playerId: PlayerId } | null
  /** How many share the place, and which of them this is. */
  tie: NonNullable<IntentOf<"payout">["tie"]> | null
  /** Whether it was agreed in a deal rather than played out. */
  isAgreed: boolean
  state:
    | { kind: "open" }
    | { kind: "ready" }
    | { kind: "waiting" }
    | { kind: "paid"; sequence: Sequence }
}

/**
 * The prizes, best place first, with who gets them and what has become of them: by the deal, else as
 * the floor's places say, which may be shared.
 * @param shared what payouts and people say of shared places, the more certain first
 */
export function payoutRows(
  account: TournamentAccount,
  state: Pick<TournamentState, "entries">,
  pending: readonly Queued[],
  shared: readonly SharedPlaces[] = [],
): PayoutRow[] {
  const open = pending.filter((item) => !isRefused(item)).map(({ intent }) => intent)
  const waiting = new Set(open.flatMap((intent) => placeOf(intent) ?? []))
  const finished = finishers(state)
  const paid = new Map(
    [...account.entries.values()].flatMap((entry) =>
      entry.paidPlace === null ? [] : [[entry.paidPlace, entry] as const],
    ),
  )
  const agreed = account.deal?.shares ?? []
  const entryAt = (taken: Place, isOver: boolean): PayoutRow["entry"] => {
    const share = agreed[taken - 1]
    const found =
      paid.get(taken) ??
      (share ? account.entries.get(share.entryId) : isOver ? finished.get(taken) : undefined)
    return found ? { entryId: found.entryId, playerId: found.playerId } : null
  }
  const row = (at: SharedPlaces, position: number, prizeCents: Cents): PayoutRow => {
    const taken = place(at.place + position - 1)
    // All who share a place have finished, or none of them can be paid yet.
    const span = Array.from({ length: at.entries }, (_, index) => at.place + index)
    const entry = entryAt(
      taken,
      span.every((each) => finished.has(each)),
    )
    const sequence = account.paidPlaces.get(taken)
    return {
      taken,
      place: place(at.place),
      prizeCents,
      entry,
      tie: at.entries > 1 ? { entries: at.entries, position } : null,
      isAgreed: taken <= agreed.length,
      state:
        sequence !== undefined
          ? { kind: "paid", sequence }
          : waiting.has(taken)
            ? { kind: "waiting" }
            : { kind: entry ? "ready" : "open" },
    }
  }
  return slots(account, [...shared, ...sharedOnFloor(state)]).flatMap((at) =>
    at.entries === 1
      ? row(at, 1, account.prizesCents[at.place - 1] ?? cents(0))
      : partsOf(account.prizesCents, at).map((part, index) => row(at, index + 1, part)),
  )
}

/** The places in their order, alone or shared; one that is shared may reach beyond the paid ones. */
function slots(account: TournamentAccount, shared: readonly SharedPlaces[]): SharedPlaces[] {
  const ties = new Map(
    withoutOverlaps(shared)
      .filter(({ place: first }) => first > (account.deal?.shares.length ?? 0))
      .map((tie) => [tie.place, tie]),
  )
  const all: SharedPlaces[] = []
  for (let first = 1; first <= account.prizesCents.length;) {
    const slot = ties.get(first) ?? { place: first, entries: 1 }
    all.push(slot)
    first += slot.entries
  }
  return all
}
