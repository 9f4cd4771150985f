import type { Page } from "playwright-core"
import * as v from "valibot"
import type { LeafClient, Room } from "../../cli/leaf-client.ts"
import { enter, seatDraw } from "../../domain/floor.ts"
import { readTournament, type TournamentState } from "../../domain/tournament.ts"
import { tournamentRoom } from "../../schemas/documents/rooms.ts"
import { EntryId, PlayerId, TournamentId } from "../../schemas/ids.ts"
import { until } from "./until.ts"

/** A night that a tablet has made and another device has filled. */
export type SeatedNight = {
  tournament: TournamentId
  players: { playerId: PlayerId; entryId: EntryId; name: string }[]
  /** The floor as that other device has it. */
  room: Room
  state: () => TournamentState
}

/**
 * Creates a tournament on a signed-in tablet, and seats so many players from elsewhere: "Player
 * 0001" and so on, with a surname if one is given. Their buy-ins are the test's own business.
 */
export async function seatNight(
  tablet: Page,
  staff: LeafClient,
  { name, count, surname = "" }: { name: string; count: number; surname?: string },
): Promise<SeatedNight> {
  await tablet.getByRole("textbox", { name: "Name" }).fill(name)
  await tablet.getByRole("button", { name: "Create", exact: true }).click()
  await tablet.getByRole("combobox", { name: /Search for a player/ }).waitFor()
  await until("the tournament is open", async () => (await staff.ledger(0)).length > 0)
  const tournament = v.parse(TournamentId, (await staff.ledger(0))[0]?.intent.tournamentId)
  const players = Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(4, "0")
    return {
      playerId: v.parse(PlayerId, `p${number}`),
      entryId: v.parse(EntryId, `e${number}`),
      name: `Player ${number} ${surname}`.trim(),
    }
  })
  await staff.keepPlayers(players.map(({ playerId, name: own }) => ({ playerId, name: own })))
  const room = await staff.openRoom(tournamentRoom(tournament))
  const state = () => readTournament(room.registers.all())
  room.registers.setAll(players.flatMap((player) => enter(player)))
  room.registers.setAll(seatDraw(state(), "s"))
  return { tournament, players, room, state }
}
