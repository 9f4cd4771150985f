import type { SeasonNow } from "../domain/league-tables.ts"
import { resultsOf } from "../domain/league-results.ts"
import { type Counted, findSeason, seasonStandings, tournamentsOf } from "../domain/leagues.ts"
import { InvalidInput } from "../domain/invalid.ts"
import type { LeagueResult } from "../domain/points.ts"
import { readTournament } from "../domain/tournament.ts"
import type { Ledger } from "../ledger/ledger.ts"
import { readRegisters } from "../schemas/documents/registers.ts"
import { tournamentRoom, venueRoom } from "../schemas/documents/rooms.ts"
import type { SeasonId, TournamentId, VenueId } from "../schemas/ids.ts"
import type { SeasonTable } from "../schemas/league.ts"
import type { Relay } from "../sync-server/relay.ts"

/** What happens within this time is reckoned with once: no table changes from bust to bust. */
const GATHER_MS = 1_000

type Results = readonly LeagueResult[] | null
type Played = { counted: Counted; results: Results }
/** What a tournament came to, of which rooms it was read, and as what the venue listed it then. */
type Read = { rooms: readonly string[]; listedAs: string; results: Promise<Results> }
/** A season with what it was reckoned of: as long as that is the same, so is the table. */
type Reckoned = { by: string; played: readonly Played[]; now: SeasonNow }

/**
 * The tables of the seasons that somebody has asked for. Each tournament is read once, of documents that
 * no tablet need have open, and again when its floor or its money has changed; a table is reckoned anew
 * from what is known of them all.
 */
export class Leagues {
  readonly #relay: Relay
  readonly #ledger: Ledger
  readonly #venueId: VenueId
  readonly #onError: (error: unknown) => void
  readonly #read = new Map<TournamentId, Read>()
  /** Of every season that was asked for what is known of it; `null` where there is no such season. */
  readonly #known = new Map<SeasonId, Reckoned | null>()
  /** What each tournament came to when it was last read. */
  readonly #last = new Map<TournamentId, Results>()
  readonly #listeners = new Set<() => void>()
  #timer: NodeJS.Timeout | undefined
  /** One reckoning at a time: the last one to end has seen everything. */
  #turn: Promise<void> = Promise.resolve()

  constructor(options: {
    relay: Relay
    ledger: Ledger
    venueId: VenueId
    onError: (error: unknown) => void
  }) {
    this.#relay = options.relay
    this.#ledger = options.ledger
    this.#venueId = options.venueId
    this.#onError = options.onError
    this.#ledger.subscribe(({ intent }) => {
      if (this.#read.delete(intent.tournamentId)) this.#gather()
    })
  }

  /** The table of a season as it is now; `null` where there is no such season. */
  async table(season: SeasonId): Promise<SeasonTable | null> {
    if (!this.#known.has(season)) this.#known.set(season, null)
    await this.#reckon()
    const reckoned = this.#known.get(season) ?? null
    if (!reckoned) this.#known.delete(season)
    return reckoned?.now.table ?? null
  }

  /**
   * What is known of a season; `null` before it was first reckoned. Whoever has subscribed is told when
   * it is there, and whenever it has changed.
   */
  latest(season: SeasonId | null): SeasonNow | null {
    if (season === null) return null
    if (!this.#known.has(season)) {
      this.#known.set(season, null)
      this.#gather()
    }
    return this.#known.get(season)?.now ?? null
  }

  /** To be told of every room that has something new in the store. */
  note(room: string): void {
    if (this.#known.size === 0) return
    let isRead = room === venueRoom(this.#venueId)
    for (const [id, { rooms }] of this.#read)
      if (rooms.includes(room)) isRead = this.#read.delete(id) || isRead
    if (isRead) this.#gather()
  }

  /** Tells of every table that has changed. Returns the way to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Reckons nothing more. */
  close(): void {
    clearTimeout(this.#timer)
    this.#known.clear()
  }

  #gather(): void {
    this.#timer ??= setTimeout(() => void this.#reckon().catch(this.#onError), GATHER_MS)
  }

  #reckon(): Promise<void> {
    const turn = this.#turn.then(() => this.#reckonAll())
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async #reckonAll(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const venue = await this.#relay.open(venueRoom(this.#venueId))
    try {
      const values = readRegisters(venue.doc)
      let isChanged = false
      for (const [season, before] of this.#known) {
        const reckoned = await this.#reckonSeason(values, season, before)
        if (reckoned === before) continue
        // What nobody asks for any more since it was closed stays forgotten.
        if (this.#known.has(season)) this.#known.set(season, reckoned)
        isChanged = true
      }
      if (isChanged) for (const listener of this.#listeners) listener()
    } finally {
      venue.close()
    }
  }

  /** While a night is played its floor changes all the time, and no table does: that is told cheaply. */
  async #reckonSeason(
    values: ReadonlyMap<string, unknown>,
    season: SeasonId,
    before: Reckoned | null,
  ): Promise<Reckoned | null> {
    const found = findSeason(values, season)
    if (!found) return null
    const played: Played[] = []
    for (const counted of tournamentsOf(values, season))
      played.push({ counted, results: await this.#resultsOf(counted) })
    const by = JSON.stringify(found)
    const isSame =
      before?.by === by &&
      before.played.length === played.length &&
      before.played.every(
        ({ counted, results }, index) =>
          counted.id === played[index]?.counted.id && results === played[index].results,
      )
    if (isSame) return before
    const { leagueName, name, rules } = found
    const table = tableOf(season, played, rules)
    return { by, played, now: { leagueName, seasonName: name, table } }
  }

  #resultsOf(counted: Counted): Promise<Results> {
    const known = this.#read.get(counted.id)
    const listedAs = JSON.stringify(counted)
    if (known?.listedAs === listedAs) return known.results
    const rooms = counted.parts.map(({ id }) => tournamentRoom(id))
    const results = this.#readResults(counted)
    const read = { rooms, listedAs, results }
    this.#read.set(counted.id, read)
    // What could not be read is read by the next who asks.
    results.catch(() => {
      if (this.#read.get(counted.id) === read) this.#read.delete(counted.id)
    })
    return results
  }

  async #readResults({ id, parts, isPutAway }: Counted): Promise<Results> {
    const stages = []
    for (const each of parts) {
      const room = await this.#relay.open(tournamentRoom(each.id))
      stages.push({ part: each.part, state: readTournament(readRegisters(room.doc)) })
      room.close()
    }
    const ledger = this.#ledger.state.tournaments.get(id) ?? null
    const results = resultsOf({ stages, ledger, isPutAway })
    const last = this.#last.get(id)
    if (last !== undefined && JSON.stringify(last) === JSON.stringify(results)) return last
    this.#last.set(id, results)
    return results
  }
}

function tableOf(
  seasonId: SeasonId,
  played: readonly Played[],
  rules: Parameters<typeof seasonStandings>[1],
): SeasonTable {
  const over = played.flatMap(({ counted, results }) =>
    results ? [{ tournamentId: counted.id, results }] : [],
  )
  const { standings, problems, problem } = standingsOf(over, rules)
  const tournaments = played.map(({ counted, results }) => ({
    tournamentId: counted.id,
    state: stateOf(results, problems.has(counted.id)),
    players: results?.length ?? 0,
    problem: problems.get(counted.id) ?? null,
  }))
  return { seasonId, standings, tournaments, problem }
}

const stateOf = (
  results: Results,
  isWithoutPoints: boolean,
): SeasonTable["tournaments"][number]["state"] =>
  results === null ? "notOver" : isWithoutPoints ? "noPoints" : "counted"

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
