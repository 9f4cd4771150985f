import { createContext, createMemo, createSignal, useContext } from "solid-js"
import {
  type OwnedVenues,
  OwnedVenues as OwnedVenuesSchema,
  type OwnerSession,
} from "../../../schemas/owner.ts"
import type { PeoplePage } from "../../../schemas/people.ts"
import { type Millis, millis } from "../../../schemas/units.ts"
import { endOwnerSession, ownerSession } from "../../data/owner-session.ts"
import { createPolled } from "../../data/polled.ts"
import { createTick } from "./tick.ts"

const EVERY_MS = 10_000

/** A search with what it has brought so far. */
export type Found = PeoplePage & { search: string }

/** What every page of the owner's web is given. */
export type OwnerDesk = {
  session: () => OwnerSession
  isOwner: () => boolean
  /** The venues as Core said last; `null` before it has. */
  venues: () => OwnedVenues | null
  /** When that was, by Core's time. */
  updatedAt: () => number | null
  /** Whether the last time of asking brought nothing. */
  isCutOff: () => boolean
  refresh: () => void
  /** Core's time. */
  now: () => Millis
  /** Who was searched for last, so that the way back from one of them shows the others again. */
  people: { found: () => Found | null; setFound: (found: Found | null) => void }
}

const Desk = createContext<OwnerDesk>()
export const OwnerDeskProvider = Desk.Provider

export function useOwner(): OwnerDesk {
  const desk = useContext(Desk)
  if (!desk) throw new Error("A page of the owner's web is shown outside of it.")
  return desk
}

/**
 * For whoever is signed in. When that runs out, everything stays as it was last until they are back.
 * @param first whoever is signed in at the start
 */
export function createOwnerDesk(first: OwnerSession): OwnerDesk {
  const session = createMemo((last: OwnerSession) => ownerSession() ?? last, first)
  const token = () => session().token
  const polled = createPolled(() => (ownerSession() ? "/api/venues" : null), OwnedVenuesSchema, {
    token,
    everyMs: EVERY_MS,
    onSignedOut: () => endOwnerSession(token()),
  })
  const heard = createMemo<{ venues: OwnedVenues; at: number } | null>((last) => {
    const [venues, at] = [polled.latest(), polled.latestAt()]
    return venues && at !== null ? { venues, at } : last
  }, null)
  const tick = createTick()
  const [found, setFound] = createSignal<Found | null>(null)
  const ahead = () => {
    const last = heard()
    return last ? last.venues.now - last.at : 0
  }
  return {
    session,
    isOwner: () => session().role === "owner",
    venues: () => heard()?.venues ?? null,
    updatedAt: () => heard()?.venues.now ?? null,
    isCutOff: () => polled.problem() !== null,
    refresh: () => polled.refresh(),
    now: () => millis(Math.max(0, tick() + ahead())),
    people: { found, setFound },
  }
}
