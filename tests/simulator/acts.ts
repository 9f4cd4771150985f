import * as v from "valibot"
import { accountOf } from "../../domain/account.ts"
import { startClock, pauseClock } from "../../domain/clock.ts"
import * as floor from "../../domain/floor.ts"
import { openConflicts } from "../../domain/ledger.ts"
import { builtInStructures } from "../../domain/structure.ts"
import { readTournament } from "../../domain/tournament.ts"
import { EntryId } from "../../schemas/ids.ts"
import type { IntentKind } from "../../schemas/intent.ts"
import { millis } from "../../schemas/units.ts"
import { TERMS } from "../support/intents.ts"
import { nameOf, playerOf, PLAYERS, TOURNAMENT } from "./people.ts"
import type { Tablet } from "./tablet.ts"
import type { World } from "./world.ts"

const TERMS_WITH_BOUNTIES = {
  ...TERMS,
  buyIn: { ...TERMS.buyIn, bountyCents: 500 },
  guaranteeCents: 30_000,
  limits: { rebuy: { most: 3 } },
}
const RESOLUTIONS = [
  { kind: "accept" },
  { kind: "drop" },
  { kind: "instead", replacement: { kind: "rebuy", entryId: "e1" } },
]

/** With what every night begins: the tournament's account, and its floor. */
export function openTournament(tablet: Tablet): void {
  void tablet.ask("open-tournament", { terms: TERMS_WITH_BOUNTIES })
  const [regular] = builtInStructures
  if (!regular) throw new Error("There is no built-in structure.")
  // Small tables, so that some are opened and broken.
  const structure = { ...regular, seatsPerTable: 4 }
  tablet.floor?.write(floor.createTournament({ name: "Friday", structure, seed: "s" }))
}

/**
 * One random thing that a person does at a tablet, by what that tablet knows; of money now and then
 * another does the same at another tablet, for neither knows of the other.
 */
export function act(world: World, tablet: Tablet, another: Tablet): void {
  if (world.once(4)) return actOnFloor(world, tablet)
  if (world.once(14)) return void tablet.takeBack()
  const wish = wishOf(world, tablet)
  if (!wish) return
  void tablet.ask(...wish)
  if (another !== tablet && world.once(4))
    world.within(another.process, () => void another.ask(...wish))
}

type Wish = [kind: IntentKind, fields: Record<string, unknown>]

/** Somebody types a name where an id belongs. */
export function mistype(world: World, tablet: Tablet): void {
  const player = 1 + world.pick(PLAYERS)
  tablet.floor?.write([[`entry/e${player}/player`, nameOf(player)]])
}

function wishOf(world: World, tablet: Tablet): Wish | null {
  const player = 1 + world.pick(PLAYERS)
  const account = accountOf(tablet.state, TOURNAMENT)
  const known = [...(account?.entries.keys() ?? [])]
  // Mostly one that is on the screen; the others come from tablets that know of more.
  const entryOf = () =>
    known.length === 0 || world.once(8) ? `e${1 + world.pick(PLAYERS)}` : world.oneOf(known)
  const entry = { entryId: entryOf() }
  const another = `e${player}-${world.steps}`
  switch (world.pick(18)) {
    case 0:
    case 1:
    case 2:
    case 3:
      // Two tablets apart may make two entries of one player.
      return ["buy-in", { playerId: `p${player}`, entryId: world.once(3) ? another : `e${player}` }]
    case 4:
      return ["re-entry", { playerId: `p${player}`, entryId: another }]
    case 5:
    case 6:
    case 7:
      return ["rebuy", entry]
    case 8:
    case 9:
      return ["add-on", { ...entry, method: "card" }]
    case 10:
      return ["set-payouts", { payouts: { shares: [6_000, 4_000], unitCents: 100 } }]
    case 11:
    case 12: {
      const place = 1 + world.pick(2)
      const amountCents = account?.prizesCents[place - 1] ?? 100
      return ["payout", { ...entry, place, amountCents }]
    }
    case 13:
      return ["bounty", { ...entry, loserEntryId: entryOf(), amountCents: 500 }]
    case 14: {
      const moved = tablet.state.tournaments.get(TOURNAMENT)?.movements.keys() ?? []
      const sequence = world.oneOf([1, ...moved])
      return [world.once(2) ? "void" : "refund", { sequence }]
    }
    case 15:
      return [world.once(4) ? "close-registration" : "reopen-registration", {}]
    case 16:
      return ["top-up", { amountCents: account?.overlayMissingCents || 1 }]
    default:
      return resolution(world, tablet)
  }
}

function resolution(world: World, tablet: Tablet): Wish | null {
  const conflict = openConflicts(tablet.state)[0]
  if (!conflict) return null
  const { sequence, intent } = conflict
  return [
    "resolve",
    {
      conflict: sequence,
      resolution: world.oneOf(RESOLUTIONS),
      tournamentId: intent.tournamentId,
    },
  ]
}

function actOnFloor(world: World, tablet: Tablet): void {
  const client = tablet.floor
  if (!client) return
  const state = readTournament(client.registers.all())
  const player = 1 + world.pick(PLAYERS)
  const entryId = v.parse(EntryId, `e${player}`)
  const seed = `seed ${world.steps}`
  const now = millis(tablet.now())
  const levels = state.tournament?.structure.levels ?? []
  switch (world.pick(8)) {
    case 0:
    case 1:
      return client.write([
        ...floor.enter({ entryId, playerId: playerOf(player) }),
        ...floor.lateSeat(state, entryId, seed),
      ])
    case 2:
      return client.write(floor.seatDraw(state, seed))
    case 3:
      return client.write(floor.bust(state, entryId, now))
    case 4:
      return client.write(floor.undoBust(state, entryId))
    case 5:
      return client.write(floor.lateSeat(state, entryId, seed))
    case 6:
      return client.write(floor.breakTable(state, seed)?.writes ?? [])
    default: {
      if (levels.length === 0) return
      const press = world.once(2) ? startClock : pauseClock
      return client.write([["clock", press(levels, state.clock, now)]])
    }
  }
}
