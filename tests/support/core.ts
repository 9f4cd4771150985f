import { readFileSync } from "node:fs"
import process from "node:process"
import * as v from "valibot"
import { venueToken } from "../../cli/venue-token.ts"
import { temporaryFolder } from "./folder.ts"
import { TestProgram } from "./program.ts"

/** A real Core with a Postgres of its own, on a folder that it keeps when restarted. */
export class TestCore extends TestProgram {
  readonly data: string

  constructor(environment: NodeJS.ProcessEnv = {}) {
    const data = temporaryFolder()
    super("core/main.ts", (port) => ({
      FELT_CORE_DATA: data,
      FELT_CORE_PORT: port,
      ...environment,
    }))
    this.data = data
  }

  /** Gives a venue a token, as whoever runs Core does on the command line. */
  async tokenFor(venue: string): Promise<string> {
    const { token } = await this.#command(venue, false)
    return v.parse(v.string(), token)
  }

  async revoke(venue: string): Promise<void> {
    await this.#command(venue, true)
  }

  /** Pulls the plug: Core and its Postgres, both at once. */
  kill(): Promise<void> {
    const [postgres] = readFileSync(`${this.data}/cluster/postmaster.pid`, "utf8").split("\n")
    return this.killWith(Number(postgres))
  }

  #command(venue: string, revoke: boolean) {
    process.env["FELT_CORE_DATA"] = this.data
    return venueToken(venue, { revoke })
  }
}
