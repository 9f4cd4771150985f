import { randomUUID } from "node:crypto"
import * as v from "valibot"
import { InvalidInput } from "../domain/invalid.ts"
import {
  listedLeagues,
  type PlayedTournament,
  seasonStandings,
  tournamentsOf,
} from "../domain/leagues.ts"
import { venueRoom } from "../schemas/documents/rooms.ts"
import { PlayerId, type TenantId, TournamentId, VenueId } from "../schemas/ids.ts"
import {
  League,
  type LeagueBody,
  type LeaguesAnswer,
  type LeagueTableAnswer,
  type SeasonStanding,
  type VenueSeason,
} from "../schemas/league.ts"
import { resultsAt } from "./league-results.ts"
import { noteRead } from "./personal-reads.ts"
import type { TenantSql, Tenants } from "./tenants.ts"
import { nameIn, readRooms } from "./venue-documents.ts"

const FOREIGN_KEY_VIOLATION = "23503"

/** Leagues over several venues of a tenant: the same rules as on a Leaf, over more tournaments. */
export class Leagues {
  readonly #tenants: Tenants

  constructor(tenants: Tenants) {
    this.#tenants = tenants
  }

  /** Every league, and every season of every venue that can count in one. */
  async list(tenantId: TenantId): Promise<LeaguesAnswer> {
    const { leagues, venues } = await this.#tenants.within(tenantId, async (sql) => ({
      leagues: await readLeagues(sql, null),
      venues: v.parse(v.array(VenueRow), (await sql.query(VENUES)).rows),
    }))
    const read = await readRooms(
      this.#tenants,
      tenantId,
      venues.map(({ venueId }) => ({ venueId, room: venueRoom(venueId) })),
    )
    const seasons = venues.flatMap(({ venueId, venueName }): VenueSeason[] =>
      listedLeagues(read({ venueId, room: venueRoom(venueId) })).flatMap((league) =>
        league.seasons.map((season) => ({
          venueId,
          venueName,
          seasonId: season.id,
          leagueName: league.name,
          seasonName: season.name,
        })),
      ),
    )
    return { leagues, seasons }
  }

  /**
   * Makes a league, or changes the one of that id.
   * @returns its id; `null` where there is no such league, or a venue of it is none of the tenant's
   */
  async keep(tenantId: TenantId, id: string | null, body: LeagueBody): Promise<string | null> {
    const leagueId = id ?? randomUUID()
    if (!v.is(LeagueId, leagueId)) return null
    try {
      return await this.#tenants.within(tenantId, async (sql) => {
        const values = [leagueId, body.name, JSON.stringify(body.rules)]
        const written = await sql.query(id === null ? MAKE : CHANGE, values)
        if (written.rowCount !== 1) return null
        await sql.query("delete from league_part where league_id = $1", [leagueId])
        await sql.query(ADD_PARTS, [leagueId, JSON.stringify(body.parts)])
        return leagueId
      })
    } catch (error) {
      const isNoVenue =
        error instanceof Error && "code" in error && error.code === FOREIGN_KEY_VIOLATION
      if (isNoVenue) return null
      throw error
    }
  }

  /** @returns whether there was one */
  remove(tenantId: TenantId, id: string): Promise<boolean> {
    if (!v.is(LeagueId, id)) return Promise.resolve(false)
    return this.#tenants.within(tenantId, async (sql) => {
      const { rowCount } = await sql.query("delete from league where league_id = $1", [id])
      return rowCount === 1
    })
  }

  /**
   * A league's table; `null` where there is none. A person who played at several venues is in it once.
   * @param reader who reads the names; `null` for somebody who may not
   */
  async table(
    tenantId: TenantId,
    reader: string | null,
    id: string,
  ): Promise<LeagueTableAnswer | null> {
    if (!v.is(LeagueId, id)) return null
    const [league] = await this.#tenants.within(tenantId, (sql) => readLeagues(sql, id))
    if (!league) return null
    const counted = await this.#countedIn(tenantId, league)
    const { standings, problems, problem } = standingsOf(
      counted.flatMap(({ played }) => played ?? []),
      league.rules,
    )
    const names = reader === null ? null : await this.#names(tenantId, reader, standings)
    return {
      name: league.name,
      standings: standings.map(({ place, playerId, hundredths, results }) => ({
        place,
        personId: v.is(v.pipe(v.string(), v.uuid()), playerId) ? playerId : null,
        name: names?.get(playerId) ?? null,
        hundredths,
        played: results.length,
        counted: results.filter(({ counts }) => counts).length,
      })),
      tournaments: counted.map(({ venueId, tournamentId, name, key, played }) => {
        const why = problems.get(key) ?? null
        const state = played === null ? "notOver" : why === null ? "counted" : "noPoints"
        const players = played?.results.length ?? 0
        return { venueId, tournamentId, name, state, players, problem: why } as const
      }),
      problem,
    }
  }

  /** Every tournament of the league's seasons, with the results of those that are over, by person. */
  async #countedIn(tenantId: TenantId, { parts }: League): Promise<CountedNight[]> {
    const read = await readRooms(
      this.#tenants,
      tenantId,
      parts.map(({ venueId }) => ({ venueId, room: venueRoom(venueId) })),
    )
    const nights = await Promise.all(
      parts.flatMap(({ venueId, seasonId }) =>
        tournamentsOf(read({ venueId, room: venueRoom(venueId) }), seasonId).map(
          async (counted) => ({
            venueId,
            tournamentId: counted.id,
            name: nameIn(read({ venueId, room: venueRoom(venueId) }), counted.id),
            results: await resultsAt(this.#tenants, { tenantId, venueId }, counted),
          }),
        ),
      ),
    )
    const people = await this.#people(
      tenantId,
      nights.flatMap(({ venueId, results }) =>
        (results ?? []).map(({ playerId }) => ({ venueId, playerId })),
      ),
    )
    return nights.map(({ venueId, tournamentId, name, results }) => {
      // Two venues' tournaments of one id are two.
      const key = v.parse(TournamentId, `${venueId}-${tournamentId}`.slice(-64))
      const personOf = (playerId: PlayerId) => people.get(`${venueId}/${playerId}`)
      const played = results && { tournamentId: key, results: byPerson(results, personOf) }
      return { venueId, tournamentId, name, key, played }
    })
  }

  #people(
    tenantId: TenantId,
    players: readonly { venueId: VenueId; playerId: PlayerId }[],
  ): Promise<Map<string, PlayerId>> {
    return this.#tenants.within(tenantId, async (sql) => {
      const { rows } = await sql.query<{ player: string; person_id: string }>(PEOPLE, [
        players.map(({ venueId }) => venueId),
        players.map(({ playerId }) => playerId),
      ])
      return new Map(rows.map(({ player, person_id }) => [player, v.parse(PlayerId, person_id)]))
    })
  }

  #names(
    tenantId: TenantId,
    reader: string,
    standings: readonly SeasonStanding[],
  ): Promise<Map<string, string>> {
    const ids = standings.map(({ playerId }) => playerId).filter((id) => v.is(LeagueId, id))
    return this.#tenants.within(tenantId, async (sql) => {
      const { rows } = await sql.query<{ person_id: string; name: string }>(
        "select distinct on (person_id) person_id, name from player " +
          "where person_id = any($1) order by person_id, first_seen_at, venue_id",
        [ids],
      )
      await noteRead(sql, reader, { what: "list", people: rows.length })
      return new Map(rows.map(({ person_id, name }) => [person_id, name]))
    })
  }
}

type CountedNight = {
  venueId: VenueId
  tournamentId: TournamentId
  name: string | null
  /** What it is called among those of all venues. */
  key: TournamentId
  played: PlayedTournament | null
}

const LeagueId = v.pipe(v.string(), v.uuid())
const VenueRow = v.object({ venueId: VenueId, venueName: v.string() })

/** One result a person: whoever is two of a venue's players has the better one. */
function byPerson(
  results: PlayedTournament["results"],
  personOf: (playerId: PlayerId) => PlayerId | undefined,
): PlayedTournament["results"] {
  const best = new Map<PlayerId, PlayedTournament["results"][number]>()
  for (const result of results) {
    const playerId = personOf(result.playerId) ?? result.playerId
    const known = best.get(playerId)
    if (!known || result.place < known.place) best.set(playerId, { ...result, playerId })
  }
  return [...best.values()]
}

/** A formula that is none gives nobody points, and says why. */
function standingsOf(
  ...given: Parameters<typeof seasonStandings>
): ReturnType<typeof seasonStandings> & { problem: string | null } {
  try {
    return { ...seasonStandings(...given), problem: null }
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    return { standings: [], problems: new Map(), problem: error.rule }
  }
}

async function readLeagues(sql: TenantSql, id: string | null): Promise<League[]> {
  const { rows } = await sql.query(LEAGUES, [id])
  return v.parse(v.array(League), rows)
}

const VENUES =
  'select venue_id as "venueId", name as "venueName" from venue order by name, venue_id'

const LEAGUES = `
select league_id as "leagueId", name, rules,
       (select coalesce(json_agg(json_build_object('venueId', venue_id, 'seasonId', season_id)
                 order by venue_id, season_id), '[]')
          from league_part where league_part.league_id = league.league_id) as parts
  from league where $1::uuid is null or league_id = $1 order by name, league_id`

const PEOPLE = `
select venue_id || '/' || player_id as player, person_id
  from (select distinct venue_id, player_id
          from unnest($1::text[], $2::text[]) given (venue_id, player_id)) wanted
  join player using (venue_id, player_id)`

const MAKE = "insert into league (league_id, name, rules) values ($1, $2, $3)"
const CHANGE = "update league set name = $2, rules = $3 where league_id = $1"

const ADD_PARTS = `
insert into league_part (league_id, venue_id, season_id)
select distinct $1::uuid, "venueId", "seasonId"
  from json_to_recordset($2) as ("venueId" text, "seasonId" text)`
