import type { TournamentAccount } from "../../../domain/account.ts"
import { places } from "../../../domain/entries.ts"
import type { TournamentState } from "../../../domain/tournament.ts"
import type { Seat, StackCount } from "../../../schemas/documents/tournament.ts"
import type { EntryId, PlayerId } from "../../../schemas/ids.ts"
import type { Place } from "../../../schemas/units.ts"
import { isRefused, type Queued } from "../../data/outbox-queue.ts"

/** An entry as the operator sees it: the floor, the ledger and what is on its way, in one. */
export type EntryView = {
  entryId: EntryId
  playerId: PlayerId
  isOut: boolean
  /** Where the entry sits, or sat when it went out. */
  seat: (Seat & { tableNumber: number }) | null
  place: Place | null
  /** Whether others have the same place. */
  isTied: boolean
  /** Its stack as it was counted last. */
  chips: StackCount | null
  /** `waiting`: this device has taken the money and the ledger has not answered yet. */
  money: "paid" | "waiting" | "unpaid"
  rebuys: number
  addOns: number
  /** Rebuys and add-ons of this device without an answer yet. */
  extrasWaiting: number
  paidPlace: Place | null
  /** Whether the same player has a later entry. */
  isReplaced: boolean
}

/** All entries of a tournament, those still in first, in the order of the draw. */
export function entryViews(
  state: TournamentState,
  account: TournamentAccount | null,
  pending: readonly Queued[],
): EntryView[] {
  // The only entry so far has not won yet.
  const placeOf = state.entries.length > 1 ? places(state.entries) : new Map<EntryId, Place>()
  const numbers = new Map(state.tables.map(({ tableId, number }) => [tableId, number]))
  const open = pending.filter((item) => !isRefused(item))
  const money = new Map(
    open.flatMap(({ intent }) => ("entryId" in intent ? [[intent, intent.entryId] as const] : [])),
  )
  const waitingFor = (entryId: EntryId, kinds: readonly string[]) =>
    [...money].filter(([{ kind }, id]) => id === entryId && kinds.includes(kind)).length
  const latest = latestEntries(state)
  const shared = sharedPlaces([...placeOf.values()])
  return state.entries.map(({ entryId, playerId, seat, out, chips }) => {
    const paid = account?.entries.get(entryId)
    const isPaid = paid !== undefined && !paid.isVoid
    return {
      entryId,
      playerId,
      isOut: out !== null,
      seat: seat && { ...seat, tableNumber: numbers.get(seat.table) ?? 0 },
      place: placeOf.get(entryId) ?? null,
      isTied: shared.has(placeOf.get(entryId)),
      chips: out ? null : chips,
      money: isPaid
        ? "paid"
        : waitingFor(entryId, ["buy-in", "re-entry"]) > 0
          ? "waiting"
          : "unpaid",
      rebuys: paid?.rebuys ?? 0,
      addOns: paid?.addOns ?? 0,
      extrasWaiting: waitingFor(entryId, ["rebuy", "add-on"]),
      paidPlace: paid?.paidPlace ?? null,
      isReplaced: latest.get(playerId) !== entryId,
    }
  })
}

function sharedPlaces(all: readonly Place[]): ReadonlySet<Place | undefined> {
  const seen = new Set<Place>()
  return new Set(all.filter((each) => seen.has(each) || !seen.add(each)))
}

/** The entry that a player is playing now, or played last. Ids sort by the time they were made. */
function latestEntries({ entries }: TournamentState): Map<PlayerId, EntryId> {
  const latest = new Map<PlayerId, EntryId>()
  for (const { entryId, playerId, out } of entries) {
    const other = latest.get(playerId)
    if (other === undefined || out === null || entryId > other) latest.set(playerId, entryId)
  }
  return latest
}

export type EntryAct = "bust" | "undoBust" | "rebuy" | "add-on" | "re-entry"

/**
 * What can be done with an entry now. Money stops once prizes are paid: the ledger would refuse.
 *
 * @param account `null` while the tournament's opening is still on its way
 */
export function actsFor(view: EntryView, account: TournamentAccount | null): EntryAct[] {
  if (view.isReplaced || view.paidPlace !== null) return []
  const takesMoney = account !== null && account.counts.payouts === 0
  const canRebuy = takesMoney && account.terms.rebuy !== null && view.money !== "unpaid"
  const acts: EntryAct[] = view.isOut ? ["undoBust"] : ["bust"]
  if (canRebuy) acts.push("rebuy")
  if (view.isOut && takesMoney) acts.push("re-entry")
  // Where the terms say how many, a director may sell one more (TDA-2024 R8).
  const hasAddOn = view.addOns > 0 && account?.terms.limits?.addOn?.most === undefined
  if (!view.isOut && takesMoney && account.terms.addOn && !hasAddOn && view.money !== "unpaid")
    acts.push("add-on")
  return acts
}
