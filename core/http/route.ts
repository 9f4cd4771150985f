import { HttpProblem } from "../../program/http/problem.ts"
import { type Route as RouteOf, routesWith } from "../../program/http/route.ts"
import type { MemberSession } from "../members.ts"
import type { VenueOf } from "../venues.ts"

/** A venue's Leaf. */
export type VenueSession = VenueOf & { kind: "venue"; token: string }
export type Session = VenueSession | MemberSession

/** Who may use a route, and the session that it is given. */
type Askers = {
  public: null
  /** A venue's Leaf, for its own venue. */
  venue: VenueSession
  /** Whoever signs in for a tenant. */
  member: MemberSession
  /** Who may also change things, and see who people are. */
  owner: MemberSession
}

/** One address of Core. */
export type Route = RouteOf<Session, keyof Askers>

/** Defines an address of Core; 401 without a session, 403 with another's. */
export const route = routesWith<Session, Askers>({
  public: () => null,
  venue(session) {
    // A token that is no venue's, and a member's, are the same sentence.
    if (session?.kind === "venue") return session
    throw new HttpProblem(401, "The token is no venue's.")
  },
  member: (session) => member(session),
  owner(session) {
    const owner = member(session)
    if (owner.role === "owner") return owner
    throw new HttpProblem(403, "Only an owner may do this.")
  },
})

function member(session: Session | null): MemberSession {
  if (session?.kind === "member") return session
  throw new HttpProblem(401, "Sign in first: the token is missing or no longer valid.")
}
