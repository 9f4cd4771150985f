import * as v from "valibot"
import { MemberId, TenantId, VenueId } from "./ids.ts"
import { Count, Millis } from "./units.ts"

/** What a member of a tenant may do: owners everything, viewers read what names nobody. */
export const MemberRole = v.picklist(["owner", "viewer"])
export type MemberRole = v.InferOutput<typeof MemberRole>

export const SignInName = v.pipe(
  v.string("expected a name"),
  v.trim(),
  v.minLength(1, "a name has at least one character"),
  v.maxLength(80, "a name has at most 80 characters"),
)

const Password = v.pipe(
  v.string("expected a password"),
  v.minLength(12, "a password has at least 12 characters"),
  v.maxLength(200, "a password has at most 200 characters"),
)

/** `POST /api/sessions` of Core. */
export const OwnerSignIn = v.strictObject({
  tenantId: TenantId,
  name: SignInName,
  // Whatever was typed: what is too short is as wrong as any other.
  password: v.pipe(v.string("expected a password"), v.maxLength(200)),
})

/** `POST /api/invitations/accept` of Core: who was invited chooses a password. */
export const AcceptInvitation = v.strictObject({ invitation: v.string(), password: Password })

/** `POST /api/members` of Core. */
export const InviteMember = v.strictObject({ name: SignInName, role: MemberRole })

export const OwnerSession = v.strictObject({
  token: v.string(),
  tenantId: TenantId,
  memberId: MemberId,
  name: SignInName,
  role: MemberRole,
})
export type OwnerSession = v.InferOutput<typeof OwnerSession>

export const Member = v.strictObject({
  memberId: MemberId,
  name: SignInName,
  role: MemberRole,
  /** Whether the invitation was accepted. */
  hasJoined: v.boolean(),
})
export type Member = v.InferOutput<typeof Member>

/** `POST /api/members/<id>` of Core. */
export const ChangeMember = v.strictObject({ role: MemberRole })

export const VenueName = v.pipe(
  v.string("expected a name"),
  v.trim(),
  v.minLength(1, "a venue needs a name"),
  v.maxLength(80, "a name has at most 80 characters"),
)

/** `POST /api/venues` and `POST /api/venues/<id>` of Core. */
export const NamedVenue = v.strictObject({ name: VenueName })

/** A key with which one box joins; it is shown this once. */
export const VenueKey = v.strictObject({ key: v.string(), expiresAt: Millis })
export type VenueKey = v.InferOutput<typeof VenueKey>

/** A venue as its owner sees it. */
export const OwnedVenue = v.strictObject({
  venueId: VenueId,
  name: v.string(),
  /** Whether its box may come at all. */
  hasToken: v.boolean(),
  /** When it last did, to the minute; `null` where it never did. */
  lastContactAt: v.nullable(Millis),
  ledger: v.strictObject({
    /** So many lines have been checked and stored; the last one has this hash. */
    lines: Count,
    hash: v.string(),
    /** So many more have come from the box and are not. */
    waiting: Count,
    /** When the last ones were stored; `null` where there are none. */
    takenAt: v.nullable(Millis),
    /** Why nothing more is, and since when; `null` where nothing is wrong. */
    alarm: v.nullable(v.strictObject({ text: v.string(), since: Millis })),
  }),
  /** So many of its documents are stored, and so many of its players known. */
  documents: Count,
  players: Count,
  /** Players who were erased here and of whom the box has not said that nothing is left. */
  toErase: Count,
  /** By which country's law it goes (domain/jurisdictions.ts). */
  jurisdiction: v.string(),
})
export type OwnedVenue = v.InferOutput<typeof OwnedVenue>

/** `GET /api/venues` of Core. */
export const OwnedVenues = v.strictObject({
  /** What whoever runs them is called. */
  organisation: v.string(),
  /** Core's time. */
  now: Millis,
  venues: v.array(OwnedVenue),
  /** Keys with which nobody has joined yet. */
  keys: v.array(v.strictObject({ name: v.string(), expiresAt: Millis })),
})
export type OwnedVenues = v.InferOutput<typeof OwnedVenues>
