import { readFileSync } from "node:fs"
import process from "node:process"
import * as v from "valibot"
import { addTenant, issueKey, venueToken } from "../../cli/core-admin.ts"
import type { TenantId } from "../../schemas/ids.ts"
import { giveBlankCluster } from "./blank-cluster.ts"
import { temporaryFolder } from "./folder.ts"
import { natsServerPath } from "./nats.ts"
import { TestProgram } from "./program.ts"

/** The password of every owner in tests. */
export const PASSWORD = "correct horse battery"

/** A real Core with a Postgres of its own, on a folder that it keeps when restarted. */
export class TestCore extends TestProgram {
  readonly data: string
  #tenant: TenantId | null = null

  readonly #isFirst: boolean

  /** @param isFirst whether its first start is as on a new machine, with a cluster to make */
  constructor(environment: NodeJS.ProcessEnv = {}, { isFirst = false } = {}) {
    const data = temporaryFolder()
    super("core/main.ts", (port) => ({
      FELT_CORE_DATA: data,
      FELT_CORE_PORT: port,
      FELT_NATS_SERVER: natsServerPath(),
      ...environment,
    }))
    this.data = data
    this.#isFirst = isFirst
  }

  override async start(): Promise<this> {
    if (!this.#isFirst) await giveBlankCluster(this.data)
    return super.start()
  }

  /** Gives a venue a token, as whoever runs Core does on the command line. */
  async tokenFor(venue: string, tenantId?: string): Promise<string> {
    const tenant = tenantId ?? (await this.#ownTenant())
    const { token } = await this.#admin(() => venueToken(tenant, venue, { revoke: false }))
    return v.parse(v.string(), token)
  }

  async revoke(venue: string, tenantId?: TenantId): Promise<void> {
    const tenant = tenantId ?? (await this.#ownTenant())
    await this.#admin(() => venueToken(tenant, venue, { revoke: true }))
  }

  /** Asks one of its addresses. */
  ask(
    method: string,
    path: string,
    { token, body }: { token: string | null; body?: unknown },
  ): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method,
      headers: token === null ? {} : { Authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }

  /** A key with which a new venue's Leaf joins. */
  async keyFor(tenantId: TenantId, venueName: string): Promise<string> {
    return (await this.#admin(() => issueKey(tenantId, venueName))).key
  }

  /** A tenant, and the invitation for its owner. */
  inviteTenant(name: string): Promise<{ tenantId: TenantId; invitation: string | null }> {
    return this.#admin(() => addTenant(name, "owner"))
  }

  /** A tenant, and a token of its owner's session. */
  async addTenant(name: string): Promise<{ tenantId: TenantId; owner: string }> {
    const { tenantId, invitation } = await this.inviteTenant(name)
    const answer = await this.ask("POST", "/api/invitations/accept", {
      token: null,
      body: { invitation, password: PASSWORD },
    })
    const { token } = v.parse(v.object({ token: v.string() }), await answer.json())
    return { tenantId, owner: token }
  }

  /** Pulls the plug: Core, its Postgres and its nats-server, all at once. */
  kill(): Promise<void> {
    const [postgres] = readFileSync(`${this.data}/cluster/postmaster.pid`, "utf8").split("\n")
    return this.killWith(Number(postgres), this.natsProcessId())
  }

  natsProcessId(): number {
    return Number(readFileSync(`${this.data}/nats/nats.pid`, "utf8").trim())
  }

  /** The tenant of tests that are about one. */
  async #ownTenant(): Promise<TenantId> {
    this.#tenant ??= (await this.#admin(() => addTenant("Test", "owner"))).tenantId
    return this.#tenant
  }

  #admin<T>(work: () => Promise<T>): Promise<T> {
    process.env["FELT_CORE_DATA"] = this.data
    return work()
  }
}
