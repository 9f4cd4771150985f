import * as v from "valibot"
import type { BountyPart } from "../../domain/bounty-book.ts"
import { enter } from "../../domain/floor.ts"
import { floorSeen, limitFor } from "../../domain/limits.ts"
import type { Sale } from "../../domain/price.ts"
import { takeOffList } from "../../domain/waiting.ts"
import type { Method } from "../../schemas/account.ts"
import { EntryId, PlayerId, TillId, type TournamentId, type WishId } from "../../schemas/ids.ts"
import type { Intent, IntentOf, OverrideReason, Profile, VoidReason } from "../../schemas/intent.ts"
import type { Refusal } from "../../schemas/refusal.ts"
import type { Structure } from "../../schemas/structure.ts"
import type { PayoutStructure, Terms } from "../../schemas/terms.ts"
import { type Cents, PositiveCents, type PriceCents, type Sequence } from "../../schemas/units.ts"
import { decideHere } from "./decided.ts"
import type { Desk, Shown } from "./desk.ts"
import { newId } from "./device.ts"
import { floorActs } from "./floor-acts.ts"
import type { OpenFloor } from "./floors.ts"
import { leafNow } from "./leaf-time.ts"
import { type Beginning, beginTournament, listActs } from "./list-acts.ts"
import { prizeActs } from "./prize-acts.ts"
import { screenActs } from "./screen-acts.ts"
import { useTill } from "./tender.ts"
import type { Undo } from "./undoable.ts"

type HowEntered = {
  /** Why a limit does not hold this time. */
  override?: OverrideReason | undefined
  /** By which a buy-in is priced; on time where it is not given. */
  profile?: Profile | undefined
  /** Where the act began, if that was some time before. */
  here?: Shown | undefined
}

export type Acts = ReturnType<typeof actsAt>

/**
 * What an operator does. Each act happens here at once and returns the way to take it back, or
 * `null` where there was nothing to do (the second of two hurried taps). What few sections do has its
 * acts there: an event's (`event-acts.ts`), a satellite's (`satellite-acts.ts`).
 */
export function actsAt(desk: Desk) {
  return {
    ...floorActs(desk),
    ...beginnings(desk),
    ...moneyActs(desk),
    ...screenActs(desk),
  }
}

/** What does not exist before: a tournament, a player. */
function beginnings(desk: Desk) {
  return {
    ...listActs(desk),

    /** @returns whether the main screen goes on showing another tournament */
    async create(
      name: string,
      structure: Structure,
      terms: Terms,
      more: Beginning = {},
    ): Promise<{ isScreenTaken: boolean }> {
      const { isScreenTaken, id } = beginTournament(desk, { name, structure }, more)
      await desk.outbox.add(desk.intents.open(id, terms))
      return { isScreenTaken }
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

function bountyActs(
  { intents, outbox }: Desk,
  tournament: () => TournamentId,
  withdraw: (intent: Intent) => Promise<void>,
) {
  return {
    /** Pays a bounty to each of its winners; with the bust that won it, and taken back with it. */
    async payBounty(
      loserEntryId: EntryId,
      parts: readonly BountyPart[],
      changeFloor: () => Undo = () => () => {},
    ): Promise<Undo | null> {
      const here = tournament()
      const asked: Intent[] = []
      for (const { entryId, amountCents } of parts) {
        const amount = v.parse(PositiveCents, amountCents)
        const intent = intents.bounty(here, { entryId, loserEntryId, amountCents: amount })
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
function saleFacts(
  desk: Desk,
  here: Shown,
  kind: Sale["kind"],
  override: OverrideReason | undefined,
) {
  const terms = desk.ledger.state().tournaments.get(here.ledgerId)?.terms ?? desk.terms()
  const limit = terms && limitFor(terms, kind)
  return {
    ...(limit && { floor: floorSeen(here.floor(), leafNow()) }),
    ...(override && { override }),
  }
}

export type MoneyActs = ReturnType<typeof moneyActs>

/**
 * What moves money, with what it does to the floor. Each act takes what is shown when it begins and
 * stays with it: by the time the money is kept, another tournament may be in front.
 */
function moneyActs(desk: Desk) {
  const { intents, outbox } = desk

  function shown(): Shown {
    const current = desk.shown()
    if (!current) throw new Error("There is no tournament to act on.")
    return current
  }
  const tournament = (): TournamentId => shown().ledgerId

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
    ...prizeActs(desk, tournament, withdraw),
    withdraw,

    /** Enters a player against payment, and seats them where the draw has been made. */
    enter(
      kind: "buy-in" | "re-entry",
      playerId: PlayerId,
      amountCents: Cents,
      { override, profile, here = shown() }: HowEntered = {},
    ) {
      const floor = floorActs(desk, () => here)
      const entryId = v.parse(EntryId, newId())
      const entrant = { playerId, entryId, amountCents, ...saleFacts(desk, here, kind, override) }
      const intent = intents.enter(kind, here.ledgerId, entrant, profile)
      return pay(intent, () => {
        const off = takeOffList(here.floor(), playerId)
        const undoEntry = floor.write([...enter({ entryId, playerId }), ...off])
        const undoSeat = floor.seatLate(entryId)
        return () => {
          undoSeat()
          undoEntry()
        }
      })
    },

    /**
     * A rebuy or an add-on; a player who was out is back in with a rebuy.
     * @param wish the player's, which is fulfilled by it
     */
    extra(
      kind: "rebuy" | "add-on",
      entryId: EntryId,
      amountCents: Cents,
      override?: OverrideReason,
      wish?: WishId,
    ) {
      const here = shown()
      const facts = saleFacts(desk, here, kind, override)
      const extra = { entryId, amountCents, ...facts, ...(wish && { wish }) }
      const intent = intents.extra(kind, here.ledgerId, extra)
      return pay(intent, () => {
        const isOut = here.floor().entries.some((each) => each.entryId === entryId && each.out)
        return kind === "rebuy" && isOut ? floorActs(desk, () => here).bringBack(entryId) : () => {}
      })
    },

    setPayouts: (payouts: PayoutStructure) => outbox.add(intents.setPayouts(tournament(), payouts)),
    ...bountyActs(desk, tournament, withdraw),
    ...undoingActs(desk, tournament),
  }
}

/** Lines of the ledger that are taken back; an entry leaves the floor with its payment. */
function undoingActs(desk: Desk, tournament: () => TournamentId) {
  const { intents, outbox } = desk

  async function takeBack(line: Sequence, intent: Intent): Promise<Refusal | null> {
    const floors = floorsHere(desk)
    const outcome = await decideHere(desk, intent)
    if (outcome.kind === "rejected") return outcome.reason
    await outbox.add(intent)
    const sold = desk.ledger.lines().find(({ sequence }) => sequence === line)?.intent
    if (sold?.kind === "buy-in" || sold?.kind === "re-entry") removeFrom(desk, floors, sold.entryId)
    return null
  }

  return {
    /** Voids a line of the ledger; says why not where the ledger would refuse. */
    voidLine: (line: Sequence, reason: VoidReason) =>
      takeBack(line, intents.takeBack(tournament(), line, reason)),

    /** Gives the money of a line back by a method of now; says why not where that is refused. */
    refund: (line: Sequence, how: { method: Method; reason: IntentOf<"refund">["reason"] }) =>
      takeBack(line, intents.refund(tournament(), line, how)),
  }
}

/** In an event an entry may stand on the floor of its flight and of the second day. */
const floorsHere = (desk: Desk): OpenFloor[] => {
  const stages = desk.stages().map(({ id }) => desk.floors.of(id))
  return [...new Set([desk.floors.of(desk.selected()), ...stages])].filter((open) => open !== null)
}

function removeFrom(desk: Desk, floors: readonly OpenFloor[], entryId: EntryId): void {
  for (const open of floors)
    if (open.floor().entries.some((entry) => entry.entryId === entryId))
      floorActs(desk, () => open).remove(entryId)
}
