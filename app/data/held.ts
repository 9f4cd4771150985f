import * as v from "valibot"
import { StaffId } from "../../schemas/ids.ts"
import { StaffSession } from "../../schemas/wire.ts"

/**
 * A session as this tab holds it:
 *
 *   open       its person is switched to by one tap
 *   locked     its person enters their PIN first; what they did still goes out
 *   leaving    its person has signed out; kept only until what they did has gone out
 */
const HeldSession = v.object({
  session: StaffSession,
  state: v.picklist(["open", "locked", "leaving"]),
})
type HeldSession = v.InferOutput<typeof HeldSession>

/** Everybody's sessions on this device, and whose turn it is. */
export const Held = v.object({ sessions: v.array(HeldSession), current: v.nullable(StaffId) })
export type Held = v.InferOutput<typeof Held>

export const NOBODY: Held = { sessions: [], current: null }

const withState = (
  { sessions, current }: Held,
  change: (held: HeldSession) => HeldSession["state"] | null,
): Held => ({
  sessions: sessions.flatMap((held) => {
    const state = change(held)
    if (state === null) return []
    // The session stays the same object, so that a desk that is open stays open.
    return [state === held.state ? held : { session: held.session, state }]
  }),
  current,
})

export const sessionOf = (held: Held, staffId: StaffId | null): StaffSession | null =>
  held.sessions.find(({ session }) => session.staffId === staffId)?.session ?? null

export const stateOf = (held: Held, staffId: StaffId | null): HeldSession["state"] | null =>
  held.sessions.find(({ session }) => session.staffId === staffId)?.state ?? null

/** Who works now: whose turn it is and who has not signed out. */
export const currentOf = (held: Held): StaffSession | null =>
  stateOf(held, held.current) === "leaving" ? null : sessionOf(held, held.current)

/** Somebody has proved who they are, with a new session or with the one that is held already. */
export function letIn(held: Held, session: StaffSession): Held {
  const others = held.sessions.filter((each) => each.session.staffId !== session.staffId)
  return { sessions: [...others, { session, state: "open" }], current: session.staffId }
}

/** The next person takes the device; `held` as it was where they would need their PIN. */
export const switchTo = (held: Held, staffId: StaffId): Held =>
  stateOf(held, staffId) === "open" ? { ...held, current: staffId } : held

/** Everybody needs their PIN from now on. */
export const lockAll = (held: Held): Held =>
  withState(held, ({ state }) => (state === "open" ? "locked" : state))

/** Somebody has signed out, and is kept as long as what they did has not gone out. */
export const leave = (held: Held, staffId: StaffId): Held =>
  withState(held, ({ session, state }) => (session.staffId === staffId ? "leaving" : state))

/** A session is over. One that has taken its place since stays. */
export const drop = (held: Held, token: string): Held =>
  withState(held, ({ session, state }) => (session.token === token ? null : state))
