import * as v from "valibot"
import { MemberId, TenantId } from "./ids.ts"

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
