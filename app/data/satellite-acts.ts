import * as v from "valibot"
import { accountOf } from "../../domain/account.ts"
import { pauseClock } from "../../domain/clock.ts"
import { nextOutOrder } from "../../domain/entries.ts"
import { enter, isInPlay } from "../../domain/floor.ts"
import { priceOf } from "../../domain/price.ts"
import { EntryId, type PlayerId, type TournamentId } from "../../schemas/ids.ts"
import { type Cents, type Chips, chips, type Place } from "../../schemas/units.ts"
import type { MoneyActs } from "./acts.ts"
import type { Desk } from "./desk.ts"
import { newId } from "./device.ts"
import { floorActs } from "./floor-acts.ts"
import type { Undo } from "./undoable.ts"
import { intentsOf } from "./intents.ts"
import { leafNow } from "./leaf-time.ts"

/** A seat changes hands as a ticket, in no till. */
const ticketsOf = (desk: Desk) =>
  intentsOf(
    desk.session.staffId,
    () => desk.ledger.state().lastSequence,
    () => ({ method: "ticket" }),
  )

/** A prize that is a seat, at its place, and who has it. */
export type SeatPrize = { entryId: EntryId; playerId: PlayerId; place: Place; prizeCents: Cents }

/** What a satellite does besides: seats are won, and become entries of the target. */
export function satelliteActs(desk: Desk, money: MoneyActs) {
  return {
    /** A player at the mark leaves with a seat, and the chips leave play with them. */
    winSeat: (entryId: EntryId, stack: Chips): Undo => {
      const floor = desk.floor()
      if (!isInPlay(floor, entryId)) return () => {}
      const out = { order: nextOutOrder(floor.entries), at: leafNow(), won: stack }
      return floorActs(desk).write([[`entry/${entryId}/out`, out]])
    },

    /** The seats are decided: everybody who is left has one, and the clock stops. */
    stopPlay: (): Undo => {
      const floor = desk.floor()
      const levels = floor.tournament?.structure.levels
      const first = nextOutOrder(floor.entries)
      const left = floor.entries.filter(({ out }) => !out)
      return floorActs(desk).write([
        ...left.map(
          ({ entryId }, index) =>
            [
              `entry/${entryId}/out`,
              { order: first + index, at: leafNow(), won: chips(0) },
            ] as const,
        ),
        ...(levels ? [["clock", pauseClock(levels, floor.clock, leafNow())] as const] : []),
      ])
    },

    /**
     * Hands a seat over. The satellite owes a ticket from now on, and the target's buy-in is paid with
     * it at once, so that in both the books balance and together they owe nothing.
     * @param target `null` where the seat is not one of this venue's: then the ticket stays owed
     */
    async giveSeat(prize: SeatPrize, target: TournamentId | null): Promise<Undo | null> {
      const here = desk.shown()
      if (!here) return null
      const { entryId, place, prizeCents: amountCents } = prize
      const payout = { entryId, place, amountCents }
      const ticket = ticketsOf(desk).payout(here.ledgerId, payout)
      if (!(await desk.outbox.add(ticket))) return null
      const undoSeat = target && (await enterTarget(desk, money, prize, target))
      return () => {
        undoSeat?.()
        void money.withdraw(ticket)
      }
    },
  }
}

/** Why a seat does not become an entry of the target by itself. */
export type SeatObstacle = "no-target" | "other-price" | "is-entered"

/**
 * What stands between a seat that is won and an entry of the target; `null` where nothing does. The
 * winner then keeps a ticket, which the satellite owes until it is taken in.
 */
export function seatObstacle(
  desk: Desk,
  { playerId, prizeCents }: Pick<SeatPrize, "playerId" | "prizeCents">,
  target: TournamentId | undefined,
): SeatObstacle | null {
  const account = target && accountOf(desk.ledger.state(), desk.ledgerOf(target))
  if (!account || !target || !desk.floors.of(target)) return "no-target"
  const isPaid = [...account.entries.values()].some(
    (entry) => entry.playerId === playerId && !entry.isVoid,
  )
  if (isPaid) return "is-entered"
  const price = priceOf(account.terms, { kind: "buy-in" })?.priceCents
  return price === prizeCents ? null : "other-price"
}

/** Enters a winner in the target with the ticket. */
async function enterTarget(
  desk: Desk,
  money: MoneyActs,
  { playerId, prizeCents: amountCents }: SeatPrize,
  target: TournamentId,
): Promise<Undo | null> {
  const open = desk.floors.of(target)
  const entryId = v.parse(EntryId, newId())
  const entrant = { playerId, entryId, amountCents }
  const buyIn = ticketsOf(desk).enter("buy-in", desk.ledgerOf(target), entrant)
  if (!(await desk.outbox.add(buyIn))) return null
  const floor = floorActs(desk, () => open)
  const undoEntry = floor.write(enter({ entryId, playerId }))
  const undoLate = floor.seatLate(entryId)
  return () => {
    undoLate()
    undoEntry()
    void money.withdraw(buyIn)
  }
}
