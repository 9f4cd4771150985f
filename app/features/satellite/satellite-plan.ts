import type { TournamentAccount } from "../../../domain/account.ts"
import { planSatellite } from "../../../domain/satellites.ts"
import { playersLeft, type TournamentState } from "../../../domain/tournament.ts"
import type { SatelliteTerms } from "../../../schemas/documents/venue.ts"

/** Where a satellite stands: what its pool pays, and how far play is from the seats. */
export type SatelliteView = ReturnType<typeof planSatellite> & {
  /** Who left with a seat already. */
  won: number
  seatsLeft: number
  /** How many go out before the seats are decided. */
  toGo: number
}

/** `null` before anybody has entered. */
export function satelliteView(
  { seatCents }: SatelliteTerms,
  account: TournamentAccount,
  state: TournamentState,
): SatelliteView | null {
  const paid = [...account.entries.values()].filter(({ isVoid }) => !isVoid)
  const players = new Set(paid.map(({ playerId }) => playerId)).size
  if (players === 0) return null
  const plan = planSatellite({ poolCents: account.poolCents, seatPriceCents: seatCents, players })
  const won = state.entries.filter(({ out }) => out?.won !== undefined).length
  const left = playersLeft(state)
  const seatsLeft = Math.max(0, plan.seats - won)
  const toGo = Math.max(0, left - (plan.seats === 0 ? 1 : seatsLeft))
  return { ...plan, won, seatsLeft, toGo }
}
