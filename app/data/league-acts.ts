import * as v from "valibot"
import { seasonKeyOf } from "../../domain/leagues.ts"
import type { Season, SeasonRules } from "../../schemas/documents/leagues.ts"
import { LeagueId, SeasonId } from "../../schemas/ids.ts"
import type { Desk } from "./desk.ts"
import { newId } from "./device.ts"
import type { Listed } from "./tournaments.ts"
import { type Undo, writeUndoable } from "./undoable.ts"

/** What is said of a season, without which league it is of. */
export type SeasonHead = Omit<Season, "league">

/** Leagues, their seasons, and what counts in them. */
export function leagueActs(desk: Desk) {
  const write = (writes: Parameters<typeof writeUndoable>[1]): Undo =>
    writeUndoable(desk.hall.registers, writes)
  const seasonWrites = (id: SeasonId, season: Season, rules: SeasonRules) =>
    [
      [`season/${id}`, season],
      [`season/${id}/rules`, rules],
    ] as const
  return {
    /** A league with its first season. */
    makeLeague(name: string, head: SeasonHead, rules: SeasonRules): { id: SeasonId; undo: Undo } {
      const league = v.parse(LeagueId, newId())
      const id = v.parse(SeasonId, newId())
      const undo = write([
        [`league/${league}`, { name }],
        ...seasonWrites(id, { league, ...head }, rules),
      ])
      return { id, undo }
    },
    makeSeason(
      league: LeagueId,
      head: SeasonHead,
      rules: SeasonRules,
    ): { id: SeasonId; undo: Undo } {
      const id = v.parse(SeasonId, newId())
      return { id, undo: write(seasonWrites(id, { league, ...head }, rules)) }
    },
    /** Only what was changed is written, so that two people can change two things. */
    changeSeason(
      id: SeasonId,
      { league, head, rules }: { league: LeagueId; head: SeasonHead; rules: SeasonRules },
      leagueName: string,
    ): Undo {
      const before = desk.hall.registers
      const writes = [
        [`league/${league}`, { name: leagueName }] as const,
        ...seasonWrites(id, { league, ...head }, rules),
      ]
      return write(
        writes.filter(([key, value]) => JSON.stringify(before.get(key)) !== JSON.stringify(value)),
      )
    },
    /** Its tournaments count in none then; with the undo they count as before. */
    removeSeason: (id: SeasonId): Undo =>
      write([
        [`season/${id}`, null],
        [`season/${id}/rules`, null],
      ]),
    removeLeague: (league: LeagueId): Undo => write([[`league/${league}`, null]]),
    /** @param season `null` for none */
    countIn: ({ id, part }: Listed, season: SeasonId | null): Undo =>
      write([[seasonKeyOf(id, part), season]]),
  }
}
