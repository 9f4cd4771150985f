import type { Ledger } from "../ledger/ledger.ts"
import type { Relay } from "../sync-server/relay.ts"
import * as v from "valibot"
import { accountOf } from "../domain/account.ts"
import { displayState } from "../domain/display.ts"
import { type EntryMove, movesSince, peopleShown } from "../domain/display-people.ts"
import { seasonOf } from "../domain/leagues.ts"
import { kindsShown, screenSettings } from "../domain/screens.ts"
import { ledgerIdOf } from "../domain/stages.ts"
import { readTournament, type TournamentState } from "../domain/tournament.ts"
import { Registers } from "../schemas/documents/registers.ts"
import { tournamentRoom, venueRoom } from "../schemas/documents/rooms.ts"
import { DisplaySetting, type EventPart, ListedTournament } from "../schemas/documents/venue.ts"
import type { DisplayId, PlayerId, SeasonId, TournamentId, VenueId } from "../schemas/ids.ts"
import type { Millis } from "../schemas/units.ts"
import type { ScreenSettings } from "../schemas/display.ts"
import type { StreamEvent } from "./http/event-stream.ts"
import type { Leagues } from "./leagues.ts"
import type { ScreenNames } from "./screen-names.ts"

/** Changes that come within this time go out as one. */
const GATHER_MS = 40

/** The tournament that a feed shows, its room open until closed. */
type Shown = {
  id: TournamentId
  registers: Registers
  /** Of which event it is a part, as the venue lists it now. */
  part: () => EventPart | undefined
  /** In which season it counts, as the venue says now. */
  season: () => SeasonId | null
  /** The floor as it was last sent, and who was moved since the screen was first there. */
  before: TournamentState | null
  moves: EntryMove[]
  close: () => void
}
type Feed = { latest: StreamEvent; readers: Set<(event: StreamEvent) => void>; close: () => void }

/**
 * What the screens on the wall show: documents and money joined into one small state per
 * tournament, made once for all of its screens and sent whole. Nothing is held per screen but its
 * connection, and nothing can come up it.
 */
export class Displays {
  readonly #relay: Relay
  readonly #ledger: Ledger
  readonly #venueId: VenueId
  readonly #now: () => Millis
  readonly #names: ScreenNames
  readonly #leagues: Leagues
  readonly #onError: (error: unknown) => void
  /** By display; those that may show names apart from those that may not. */
  readonly #feeds = new Map<string, Promise<Feed>>()
  /** Event numbers of this run; after a restart every screen gets a whole state anyway. */
  readonly #run: string
  #count = 0

  constructor(options: {
    relay: Relay
    ledger: Ledger
    venueId: VenueId
    names: ScreenNames
    leagues: Leagues
    now: () => Millis
    onError: (error: unknown) => void
  }) {
    this.#relay = options.relay
    this.#ledger = options.ledger
    this.#venueId = options.venueId
    this.#names = options.names
    this.#leagues = options.leagues
    this.#now = options.now
    this.#onError = options.onError
    this.#run = String(options.now())
  }

  /**
   * Sends the display's state now and after every change, until the returned function is called.
   * @param lastSeen the last event that this screen got; it is not sent again
   * @param isPaired whether the screen is one of the venue's: only those may show people's names
   */
  async watch(
    display: DisplayId,
    lastSeen: string | null,
    send: (event: StreamEvent) => void,
    isPaired = false,
  ): Promise<() => void> {
    const key = isPaired ? `${display}/names` : display
    const opening = this.#feeds.get(key) ?? this.#open(display, isPaired)
    this.#feeds.set(key, opening)
    let feed: Feed
    try {
      feed = await opening
    } catch (error) {
      if (this.#feeds.get(key) === opening) this.#feeds.delete(key)
      throw error
    }
    // The last reader may have left meanwhile, and the feed with it.
    if (this.#feeds.get(key) !== opening) return this.watch(display, lastSeen, send, isPaired)
    feed.readers.add(send)
    if (feed.latest.id !== lastSeen) send(feed.latest)
    return () => {
      feed.readers.delete(send)
      if (feed.readers.size > 0 || this.#feeds.get(key) !== opening) return
      this.#feeds.delete(key)
      feed.close()
    }
  }

  async #open(display: DisplayId, isPaired: boolean): Promise<Feed> {
    const venue = await this.#relay.open(venueRoom(this.#venueId))
    const settings = new Registers(venue.doc)
    const readScreen = () => screenSettings(settings.all(), display, this.#now())
    let screen = readScreen()
    let tournament: Shown | null = null
    let timer: NodeJS.Timeout | undefined
    let isClosed = false
    const feed: Feed = {
      latest: this.#event(screen, null, isPaired),
      readers: new Set(),
      close: () => {
        isClosed = true
        clearTimeout(timer)
        stops.forEach((stop) => stop())
        tournament?.close()
        venue.close()
      },
    }
    const publish = () => {
      timer = undefined
      feed.latest = this.#event(screen, tournament, isPaired)
      for (const send of feed.readers) send(feed.latest)
    }
    const gather = () => {
      if (!isClosed) timer ??= setTimeout(publish, GATHER_MS)
    }
    const follow = async () => {
      const wanted = shownOn(settings, display)
      if (isClosed || wanted === (tournament?.id ?? null)) return
      const next = wanted === null ? null : await this.#openTournament(wanted, settings, gather)
      if (wanted !== null) this.#names.follow(wanted)
      if (isClosed) return next?.close()
      tournament?.close()
      tournament = next
      gather()
    }
    // One change after the other: two at once could leave a room open that nobody closes.
    let following = follow()
    const stops = [
      settings.observe(() => {
        screen = readScreen()
        gather()
        following = following.then(follow).catch(this.#onError)
      }),
      this.#ledger.subscribe(({ intent }) => {
        if (tournament && intent.tournamentId === ledgerIdOf(tournament.id, tournament.part()))
          gather()
      }),
      this.#names.subscribe(gather),
      this.#leagues.subscribe(() => {
        if (kindsShown(screen).has("league")) gather()
      }),
    ]
    try {
      await following
    } catch (error) {
      feed.close()
      throw error
    }
    clearTimeout(timer)
    publish()
    return feed
  }

  async #openTournament(
    id: TournamentId,
    settings: Registers,
    onChange: () => void,
  ): Promise<Shown> {
    const room = await this.#relay.open(tournamentRoom(id))
    const registers = new Registers(room.doc)
    const stop = registers.observe(onChange)
    return {
      id,
      registers,
      part: () => partOf(settings, id),
      season: () => seasonOf(settings, id, partOf(settings, id)),
      before: null,
      moves: [],
      close: () => {
        stop()
        room.close()
      },
    }
  }

  #event(screen: ScreenSettings, tournament: Shown | null, isPaired: boolean): StreamEvent {
    const now = this.#now()
    this.#count += 1
    const state = tournament
      ? this.#shownNow(screen, tournament, isPaired, now)
      : { kind: "waiting", now, screen }
    return { id: `${this.#run}-${this.#count}`, event: "state", data: JSON.stringify(state) }
  }

  #shownNow(screen: ScreenSettings, shown: Shown, isPaired: boolean, now: Millis) {
    const part = shown.part()
    const state = readTournament(shown.registers.all())
    const account = accountOf(this.#ledger.state, ledgerIdOf(shown.id, part))
    shown.moves = movesSince(shown.before, state, shown.moves, now)
    shown.before = state
    const nameOf = (playerId: PlayerId) =>
      isPaired
        ? this.#names.of(shown.id, playerId)
        : this.#names.nickname(shown.id, playerId)?.trim() || null
    const kinds = kindsShown(screen)
    const people = peopleShown({
      state,
      prizesCents: account?.prizesCents ?? [],
      kinds,
      nameOf,
      moves: shown.moves,
      league: kinds.has("league") ? this.#leagues.latest(shown.season()) : null,
      now,
    })
    return displayState({ state, account, now, screen, part, people })
  }
}

function shownOn(settings: Registers, display: DisplayId): TournamentId | null {
  const setting = v.safeParse(DisplaySetting, settings.get(`display/${display}`))
  return setting.success ? setting.output.tournamentId : null
}

function partOf(settings: Registers, id: TournamentId): EventPart | undefined {
  const listed = v.safeParse(ListedTournament, settings.get(`tournament/${id}`))
  return listed.success ? listed.output.part : undefined
}
