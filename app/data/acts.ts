import * as v from "valibot"
import type { BountyPart } from "../../domain/bounty-book.ts"
import { decide } from "../../domain/decide.ts"
import { createTournament, enter } from "../../domain/floor.ts"
import { floorSeen, limitFor } from "../../domain/limits.ts"
import type { Sale } from "../../domain/price.ts"
import { takeOffList } from "../../domain/waiting.ts"
import { EntryId, PlayerId, TillId, TournamentId } from "../../schemas/ids.ts"
import type { Intent, IntentOf, OverrideReason, VoidReason } from "../../schemas/intent.ts"
import type { Refusal } from "../../schemas/refusal.ts"
import type { Structure } from "../../schemas/structure.ts"
import type { PayoutStructure, Terms } from "../../schemas/terms.ts"
import { type Cents, PositiveCents, type PriceCents, type Sequence } from "../../schemas/units.ts"
import type { Desk } from "./desk.ts"
import { newId } from "./device.ts"
import { floorActs, MAIN_DISPLAY } from "./floor-acts.ts"
import { leafNow } from "./leaf-time.ts"
import { screenActs } from "./screen-acts.ts"
import { useTill } from "./tender.ts"
import type { Undo } from "./undoable.ts"

type Payout = Pick<IntentOf<"payout">, "entryId" | "place" | "amountCents" | "tie">

export type Acts = ReturnType<typeof actsAt>

/**
 * What an operator does. Each act happens here at once and returns the way to take it back, or
 * `null` where there was nothing to do (the second of two hurried taps).
 */
export function actsAt(desk: Desk) {
  const floor = floorActs(desk)
  return { ...floor, ...beginnings(desk, floor), ...moneyActs(desk, floor), ...screenActs(desk) }
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

/** What is paid out: prizes, and bounties. */
function prizeActs(
  { intents, outbox }: Desk,
  tournament: () => TournamentId,
  pay: (intent: Intent, changeFloor: () => Undo) => Promise<Undo | null>,
  withdraw: (intent: Intent) => Promise<void>,
) {
  return {
    setPayouts: (payouts: PayoutStructure) => outbox.add(intents.setPayouts(tournament(), payouts)),

    payPlace(payout: Payout) {
      return pay(intents.payout(tournament(), payout), () => () => {})
    },

    /** Pays a bounty to each of its winners; with the bust that won it, and taken back with it. */
    async payBounty(
      loserEntryId: EntryId,
      parts: readonly BountyPart[],
      changeFloor: () => Undo = () => () => {},
    ): Promise<Undo | null> {
      const asked: Intent[] = []
      for (const { entryId, amountCents } of parts) {
        const amount = v.parse(PositiveCents, amountCents)
        const intent = intents.bounty(tournament(), { entryId, loserEntryId, amountCents: amount })
        if (await outbox.add(intent)) asked.push(intent)
      }
      if (parts.length > 0 && asked.length === 0) return null
      const undoFloor = changeFloor()
      return () => {
        undoFloor()
        for (const intent of asked) void withdraw(intent)
      }
    },
  }
}

/** What a sale's limits are held against, and why one of them does not hold this time. */
function saleFacts(desk: Desk, kind: Sale["kind"], override: OverrideReason | undefined) {
  const terms = desk.terms()
  const limit = terms && limitFor(terms, kind)
  return {
    ...(limit && { floor: floorSeen(desk.floor(), leafNow()) }),
    ...(override && { override }),
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

    /** Enters a player against payment, and seats them where the draw has been made. */
    enter(
      kind: "buy-in" | "re-entry",
      playerId: PlayerId,
      amountCents: Cents,
      override?: OverrideReason,
    ) {
      const entryId = v.parse(EntryId, newId())
      const entrant = { playerId, entryId, amountCents, ...saleFacts(desk, kind, override) }
      const intent = intents.enter(kind, tournament(), entrant)
      return pay(intent, () => {
        const off = takeOffList(desk.floor(), playerId)
        const undoEntry = floor.write([...enter({ entryId, playerId }), ...off])
        const undoSeat = floor.seatLate(entryId)
        return () => {
          undoSeat()
          undoEntry()
        }
      })
    },

    /** A rebuy or an add-on; a player who was out is back in with a rebuy. */
    extra(
      kind: "rebuy" | "add-on",
      entryId: EntryId,
      amountCents: Cents,
      override?: OverrideReason,
    ) {
      const extra = { entryId, amountCents, ...saleFacts(desk, kind, override) }
      const intent = intents.extra(kind, tournament(), extra)
      return pay(intent, () => {
        const isOut = desk.floor().entries.some((each) => each.entryId === entryId && each.out)
        return kind === "rebuy" && isOut ? floor.bringBack(entryId) : () => {}
      })
    },

    ...prizeActs(desk, tournament, pay, withdraw),

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
