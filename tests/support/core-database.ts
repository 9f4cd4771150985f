import type { Pool } from "pg"
import { migrateAll } from "../../core/database.ts"
import { connectionOf } from "../../core/postgres.ts"
import { CORE_ROLE } from "../../core/roles.ts"
import { Tenants } from "../../core/tenants.ts"
import { type VenueOf, Venues } from "../../core/venues.ts"
import { TestPostgres } from "./postgres.ts"

/** A real database as Core has it, and the door to it. */
export class TestCoreDatabase {
  readonly tenants: Tenants
  readonly #server: TestPostgres

  private constructor(server: TestPostgres, pool: Pool) {
    this.#server = server
    this.tenants = new Tenants(pool, (error) => {
      throw error
    })
  }

  static async start(): Promise<TestCoreDatabase> {
    const server = await TestPostgres.start()
    await migrateAll(connectionOf(server.folder))
    return new TestCoreDatabase(server, server.newPool({ user: CORE_ROLE }))
  }

  /** A venue of a tenant of its own. */
  async newVenue(venueId: VenueOf["venueId"]): Promise<VenueOf> {
    const venue = { tenantId: await this.tenants.add("Test"), venueId }
    await new Venues(this.tenants).issueToken(venue)
    return venue
  }

  /** Past every wall, as whoever holds the disk. */
  get owner(): Pool {
    return this.#server.pool
  }

  stop(): Promise<void> {
    return this.#server.stop()
  }
}
