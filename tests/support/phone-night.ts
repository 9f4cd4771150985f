import * as assert from "uvu/assert"
import * as v from "valibot"
import type { LeafClient, Room } from "../../cli/leaf-client.ts"
import { createTournament, enter, seatDraw } from "../../domain/floor.ts"
import { builtInStructures } from "../../domain/structure.ts"
import { readTournament, type TournamentState } from "../../domain/tournament.ts"
import { tournamentRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import { EntryId, PlayerId, TournamentId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"
import { intent } from "./intents.ts"

/** A night in which everybody has paid and sits, made by a device of the venue's. */
export type PhoneNight = {
  tournament: TournamentId
  players: { playerId: PlayerId; entryId: EntryId; name: string }[]
  hall: Room
  room: Room
  state: () => TournamentState
}

/** Opens a tournament with rebuys and add-ons, enters so many players and seats them, six to a table. */
export async function playersNight(
  staff: LeafClient,
  { count, levelMs }: { count: number; levelMs?: number },
): Promise<PhoneNight> {
  const tournament = v.parse(TournamentId, "phone-night")
  const players = Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(3, "0")
    return {
      playerId: v.parse(PlayerId, `player-${number}`),
      entryId: v.parse(EntryId, `entry-${number}`),
      name: `Player ${number}`,
    }
  })
  await staff.keepPlayers(players.map(({ playerId, name }) => ({ playerId, name })))
  const bought = players.map(({ playerId, entryId }) =>
    intent("buy-in", { tournamentId: tournament, playerId, entryId }),
  )
  await staff.record([intent("open-tournament", { tournamentId: tournament }), ...bought])
  const hall = await staff.openRoom(venueRoom((await staff.venue()).venueId))
  const room = await staff.openRoom(tournamentRoom(tournament))
  const state = () => readTournament(room.registers.all())
  const [regular] = builtInStructures
  assert.ok(regular)
  const levels =
    levelMs === undefined
      ? regular.levels
      : regular.levels.map((level) => ({ ...level, durationMs: millis(levelMs) }))
  const structure = { ...regular, levels, seatsPerTable: 6 }
  room.registers.setAll([
    ...createTournament({ name: "Friday Night", structure, seed: "s" }),
    ...players.flatMap((player) => enter(player)),
  ])
  room.registers.setAll(seatDraw(state(), "s"))
  hall.registers.setAll([
    [`tournament/${tournament}`, { name: "Friday Night", createdAt: millis(1) }],
    ["display/main", { tournamentId: tournament }],
  ])
  await Promise.all([hall.safe(), room.safe()])
  return { tournament, players, hall, room, state }
}

/** Where somebody sits, as a phone says it. */
export function seatWords({ entries, tables }: TournamentState, entryId: EntryId): string {
  const seat = entries.find((entry) => entry.entryId === entryId)?.seat
  const table = tables.find(({ tableId }) => tableId === seat?.table)
  assert.ok(seat && table, `${entryId} sits`)
  return `Table ${table.number}, seat ${seat.seat}`
}
