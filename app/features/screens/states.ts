import { createMemo, mapArray, onCleanup } from "solid-js"
import { accountOf } from "../../../domain/account.ts"
import { displayState } from "../../../domain/display.ts"
import {
  type EntryMove,
  movesSince,
  peopleShown,
  screenName,
} from "../../../domain/display-people.ts"
import type { SeasonNow } from "../../../domain/league-tables.ts"
import { findSeason, seasonOf } from "../../../domain/leagues.ts"
import { kindsShown, screenSettings } from "../../../domain/screens.ts"
import { readTournament, type TournamentState } from "../../../domain/tournament.ts"
import { tournamentRoom } from "../../../schemas/documents/rooms.ts"
import { WidgetKind } from "../../../schemas/documents/layouts.ts"
import type { DisplayState, ScreenSettings } from "../../../schemas/display.ts"
import type { DisplayId, PlayerId, TournamentId } from "../../../schemas/ids.ts"
import { type Millis, millis } from "../../../schemas/units.ts"
import type { StaffSession } from "../../../schemas/wire.ts"
import { useDesk } from "../../data/desk-context.ts"
import { openRoom } from "../../data/documents.ts"
import { followSeason } from "../../data/leagues.ts"
import { leafNow } from "../../data/leaf-time.ts"
import { endSession } from "../../data/session.ts"
import { createTicking } from "../../ui/ticking.ts"
import type { ScreenView } from "./screens.ts"

/** A picture as small as a hand turns its seconds, and nothing in between. */
const STEP_MS = 1_000

/** A floor, and who was moved on it since it was first looked at here. */
type Watched = {
  id: TournamentId
  floor: () => TournamentState
  moves: () => EntryMove[]
  /** The season that it counts in, as far as the Leaf has told of it. */
  league: () => SeasonNow | null
}

/**
 * What every screen shows, made here of the same documents and the same ledger, by the same rules, as
 * the Leaf makes it for the screen itself: it costs no connection per screen, and goes on offline.
 * @param also a tournament that is looked at without being on a screen
 */
export function createStates(
  views: () => readonly ScreenView[],
  also: () => TournamentId | null = () => null,
) {
  const { desk } = useDesk()
  const ticking = createTicking()
  const now = createMemo<Millis>(() => millis(Math.floor(ticking() / STEP_MS) * STEP_MS))
  const ids = createMemo<TournamentId[]>((before) => {
    const shown = views().map(({ tournamentId }) => tournamentId)
    const all = [...new Set([...shown, also()])].filter((id) => id !== null)
    return all.join() === before.join() ? before : all
  }, [])
  /** Most are open on this device in any case; what has ended is opened for its picture. */
  const watch = (id: TournamentId): Watched => {
    const open = desk.floors.of(id)
    const own = open ?? openOwn(id, desk.session)
    const seen = createMemo<{ before: TournamentState | null; moves: EntryMove[] }>(
      ({ before, moves }) => {
        const floor = own.floor()
        return { before: floor, moves: movesSince(before, floor, moves, leafNow()) }
      },
      { before: null, moves: [] },
    )
    return { id, floor: own.floor, moves: () => seen().moves, league: watchLeague(id) }
  }
  const watched = createMemo(mapArray(ids, watch))
  const names = createMemo(
    () => new Map(desk.players.all().map((player) => [player.playerId, screenName(player, null)])),
  )
  const nameOf = (playerId: PlayerId) => names().get(playerId) ?? null
  const stateFor = (
    screen: ScreenSettings,
    id: TournamentId | null,
    kinds: ReadonlySet<WidgetKind>,
  ): DisplayState => {
    const seen = id === null ? undefined : watched().find((each) => each.id === id)
    if (id === null || !seen) return { kind: "waiting", now: millis(0), screen }
    const state = seen.floor()
    const account = accountOf(desk.ledger.state(), desk.ledgerOf(id))
    const people = peopleShown({
      state,
      prizesCents: account?.prizesCents ?? [],
      kinds,
      nameOf,
      moves: seen.moves(),
      league: kinds.has("league") ? seen.league() : null,
      now: leafNow(),
    })
    const part = desk.listed(id)?.part
    return displayState({ state, account, now: millis(0), screen, part, people })
  }
  const settingsOf = (id: DisplayId) => screenSettings(desk.hall.values(), id, leafNow())
  return {
    now,
    stateOf: ({ displayId, tournamentId }: ScreenView): DisplayState => {
      const screen = settingsOf(displayId)
      return stateFor(screen, tournamentId, kindsShown(screen))
    },
    /** A tournament with all that any layout could show of it. */
    wholeOf: (displayId: DisplayId, id: TournamentId | null): DisplayState =>
      stateFor(settingsOf(displayId), id, new Set(WidgetKind.options)),
  }
}

/** The table comes from the Leaf, which has every night; here it is asked for where one counts in a season. */
function watchLeague(id: TournamentId): () => SeasonNow | null {
  const { desk } = useDesk()
  const season = createMemo(() => {
    const values = desk.hall.values()
    return findSeason(values, seasonOf(values, id, desk.listed(id)?.part))
  })
  const polled = followSeason(desk.session, () => season()?.id ?? null)
  return () => {
    const [found, table] = [season(), polled.latest()]
    return found && table && { leagueName: found.leagueName, seasonName: found.name, table }
  }
}

/** Opens a floor for as long as the calling owner lives. */
function openOwn(id: TournamentId, session: StaffSession) {
  const room = openRoom(tournamentRoom(id), session.token, {
    keep: true,
    onDenied: () => endSession(session),
  })
  onCleanup(() => room.close())
  return { floor: createMemo(() => readTournament(room.values())) }
}
