import * as v from "valibot"
import { clockAt } from "../../domain/clock.ts"
import { decide } from "../../domain/decide.ts"
import { createTournament, enter } from "../../domain/floor.ts"
import { playersLeft } from "../../domain/tournament.ts"
import { EntryId, PlayerId, TillId, TournamentId } from "../../schemas/ids.ts"
import type { Intent, IntentOf, Profile, VoidReason } from "../../schemas/intent.ts"
import type { Refusal } from "../../schemas/refusal.ts"
import type { Structure } from "../../schemas/structure.ts"
import type { PayoutStructure, Terms } from "../../schemas/terms.ts"
import { type Cents, PositiveCents, type PriceCents, type Sequence } from "../../schemas/units.ts"
import type { Desk } from "./desk.ts"
import { newId } from "./device.ts"
import { floorActs, MAIN_DISPLAY, type Undo } from "./floor-acts.ts"
import { leafNow } from "./leaf-time.ts"
import { prizeActs } from "./prize-acts.ts"
import { useTill } from "./tender.ts"

export type Acts = ReturnType<typeof actsAt>

/**
 * What an operator does. Each act happens here at once and returns the way to take it back, or
 * `null` where there was nothing to do (the second of two hurried taps).
 */
export function actsAt(desk: Desk) {
  const floor = floorActs(desk)
  return { ...floor, ...beginnings(desk, floor), ...moneyActs(desk, floor) }
}

/** What does not exist before: a tournament, a player. */
function beginnings(desk: Desk, floor: ReturnType<typeof floorActs>) {
  return {
    async create(name: string, structure: Structure, terms: Terms): Promise<void> {
      const id = v.parse(TournamentId, newId())
      desk.select(id)
      floor.write(createTournament({ name, structure, seed: newId() }))
      desk.hall.registers.setAll([
        [`tournament/${id}`, { name, createdAt: leafNow() }],
        [`display/${MAIN_DISPLAY}`, { tournamentId: id }],
      ])
      await desk.outbox.add(desk.intents.open(id, terms))
    },

    async addPlayer(name: string): Promise<PlayerId> {
      const playerId = v.parse(PlayerId, newId())
      await desk.players.add({ playerId, name })
      return playerId
    },
  }
}

/** What a person decides where two devices cannot both be right, and what is left of it. */
function conflictActs(
  desk: Desk,
  tournament: () => TournamentId,
  withdraw: (intent: Intent) => Promise<void>,
) {
  const { intents, outbox } = desk
  type How = Pick<IntentOf<"resolve">, "resolution" | "reason">
  const moves = {
    give_back: { debit: "unallocated", credit: "cash:drawer", reason: "paid_back" },
    keep: { debit: "unallocated", credit: "house:fee", reason: "settled_later" },
    got_back: { debit: "cash:drawer", credit: "unallocated", reason: "paid_back" },
  } as const
  return {
    /** Closes a conflict; what was dropped cannot be taken back, so there is no undo for it. */
    async closeConflict(conflict: Sequence, how: How): Promise<Undo | null> {
      const intent = intents.resolve(tournament(), conflict, how)
      if (!(await outbox.add(intent)) || how.resolution.kind === "drop") return null
      return () => void withdraw(intent)
    },

    async openTill(floatCents: PriceCents): Promise<void> {
      const till = v.parse(TillId, newId())
      useTill(till)
      await outbox.add(intents.till("open-till", till, floatCents))
    },
    countTill: (till: TillId, countedCents: PriceCents) =>
      outbox.add(intents.till("count-till", till, countedCents)),
    async closeTill(till: TillId, countedCents: PriceCents): Promise<void> {
      await outbox.add(intents.till("close-till", till, countedCents))
      useTill(null)
    },

    /** The house makes good what the pool is short of its guarantee. */
    async topUp(amountCents: Cents): Promise<Undo | null> {
      const intent = intents.topUp(tournament(), v.parse(PositiveCents, amountCents))
      return (await outbox.add(intent)) ? () => void withdraw(intent) : null
    },

    /** Settles what stands at no account's door. */
    async settle(how: keyof typeof moves, amountCents: Cents): Promise<Undo | null> {
      const intent = intents.correct(tournament(), {
        ...moves[how],
        amountCents: v.parse(PositiveCents, amountCents),
      })
      return (await outbox.add(intent)) ? () => void withdraw(intent) : null
    },
  }
}

/** What moves money, with what it does to the floor. */
function moneyActs(desk: Desk, floor: ReturnType<typeof floorActs>) {
  const { intents, outbox } = desk

  function tournament(): TournamentId {
    const id = desk.selected()
    if (id === null) throw new Error("There is no tournament to act on.")
    return id
  }

  /** Takes back what was asked of the ledger: here while it was never sent, else by a void. */
  async function withdraw(intent: Intent): Promise<void> {
    if (await outbox.takeBack(intent.id)) return
    const line =
      desk.ledger.state().answers.get(intent.id)?.sequence ??
      outbox.items().find((item) => item.intent.id === intent.id)?.answer?.seq
    if (line === undefined) return
    await outbox.add(intents.takeBack(intent.tournamentId, line, "mistake"))
  }

  /** What the limits of a sale are held against: the floor as it is to be seen here. */
  function seen() {
    const levels = desk.floor().tournament?.structure.levels
    if (!levels) return {}
    const { levelIndex } = clockAt(levels, desk.floor().clock, leafNow())
    return { floor: { levelIndex, playersLeft: playersLeft(desk.floor()) } }
  }

  /** Money and floor in one: the floor follows only when the money is on its way. */
  async function pay(intent: Intent, changeFloor: () => Undo): Promise<Undo | null> {
    if (!(await outbox.add(intent))) return null
    const undoFloor = changeFloor()
    return () => {
      undoFloor()
      void withdraw(intent)
    }
  }

  return {
    ...conflictActs(desk, tournament, withdraw),
    ...prizeActs(desk, tournament, withdraw),

    /** Enters a player against payment, and seats them where the draw has been made. */
    enter(kind: "buy-in" | "re-entry", playerId: PlayerId, amountCents: Cents, profile?: Profile) {
      const entryId = v.parse(EntryId, newId())
      const entrant = { playerId, entryId, amountCents, ...seen() }
      const intent = intents.enter(kind, tournament(), entrant, profile)
      return pay(intent, () => {
        const undoEntry = floor.write(enter({ entryId, playerId }))
        const undoSeat = floor.seatLate(entryId)
        return () => {
          undoSeat()
          undoEntry()
        }
      })
    },

    /** A rebuy or an add-on; a player who was out is back in with a rebuy. */
    extra(kind: "rebuy" | "add-on", entryId: EntryId, amountCents: Cents) {
      const intent = intents.extra(kind, tournament(), { entryId, amountCents, ...seen() })
      return pay(intent, () => {
        const isOut = desk.floor().entries.some((each) => each.entryId === entryId && each.out)
        return kind === "rebuy" && isOut ? floor.bringBack(entryId) : () => {}
      })
    },

    setPayouts: (payouts: PayoutStructure) => outbox.add(intents.setPayouts(tournament(), payouts)),

    /** Voids a line of the ledger; says why not where the ledger would refuse. */
    async voidLine(line: Sequence, reason: VoidReason): Promise<Refusal | null> {
      const intent = intents.takeBack(tournament(), line, reason)
      const outcome = decide(desk.ledger.state(), intent)
      if (outcome.kind === "rejected") return outcome.reason
      await outbox.add(intent)
      const voided = desk.ledger.lines().find(({ sequence }) => sequence === line)?.intent
      if (voided?.kind === "buy-in" || voided?.kind === "re-entry") floor.remove(voided.entryId)
      return null
    },
  }
}
