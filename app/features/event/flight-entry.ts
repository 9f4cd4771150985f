import { isFlight, refusesEntry } from "../../../domain/stages.ts"
import type { PlayerId } from "../../../schemas/ids.ts"
import type { Player } from "../../../schemas/player.ts"
import type { Desk } from "../../data/desk.ts"
import { isRefused } from "../../data/outbox-queue.ts"
import { t } from "../../words/several.ts"

/**
 * Who has paid for an entry in any part of the event: here they come back, whatever floor they were
 * on, and the ledger knows it as a re-entry. Nobody outside of an event.
 */
export function earlierInEvent(desk: Desk): PlayerId[] {
  if (desk.stages().length === 0) return []
  const paid = [...(desk.account()?.entries.values() ?? [])].filter(({ isVoid }) => !isVoid)
  const onTheirWay = desk
    .pending()
    .filter((item) => !isRefused(item))
    .flatMap(({ intent }) =>
      intent.kind === "buy-in" || intent.kind === "re-entry" ? intent.playerId : [],
    )
  return [...paid.map(({ playerId }) => playerId), ...onTheirWay]
}

/** Why a player may not enter the flight that is shown, in one sentence; `null` where they may. */
export function flightRefusal(desk: Desk, { playerId, name }: Player): string | null {
  const flights = desk.stages().filter(isFlight)
  const into = flights.find(({ id }) => id === desk.selected())
  const mode = desk.eventMode()
  if (!into || !mode) return null
  const refusal = refusesEntry({ playerId, into, flights, mode })
  return refusal && t(`refuse.${refusal.why}`, name, refusal.flight)
}
