import { HttpProblem } from "../../program/http/problem.ts"
import { type Route as RouteOf, routesWith } from "../../program/http/route.ts"
import type { Session, StaffSession } from "../sessions.ts"

/** Who may use a route, and the session that it is given. */
type Askers = {
  public: null
  staff: StaffSession
  floor: StaffSession
  director: StaffSession
  administrator: StaffSession
  phone: PhoneSession
  display: DisplaySession
}
export type PhoneSession = Extract<Session, { kind: "phone" }>
type DisplaySession = Extract<Session, { kind: "display" }>

/** One address of the Leaf. */
export type Route = RouteOf<Session, keyof Askers>

/** Defines an address of the Leaf; 401 without a session, 403 with another's. */
export const route = routesWith<Session, Askers>({
  public: () => null,
  staff: (session) => staff(session),
  floor(session) {
    const known = staff(session)
    if (known.role === "cashier") throw new HttpProblem(403, "This is not for a cashier.")
    return known
  },
  director(session) {
    const director = staff(session)
    if (director.role !== "administrator" && director.role !== "director")
      throw new HttpProblem(403, "Only a director or an administrator may do this.")
    return director
  },
  administrator(session) {
    const administrator = staff(session)
    if (administrator.role !== "administrator")
      throw new HttpProblem(403, "Only an administrator may do this.")
    return administrator
  },
  phone(session) {
    const known = signedIn(session)
    if (known.kind === "phone") return known
    throw new HttpProblem(403, "This is for a player's phone only.")
  },
  display(session) {
    const known = signedIn(session)
    if (known.kind === "display") return known
    throw new HttpProblem(403, "This is for a screen on the wall only.")
  },
})

function staff(session: Session | null): StaffSession {
  const known = signedIn(session)
  if (known.kind === "staff") return known
  throw new HttpProblem(403, "Only staff may do this.")
}

function signedIn(session: Session | null): Session {
  if (session) return session
  throw new HttpProblem(401, "Sign in first: the token is missing or no longer valid.")
}
