import type { PlayerId, EntryId } from "../schemas/ids.ts"
import type { Limit, Terms } from "../schemas/terms.ts"
import type { Millis } from "../schemas/units.ts"
import { clockAt } from "./clock.ts"
import type { TournamentLedger } from "./ledger.ts"
import { standing } from "./movements.ts"
import type { Sale } from "./price.ts"
import { addOnWindow, entryWindow, rebuyWindow } from "./schedule.ts"
import { playersLeft, type TournamentState } from "./tournament.ts"

/** Why something is not sold now, though it is offered; a director may sell it all the same. */
export type SaleLimit =
  | { kind: "registration_closed" }
  | { kind: "entries_over" }
  | { kind: "rebuys_over" }
  | { kind: "add_on_time" }
  | { kind: "most"; most: number; taken: number }
  | { kind: "level"; untilLevel: number }
  | { kind: "players_left"; least: number }

/** What is to be sold, and to whom. */
export type Wish =
  | { kind: "buy-in" | "re-entry"; playerId: PlayerId }
  | { kind: "rebuy" | "add-on"; entryId: EntryId }

/** What a sale is held against: level and players left, as this device sees them (schemas/intent.ts). */
export type FloorSeen = { levelIndex: number; playersLeft: number }

export function floorSeen(state: TournamentState, now: Millis): FloorSeen {
  const levels = state.tournament?.structure.levels
  const levelIndex = levels ? clockAt(levels, state.clock, now).levelIndex : 0
  return { levelIndex, playersLeft: playersLeft(state) }
}

/**
 * The first limit that stands in a sale's way: what the ledger would refuse, then what the structure
 * says about time. The ledger does not know the clock, so the latter is for people alone to hold.
 * @param ledger `null` while the tournament's opening is on its way
 * @returns `null` where nothing stands in the way
 */
export function limitOf(
  wish: Wish,
  {
    state,
    terms,
    ledger,
    now,
  }: { state: TournamentState; terms: Terms; ledger: TournamentLedger | null; now: Millis },
): SaleLimit | null {
  const isEntry = wish.kind === "buy-in" || wish.kind === "re-entry"
  if (isEntry && ledger?.registration.isClosed) return { kind: "registration_closed" }
  const limit = limitFor(terms, wish.kind)
  return (
    (limit && termsLimit(limit, takenBefore(ledger, wish), floorSeen(state, now))) ??
    timeLimit(wish.kind, state, now)
  )
}

/** The limit that the terms set on a kind of sale. */
export function limitFor({ limits }: Terms, kind: Sale["kind"]): Limit | undefined {
  switch (kind) {
    case "buy-in":
      return limits?.buyIn
    case "re-entry":
      return limits?.reEntry
    case "rebuy":
      return limits?.rebuy
    case "add-on":
      return limits?.addOn
  }
}

function takenBefore(ledger: TournamentLedger | null, wish: Wish): number {
  if (!ledger || wish.kind === "buy-in") return 0
  if ("entryId" in wish) return standing(ledger, [wish.kind], wish.entryId).length
  return standing(ledger, ["re-entry"]).filter(
    ({ intent }) => intent.kind === "re-entry" && intent.playerId === wish.playerId,
  ).length
}

function termsLimit(limit: Limit, taken: number, seen: FloorSeen): SaleLimit | null {
  const { most, untilLevel, leastPlayersLeft } = limit
  if (most !== undefined && taken >= most) return { kind: "most", most, taken }
  if (untilLevel !== undefined && seen.levelIndex >= untilLevel)
    return { kind: "level", untilLevel }
  if (leastPlayersLeft !== undefined && seen.playersLeft < leastPlayersLeft)
    return { kind: "players_left", least: leastPlayersLeft }
  return null
}

function timeLimit(kind: Sale["kind"], state: TournamentState, now: Millis): SaleLimit | null {
  const structure = state.tournament?.structure
  if (!structure) return null
  switch (kind) {
    case "buy-in":
    case "re-entry":
      return entryWindow(structure, state.clock, now).isOpen ? null : { kind: "entries_over" }
    case "rebuy":
      return rebuyWindow(structure, state.clock, now).isOpen ? null : { kind: "rebuys_over" }
    case "add-on": {
      // A structure that names no level for the add-on leaves it to the floor.
      const isTimed = structure.addOnAt !== undefined
      return !isTimed || addOnWindow(structure, state.clock, now).isOpen
        ? null
        : { kind: "add_on_time" }
    }
  }
}
