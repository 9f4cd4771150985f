import { createMemo, mapArray, onCleanup } from "solid-js"
import { accountOf } from "../../../domain/account.ts"
import { displayState } from "../../../domain/display.ts"
import { readTournament } from "../../../domain/tournament.ts"
import { tournamentRoom } from "../../../schemas/documents/rooms.ts"
import type { TournamentId } from "../../../schemas/ids.ts"
import { type Millis, millis } from "../../../schemas/units.ts"
import type { DisplayState } from "../../../schemas/wire.ts"
import { useDesk } from "../../data/desk-context.ts"
import { openRoom } from "../../data/documents.ts"
import { endSession } from "../../data/session.ts"
import { createTicking } from "../../ui/ticking.ts"
import type { ScreenView } from "./screens.ts"

/** A picture as small as a hand turns its seconds, and nothing in between. */
const STEP_MS = 1_000

/**
 * What every screen shows, made here of the same documents and the same ledger, by the same rules, as
 * the Leaf makes it for the screen itself: it costs no connection per screen, and goes on offline.
 */
export function createStates(views: () => readonly ScreenView[]) {
  const { desk } = useDesk()
  const ticking = createTicking()
  const now = createMemo<Millis>(() => millis(Math.floor(ticking() / STEP_MS) * STEP_MS))
  const stateFor = (floor: Parameters<typeof displayState>[0], id: TournamentId): DisplayState =>
    displayState(floor, accountOf(desk.ledger.state(), desk.ledgerOf(id)), millis(0))
  /** Most are open on this device in any case; what has ended is opened for its picture. */
  const others = createMemo<TournamentId[]>((before) => {
    const shown = views().flatMap(({ tournamentId }) => tournamentId ?? [])
    const ids = [...new Set(shown)].filter((id) => desk.floors.of(id) === null)
    return ids.join() === before.join() ? before : ids
  }, [])
  const rooms = createMemo(
    mapArray(others, (id) => {
      const room = openRoom(tournamentRoom(id), desk.session.token, {
        keep: true,
        onDenied: () => endSession(desk.session),
      })
      onCleanup(() => room.close())
      return { id, floor: createMemo(() => readTournament(room.values())) }
    }),
  )
  const stateOf = (id: TournamentId | null): DisplayState => {
    const open = desk.floors.of(id) ?? rooms().find((room) => room.id === id)
    return open ? stateFor(open.floor(), open.id) : { kind: "waiting", now: millis(0) }
  }
  return { now, stateOf }
}
