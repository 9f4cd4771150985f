import { createHash, randomUUID } from "node:crypto"
import * as v from "valibot"
import { MemberId, type TenantId } from "../schemas/ids.ts"
import { Member, MemberRole, type OwnerSession, SignInName } from "../schemas/owner.ts"
import { Passwords } from "./passwords.ts"
import type { TenantSql, Tenants } from "./tenants.ts"
import { hashOf, newToken, readTenantToken } from "./tokens.ts"

const INVITATION_LASTS_HOURS = 72
const SESSION_LASTS_HOURS = 12
const FREE_FAILURES = 5
const LONGEST_WAIT_SECONDS = 900
const UNIQUE_VIOLATION = "23505"

/** Who acts for a tenant. */
export type MemberSession = {
  kind: "member"
  tenantId: TenantId
  memberId: MemberId
  name: string
  role: MemberRole
}

export type SignIn =
  | { outcome: "right"; session: OwnerSession }
  | { outcome: "wrong" }
  | { outcome: "wait"; seconds: number }

/** What became of a change; without an owner nobody could put anything right, so one always stays. */
export type MemberChange = "done" | "nobody" | "last-owner"

/** The people who sign in for a tenant. */
export class Members {
  readonly #tenants: Tenants
  readonly #passwords = new Passwords()

  constructor(tenants: Tenants) {
    this.#tenants = tenants
  }

  /**
   * Adds somebody who is to choose a password with the invitation.
   * @returns the invitation, shown once; `null` where the name is taken
   */
  async invite(tenantId: TenantId, name: string, role: MemberRole): Promise<string | null> {
    const invitation = newToken(tenantId)
    try {
      return await this.#tenants.within(tenantId, async (sql) => {
        await sql.query(
          "insert into member (member_id, sign_in_name, role, invitation_hash, " +
            "invitation_expires_at) " +
            `values ($1, $2, $3, $4, now() + interval '${INVITATION_LASTS_HOURS} hours')`,
          [randomUUID(), v.parse(SignInName, name), role, hashOf(invitation)],
        )
        return invitation
      })
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION) return null
      throw error
    }
  }

  /**
   * @returns a session; `null` where the invitation is nobody's, used or too old
   * @throws TooManyPasswords
   */
  async accept(invitation: string, password: string): Promise<OwnerSession | null> {
    const tenantId = readTenantToken(invitation)
    if (tenantId === null) return null
    // Looked for first: nobody may have passwords hashed without one.
    const isOpen = await this.#tenants.within(tenantId, async (sql) => {
      const { rowCount } = await sql.query(
        "select from member where invitation_hash = $1 and invitation_expires_at > now()",
        [hashOf(invitation)],
      )
      return rowCount === 1
    })
    if (!isOpen) return null
    const hash = await this.#passwords.hash(password)
    return this.#tenants.within(tenantId, async (sql) => {
      const { rows } = await sql.query(
        "update member set password = $2, invitation_hash = null, invitation_expires_at = null " +
          `where invitation_hash = $1 and invitation_expires_at > now() returning ${COLUMNS}`,
        [hashOf(invitation), hash],
      )
      return rows[0] ? openSession(sql, tenantId, v.parse(Known, rows[0])) : null
    })
  }

  /**
   * What is wrong, the name or the password or the tenant, is never said.
   * @throws TooManyPasswords
   */
  async signIn(tenantId: TenantId, name: string, password: string): Promise<SignIn> {
    const nameHash = createHash("sha256").update(name).digest()
    const seconds = await this.#tenants.within(tenantId, (sql) => waitOf(sql, nameHash))
    if (seconds > 0) return { outcome: "wait", seconds }
    const known = await this.#tenants.within(tenantId, async (sql) => {
      const { rows } = await sql.query(
        `select ${COLUMNS}, password from member where sign_in_name = $1`,
        [name],
      )
      return rows[0] ? v.parse(WithPassword, rows[0]) : null
    })
    const isRight = await this.#passwords.isRight(password, known?.password ?? null)
    return this.#tenants.within(tenantId, async (sql) => {
      if (!known || !isRight) {
        await sql.query(COUNT_FAILURE, [nameHash])
        return { outcome: "wrong" }
      }
      await sql.query("delete from sign_in_failure where name_hash = $1", [nameHash])
      return { outcome: "right", session: await openSession(sql, tenantId, known) }
    })
  }

  /** Whose session this is; `null` for nobody's. */
  async find(token: string | null): Promise<MemberSession | null> {
    const tenantId = readTenantToken(token)
    if (tenantId === null || token === null) return null
    return this.#tenants.within(tenantId, async (sql) => {
      const { rows } = await sql.query(
        `select ${COLUMNS} from member join member_session using (tenant_id, member_id) ` +
          "where token_hash = $1 and expires_at > now()",
        [hashOf(token)],
      )
      if (!rows[0]) return null
      const { member_id, sign_in_name, role } = v.parse(Known, rows[0])
      return { kind: "member", tenantId, memberId: member_id, name: sign_in_name, role }
    })
  }

  async signOut(tenantId: TenantId, token: string): Promise<void> {
    await this.#tenants.within(tenantId, (sql) =>
      sql.query("delete from member_session where token_hash = $1", [hashOf(token)]),
    )
  }

  list(tenantId: TenantId): Promise<Member[]> {
    return this.#tenants.within(tenantId, async (sql) => {
      const { rows } = await sql.query(
        'select member_id as "memberId", sign_in_name as name, role, ' +
          'password is not null as "hasJoined" from member order by sign_in_name',
      )
      return v.parse(v.array(Member), rows)
    })
  }

  /** Takes somebody's right to sign in away, open sessions included. */
  remove(tenantId: TenantId, memberId: string): Promise<MemberChange> {
    return this.#change(tenantId, memberId, "viewer", (sql) =>
      sql.query("delete from member where member_id = $1", [memberId]),
    )
  }

  /** Gives somebody another role; what they have open goes by it at once. */
  change(tenantId: TenantId, memberId: string, role: MemberRole): Promise<MemberChange> {
    return this.#change(tenantId, memberId, role, (sql) =>
      sql.query("update member set role = $2 where member_id = $1", [memberId, role]),
    )
  }

  /** @param becomes what they may do afterwards, at the most */
  #change(
    tenantId: TenantId,
    memberId: string,
    becomes: MemberRole,
    work: (sql: TenantSql) => Promise<{ rowCount: number | null }>,
  ): Promise<MemberChange> {
    if (!v.is(MemberId, memberId)) return Promise.resolve("nobody")
    return this.#tenants.within(tenantId, async (sql) => {
      // Of two owners who remove each other at the same moment one is left.
      const { rows } = await sql.query<{ member_id: string }>(
        "select member_id from member where role = 'owner' and password is not null for update",
      )
      const isLastOwner = rows.length === 1 && rows[0]?.member_id === memberId
      if (isLastOwner && becomes !== "owner") return "last-owner"
      const { rowCount } = await work(sql)
      return rowCount === 1 ? "done" : "nobody"
    })
  }
}

const COLUMNS = "member_id, sign_in_name, role"
const Known = v.object({ member_id: MemberId, sign_in_name: v.string(), role: MemberRole })
const WithPassword = v.object({ ...Known.entries, password: v.nullable(v.string()) })

/** The wait doubles with every failure beyond the free ones. Only for a tenant that there is. */
const COUNT_FAILURE = `
insert into sign_in_failure (name_hash, failures, last_at)
select $1, 1, now() from tenant
on conflict (tenant_id, name_hash) do update
  set failures = sign_in_failure.failures + 1, last_at = now()`

async function waitOf(sql: TenantSql, nameHash: Buffer): Promise<number> {
  const { rows } = await sql.query<{ seconds: number }>(
    `select ceil(greatest(0, extract(epoch from last_at - now())
              + least(${LONGEST_WAIT_SECONDS}, 2 ^ (failures - ${FREE_FAILURES}))))::int as seconds
       from sign_in_failure where name_hash = $1 and failures >= ${FREE_FAILURES}`,
    [nameHash],
  )
  return rows[0]?.seconds ?? 0
}

async function openSession(
  sql: TenantSql,
  tenantId: TenantId,
  { member_id: memberId, sign_in_name: name, role }: v.InferOutput<typeof Known>,
): Promise<OwnerSession> {
  const token = newToken(tenantId)
  await sql.query("delete from member_session where expires_at < now()")
  await sql.query(
    "insert into member_session (token_hash, member_id, expires_at) " +
      `values ($1, $2, now() + interval '${SESSION_LASTS_HOURS} hours')`,
    [hashOf(token), memberId],
  )
  return { token, tenantId, memberId, name, role }
}
