import { clockAt } from "../../domain/clock.ts"
import { places } from "../../domain/entries.ts"
import * as floor from "../../domain/floor.ts"
import { builtInPayouts } from "../../domain/payouts.ts"
import { uniform } from "../../domain/random.ts"
import { playersLeft } from "../../domain/tournament.ts"
import type { EntryId, PlayerId } from "../../schemas/ids.ts"
import type { Structure } from "../../schemas/structure.ts"
import { type BasisPoints, basisPoints, cents, millis } from "../../schemas/units.ts"
import type { Night } from "./night.ts"

/** The last few come late, the first few have their phones out. */
const LATE_PLAYERS = 7
const PHONES = 3
const LATE_PLAYERS_ARRIVE_AT_LEVEL = 1
/** Of a hundred. */
const BUST_IN_A_LEVEL = 17
const TAKE_A_REBUY = 60
const TAKE_THE_ADD_ON = 65
const PAYOUTS = "Top 12"

/**
 * Plays the night through the Leaf's public surfaces, level by level, as the staff would: one step
 * after the other, each on what the documents and the ledger say at that moment.
 */
export async function playNight(night: Night): Promise<void> {
  await openTournament(night)
  const onTime = night.players.slice(0, -LATE_PLAYERS)
  const late = night.players.slice(onTime.length)
  await enter(night, onTime)
  night.write(floor.seatDraw(night.read(), night.options.seed))
  await usePhones(night, onTime.slice(0, PHONES))
  for (let level = 0; playersLeft(night.read()) > 1; level++) {
    const levelIndex = Math.min(level, night.options.structure.levels.length - 1)
    if (levelIndex === night.options.stopAtLevel) break
    await night.options.beforeLevel(level)
    night.at = millis(night.options.startedAt + startOf(night.options.structure, levelIndex))
    night.write([["clock", { status: "running", levelIndex, elapsedMs: 0, since: night.at }]])
    if (level === LATE_PLAYERS_ARRIVE_AT_LEVEL) await arriveLate(night, late)
    if (levelIndex === night.options.structure.lateRegistrationEndsAt)
      await closeRegistration(night)
    if (night.options.structure.levels[levelIndex]?.kind === "round")
      await playLevel(night, levelIndex)
    night.options.onProgress(`level ${level + 1}: ${playersLeft(night.read())} players left`)
  }
  await finish(night)
}

async function openTournament(night: Night): Promise<void> {
  await night.options.client.keepPlayers(night.players)
  await night.record([night.intent({ kind: "open-tournament", terms: night.options.terms })])
  night.write(floor.createTournament(night.options))
  night.venue.registers.setAll([
    [
      `tournament/${night.tournamentId}`,
      { name: night.options.name, createdAt: night.options.startedAt },
    ],
    ["display/main", { tournamentId: night.tournamentId }],
  ])
}

async function enter(night: Night, players: readonly { playerId: PlayerId }[]): Promise<EntryId[]> {
  const entries = players.map(({ playerId }) => ({ playerId, entryId: night.newEntryId() }))
  await night.record(
    entries.map((entry) =>
      night.intent({ kind: "buy-in", ...entry, amountCents: night.options.terms.buyIn.priceCents }),
    ),
  )
  night.write(entries.flatMap(floor.enter))
  return entries.map(({ entryId }) => entryId)
}

async function arriveLate(night: Night, late: readonly { playerId: PlayerId }[]): Promise<void> {
  for (const entryId of await enter(night, late))
    night.write(floor.lateSeat(night.read(), entryId, `${night.options.seed}/${entryId}`))
}

/** A phone gets its ticket from staff and writes its own registration, nothing else. */
async function usePhones(night: Night, players: readonly { playerId: PlayerId }[]): Promise<void> {
  for (const { playerId } of players) {
    const registration = await night.openPhone(playerId)
    registration.registers.setAll([
      ["coming", true],
      ["seatNeed", "none"],
    ])
    await registration.safe()
    registration.close()
  }
}

async function playLevel(night: Night, levelIndex: number): Promise<void> {
  const alive = night.read().entries.filter(({ out }) => out === null)
  const busts = Math.min(
    alive.length - 1,
    Math.max(1, Math.round((alive.length * BUST_IN_A_LEVEL) / 100)),
  )
  const rebuysOpen = levelIndex < night.options.structure.lateRegistrationEndsAt
  for (let each = 0; each < busts; each++) {
    const left = night.read().entries.filter(({ out }) => out === null)
    const loser = left[uniform(night.random, left.length)]
    if (!loser) return
    night.at = millis(night.at + uniform(night.random, 60_000))
    night.write(floor.bust(night.read(), loser.entryId, night.at))
    if (rebuysOpen && uniform(night.random, 100) < TAKE_A_REBUY) await rebuy(night, loser.entryId)
    else if (!rebuysOpen) await payIfInTheMoney(night, loser.entryId)
  }
  for (;;) {
    const broken = floor.breakTable(
      night.read(),
      `${night.options.seed}/${levelIndex}/${playersLeft(night.read())}`,
    )
    if (!broken) return
    night.write(broken.writes)
    night.tableBreaks += 1
  }
}

async function rebuy(night: Night, entryId: EntryId): Promise<void> {
  const price = night.options.terms.rebuy
  if (!price) return
  await night.record([night.intent({ kind: "rebuy", entryId, amountCents: price.priceCents })])
  night.write(floor.undoBust(night.read(), entryId))
}

/** Add-ons are taken when registration closes; then the pool is known and the payouts are set. */
async function closeRegistration(night: Night): Promise<void> {
  const price = night.options.terms.addOn
  const takers = night
    .read()
    .entries.filter(({ out }) => out === null && uniform(night.random, 100) < TAKE_THE_ADD_ON)
  if (price)
    await night.record(
      takers.map(({ entryId }) =>
        night.intent({ kind: "add-on", entryId, amountCents: price.priceCents }),
      ),
    )
  const structure = builtInPayouts.find(({ name }) => name === PAYOUTS)
  if (!structure) throw new Error(`Broken assumption: there is a payout structure "${PAYOUTS}".`)
  const shares = sharesFor(structure.shares, night.players.length)
  await night.record([
    night.intent({ kind: "set-payouts", payouts: { shares, unitCents: cents(100) } }),
  ])
}

/** A short field pays fewer places: the winner takes what the missing places would have got. */
function sharesFor(shares: readonly BasisPoints[], players: number): BasisPoints[] {
  const paid = shares.slice(0, players)
  const missing = 10_000 - paid.reduce((sum, share) => sum + share, 0)
  return [basisPoints((paid[0] ?? 0) + missing), ...paid.slice(1)]
}

async function payIfInTheMoney(night: Night, entryId: EntryId): Promise<void> {
  const place = places(night.read().entries).get(entryId)
  const prize = place === undefined ? undefined : (await night.account()).prizesCents[place - 1]
  if (place === undefined || prize === undefined) return
  await night.record([night.intent({ kind: "payout", entryId, place, amountCents: prize })])
}

async function finish(night: Night): Promise<void> {
  const state = night.read()
  if (playersLeft(state) > 1) {
    const levelIndex = night.options.stopAtLevel ?? 0
    const elapsedMs = millis(
      Math.max(
        0,
        night.options.now() -
          night.options.startedAt -
          startOf(night.options.structure, levelIndex),
      ),
    )
    night.write([
      ["clock", { status: "running", levelIndex, elapsedMs, since: night.options.now() }],
    ])
    return
  }
  const winner = state.entries.find(({ out }) => out === null)
  if (winner) await payIfInTheMoney(night, winner.entryId)
  const { levelIndex, elapsedMs } = clockAt(night.options.structure.levels, state.clock, night.at)
  night.write([["clock", { status: "paused", levelIndex, elapsedMs }]])
}

/** When a level begins, counted from the first, in milliseconds. */
export const startOf = ({ levels }: Structure, levelIndex: number): number =>
  levels.slice(0, levelIndex).reduce((sum, { durationMs }) => sum + durationMs, 0)

/** How long the whole structure takes. */
export const durationMs = (structure: Structure): number =>
  startOf(structure, structure.levels.length)
