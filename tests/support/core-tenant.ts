import { randomUUID } from "node:crypto"
import * as v from "valibot"
import type { TenantId } from "../../schemas/ids.ts"
import { Member } from "../../schemas/owner.ts"
import { PeoplePage, Person } from "../../schemas/people.ts"
import { PASSWORD, type TestCore } from "./core.ts"

/** Ids of the right form that are nobody's. */
export const NOBODYS = {
  tenantId: "11111111-1111-4111-8111-111111111111" as TenantId,
  venueId: "venue-of-nobody",
  playerId: "player-of-nobody",
  personId: "22222222-2222-4222-8222-222222222222",
  memberId: "33333333-3333-4333-8333-333333333333",
}

const Token = v.object({ token: v.string() })

/** A tenant with a venue that has joined, a player of it with contact details, and a second member. */
export class CoreTenant {
  readonly tenantId: TenantId
  /** The token of the owner's session. */
  readonly owner: string
  readonly name: string
  readonly venueId: string
  readonly playerId: string
  /** The token of the venue's Leaf. */
  leaf = ""
  personId = ""
  memberId = ""
  /** What `look` saw when it was made. */
  furnished: unknown
  readonly #core: TestCore

  private constructor(core: TestCore, { tenantId, owner }: { tenantId: TenantId; owner: string }) {
    this.#core = core
    this.tenantId = tenantId
    this.owner = owner
    this.name = `Nora ${tenantId.slice(0, 8)}`
    this.venueId = `venue-${tenantId.slice(0, 8)}`
    this.playerId = `player-${tenantId.slice(0, 8)}`
  }

  static async make(core: TestCore, name: string): Promise<CoreTenant> {
    const tenant = new CoreTenant(core, await core.addTenant(name))
    await tenant.#furnish()
    return tenant
  }

  /** Everything of it that an owner can see. */
  async look(): Promise<unknown> {
    const person = await this.#get(`/api/people/${this.personId}`, Person)
    const { people } = await this.#get("/api/people", PeoplePage)
    const members = await this.#get("/api/members", v.unknown())
    return { person, people, members }
  }

  /** A session of somebody who may look and change nothing. */
  async addViewer(): Promise<string> {
    const invited = await this.#core.ask("POST", "/api/members", {
      token: this.owner,
      body: { name: `viewer ${randomUUID()}`, role: "viewer" },
    })
    const { invitation } = v.parse(v.object({ invitation: v.string() }), await invited.json())
    const accepted = await this.#core.ask("POST", "/api/invitations/accept", {
      token: null,
      body: { invitation, password: PASSWORD },
    })
    return v.parse(Token, await accepted.json()).token
  }

  /** Another venue joins. @returns the token of its Leaf */
  async addVenue(name: string, venueId: string): Promise<string> {
    const key = await this.#core.keyFor(this.tenantId, name)
    const joined = await this.#core.ask("POST", "/api/venue/join", {
      token: null,
      body: { key, venueId },
    })
    return v.parse(Token, await joined.json()).token
  }

  /** The owner. */
  async me(): Promise<Member> {
    const { members } = await this.#get("/api/members", v.object({ members: v.array(Member) }))
    const owner = members.find(({ role }) => role === "owner")
    if (!owner) throw new Error("A tenant has an owner.")
    return owner
  }

  async #furnish(): Promise<void> {
    this.leaf = await this.addVenue("The Club", this.venueId)
    const details = {
      consent: { version: 1, at: 1, purposes: ["reach"] },
      contact: { email: `nora@${this.tenantId}.example` },
    }
    await this.#core.ask("POST", "/api/venue/players", {
      token: this.leaf,
      body: { players: [{ playerId: this.playerId, name: this.name, details }] },
    })
    const { people } = await this.#get("/api/people", PeoplePage)
    this.personId = people[0]?.personId ?? ""
    await this.addViewer()
    const { members } = await this.#get("/api/members", v.object({ members: v.array(Member) }))
    this.memberId = members.find(({ role }) => role === "viewer")?.memberId ?? ""
    this.furnished = await this.look()
  }

  async #get<T>(path: string, schema: v.GenericSchema<unknown, T>): Promise<T> {
    return v.parse(schema, await (await this.#core.ask("GET", path, { token: this.owner })).json())
  }
}
