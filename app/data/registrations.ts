import { createEffect, createRoot, createSignal, onCleanup } from "solid-js"
import * as v from "valibot"
import { registrationRoom } from "../../schemas/documents/rooms.ts"
import type { PlayerId, TournamentId, WishId } from "../../schemas/ids.ts"
import {
  ClaimCodesAnswer,
  type ClaimCodesRequest,
  RegistrationsState,
} from "../../schemas/phone.ts"
import type { StaffSession } from "../../schemas/wire.ts"
import { ask } from "./api.ts"
import { openRoom } from "./documents.ts"
import { followEvents } from "./event-stream.ts"
import { leaveRoom } from "./lingering.ts"
import { endSession } from "./session.ts"
import type { Undo } from "./undoable.ts"

const State = v.pipe(v.string(), v.parseJson(), RegistrationsState)
export type Said = RegistrationsState["registrations"][number]

/**
 * Follows what players have said on their phones, for as long as the calling owner lives.
 * @param onNames told when a name last changed or went
 */
export function followRegistrations(session: StaffSession, onNames: (at: number) => void) {
  const [state, setState] = createSignal<Omit<RegistrationsState, "namesAt">>({
    registrations: [],
    secondPhones: [],
  })
  onCleanup(
    followEvents({
      path: () => "/api/registrations/stream",
      token: session.token,
      take(events) {
        const last = events.findLast(({ event }) => event === "state")
        if (!last) return
        const read = v.parse(State, last.data)
        onNames(read.namesAt)
        setState(read)
      },
      // What was said stays said; the bar on top tells that there is no contact.
      onContact: () => {},
      onSignedOut: () => endSession(session),
    }),
  )
  return {
    all: () => state().registrations,
    of: (tournament: TournamentId | null, playerId: PlayerId): Said | undefined =>
      state().registrations.find(
        (each) => each.tournamentId === tournament && each.playerId === playerId,
      ),
    /** When a second phone has tried the player's code; `null` where none has. */
    secondPhoneAt: (tournament: TournamentId | null, playerId: PlayerId): number | null =>
      state().secondPhones.find(
        (each) => each.tournamentId === tournament && each.playerId === playerId,
      )?.at ?? null,
    secondPhones: () => state().secondPhones,
  }
}

/**
 * Says no to a player's wish, in the player's own document.
 * @returns the way to take it back
 */
export function refuseWish(
  session: StaffSession,
  {
    tournamentId,
    playerId,
    wish,
  }: { tournamentId: TournamentId; playerId: PlayerId; wish: WishId },
): Undo {
  const write = (answer: unknown) => {
    const room = openRoom(registrationRoom(tournamentId, playerId), session.token, {
      keep: false,
      onDenied: () => endSession(session),
    })
    createRoot((dispose) => {
      createEffect(() => {
        // Only a device that knows what stands there writes something newer than that.
        if (!room.isSynced()) return
        room.registers.set("answer", answer)
        leaveRoom(room, session.staffId)
        dispose()
      })
    })
  }
  write({ wish, verdict: "no" })
  return () => write(null)
}

/** The codes that bind players' phones; see `ClaimCodesRequest`. */
export const claimCodes = async (
  token: string,
  body: v.InferInput<typeof ClaimCodesRequest>,
  signal?: AbortSignal,
): Promise<ClaimCodesAnswer["codes"]> =>
  (
    await ask("/api/claim-codes", ClaimCodesAnswer, {
      method: "POST",
      body,
      token,
      ...(signal && { signal }),
    })
  ).codes

/** A code as people read it aloud. */
export const codeText = (code: string): string => `${code.slice(0, 3)} ${code.slice(3)}`

/** Where a QR code takes a phone: to the player's own night, a tournament, or the one at a table. */
export const phonePath = {
  claim: (code: string) => `/player#c=${code}`,
  tournament: (id: TournamentId) => `/player#t=${id}`,
  table: (number: number) => `/player#table=${number}`,
}
