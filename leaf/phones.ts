import * as v from "valibot"
import { accountOf } from "../domain/account.ts"
import { clockAt } from "../domain/clock.ts"
import { openTablesOf } from "../domain/floor.ts"
import { seasonOf } from "../domain/leagues.ts"
import { type Joined, phoneNight, phoneOwn } from "../domain/phone.ts"
import { ledgerIdOf } from "../domain/stages.ts"
import { readTournament, type TournamentState } from "../domain/tournament.ts"
import type { Ledger } from "../ledger/ledger.ts"
import { readRegisters, Registers } from "../schemas/documents/registers.ts"
import { tournamentRoom, venueRoom } from "../schemas/documents/rooms.ts"
import { ListedTournament } from "../schemas/documents/venue.ts"
import { type PlayerId, TournamentId, type VenueId } from "../schemas/ids.ts"
import type { TonightAnswer } from "../schemas/phone.ts"
import type { Millis } from "../schemas/units.ts"
import type { OpenRoom, Relay } from "../sync-server/relay.ts"
import type { StreamEvent } from "./http/event-stream.ts"
import type { Leagues } from "./leagues.ts"
import type { Registrations } from "./registrations.ts"

/** Changes that come within this time go out as one. */
const GATHER_MS = 80

type Reader = { playerId: PlayerId | null; send: (event: StreamEvent) => void }
type Feed = {
  /** The night as every phone gets it, already as text, and what it was made of. */
  latest: { night: string; joined: Joined } | null
  readers: Set<Reader>
  close: () => void
}

/**
 * What phones are told: floor, money and what players have said of themselves, joined into one state
 * per tournament and sent whole; to a phone that is bound to a player, with that player's own part.
 */
export class Phones {
  readonly #relay: Relay
  readonly #ledger: Ledger
  readonly #registrations: Registrations
  readonly #leagues: Leagues
  readonly #venueId: VenueId
  readonly #now: () => Millis
  readonly #onError: (error: unknown) => void
  readonly #feeds = new Map<TournamentId, Promise<Feed>>()
  #count = 0

  constructor(options: {
    relay: Relay
    ledger: Ledger
    registrations: Registrations
    leagues: Leagues
    venueId: VenueId
    now: () => Millis
    onError: (error: unknown) => void
  }) {
    this.#relay = options.relay
    this.#ledger = options.ledger
    this.#registrations = options.registrations
    this.#leagues = options.leagues
    this.#venueId = options.venueId
    this.#now = options.now
    this.#onError = options.onError
  }

  /** Sends the state now and after every change, until the returned function is called. */
  async watch(
    tournament: TournamentId,
    playerId: PlayerId | null,
    send: (event: StreamEvent) => void,
  ): Promise<() => void> {
    const opening = this.#feeds.get(tournament) ?? this.#open(tournament)
    this.#feeds.set(tournament, opening)
    let feed: Feed
    try {
      feed = await opening
    } catch (error) {
      if (this.#feeds.get(tournament) === opening) this.#feeds.delete(tournament)
      throw error
    }
    // The last reader may have left meanwhile, and the feed with it.
    if (this.#feeds.get(tournament) !== opening) return this.watch(tournament, playerId, send)
    const reader = { playerId, send }
    feed.readers.add(reader)
    this.#tell(feed, reader)
    return () => {
      feed.readers.delete(reader)
      if (feed.readers.size > 0 || this.#feeds.get(tournament) !== opening) return
      this.#feeds.delete(tournament)
      feed.close()
    }
  }

  /** The tournaments that are not put away, the newest first, with the tables that they play at. */
  async tonight(): Promise<v.InferOutput<typeof TonightAnswer>["tournaments"]> {
    const hall = await this.#relay.open(venueRoom(this.#venueId))
    try {
      const listed = listedIn(readRegisters(hall.doc)).filter(
        ({ endedAt }) => endedAt === undefined,
      )
      return await Promise.all(
        listed.map(async ({ tournamentId, name, startsAt }) => ({
          tournamentId,
          name,
          ...(startsAt !== undefined && { startsAt }),
          tables: openTablesOf(await this.#floorOf(tournamentId)).map(({ number }) => number),
        })),
      )
    } finally {
      hall.close()
    }
  }

  /** Whether a tournament is one of this venue's; nobody may have rooms without end opened. */
  async knows(tournament: TournamentId): Promise<boolean> {
    if (this.#ledger.state.tournaments.has(tournament)) return true
    const hall = await this.#relay.open(venueRoom(this.#venueId))
    try {
      return listedIn(readRegisters(hall.doc)).some(
        ({ tournamentId }) => tournamentId === tournament,
      )
    } finally {
      hall.close()
    }
  }

  async #floorOf(tournament: TournamentId): Promise<TournamentState> {
    const room = await this.#relay.open(tournamentRoom(tournament))
    try {
      return readTournament(readRegisters(room.doc))
    } finally {
      room.close()
    }
  }

  async #open(tournament: TournamentId): Promise<Feed> {
    const hall = await this.#relay.open(venueRoom(this.#venueId))
    const room = await this.#relay.open(tournamentRoom(tournament))
    const registers = new Registers(room.doc)
    let timer: NodeJS.Timeout | undefined
    let levelTimer: NodeJS.Timeout | undefined
    let isClosed = false
    const feed: Feed = {
      latest: null,
      readers: new Set(),
      close: () => {
        isClosed = true
        clearTimeout(timer)
        clearTimeout(levelTimer)
        stops.forEach((stop) => stop())
        room.close()
        hall.close()
      },
    }
    const publish = async () => {
      timer = undefined
      await join()
      if (!isClosed) for (const reader of feed.readers) this.#tell(feed, reader)
    }
    const join = async () => {
      feed.latest = await this.#join(tournament, registers, hall)
      clearTimeout(levelTimer)
      const endsIn = feed.latest && msToNextLevel(feed.latest.joined.state, this.#now())
      if (endsIn !== null && !isClosed) levelTimer = setTimeout(gather, endsIn)
    }
    const gather = () => {
      if (!isClosed) timer ??= setTimeout(() => void publish().catch(this.#onError), GATHER_MS)
    }
    const stops = [
      registers.observe(gather),
      new Registers(hall.doc).observe(gather),
      this.#ledger.subscribe(gather),
      this.#leagues.subscribe(gather),
      this.#registrations.subscribe((changed) => {
        if (changed === tournament) gather()
      }),
    ]
    try {
      await join()
    } catch (error) {
      feed.close()
      throw error
    }
    return feed
  }

  async #join(
    tournamentId: TournamentId,
    registers: Registers,
    hall: OpenRoom,
  ): Promise<Feed["latest"]> {
    const registrations = await this.#registrations.of(tournamentId)
    const values = readRegisters(hall.doc)
    const listed = listedIn(values).find((each) => each.tournamentId === tournamentId)
    const joined: Joined = {
      tournamentId,
      state: readTournament(registers.all()),
      account: accountOf(this.#ledger.state, ledgerIdOf(tournamentId, listed?.part)),
      part: listed?.part,
      endedAt: listed?.endedAt ?? null,
      registrations,
      league: this.#leagues.latest(seasonOf(values, tournamentId, listed?.part)),
    }
    const night = phoneNight(joined)
    return night && { night: JSON.stringify(night), joined }
  }

  #tell({ latest }: Feed, { playerId, send }: Reader): void {
    if (!latest) return
    const { night, joined } = latest
    const now = this.#now()
    const ledgerId = ledgerIdOf(joined.tournamentId, joined.part)
    const own = playerId && phoneOwn(joined, this.#ledger.state, playerId, { ledgerId, now })
    this.#count += 1
    send({
      id: String(this.#count),
      event: "state",
      // The night is the same for all: it is made into text once.
      data: `{"now":${now},"night":${night},"own":${JSON.stringify(own)}}`,
    })
  }
}

/** With another level other things are sold; `null` where the clock stands. */
function msToNextLevel({ tournament, clock }: TournamentState, now: Millis): number | null {
  if (!tournament) return null
  const { status, remainingMs } = clockAt(tournament.structure.levels, clock, now)
  return status === "running" ? remainingMs + 1 : null
}

function listedIn(
  values: ReadonlyMap<string, unknown>,
): ({ tournamentId: TournamentId } & ListedTournament)[] {
  return [...values]
    .flatMap(([key, value]) => {
      const [kind, id] = key.split("/")
      const tournamentId = v.safeParse(TournamentId, id)
      const listed = v.safeParse(ListedTournament, value)
      return kind === "tournament" && tournamentId.success && listed.success
        ? [{ tournamentId: tournamentId.output, ...listed.output }]
        : []
    })
    .toSorted((a, b) => b.createdAt - a.createdAt)
}
