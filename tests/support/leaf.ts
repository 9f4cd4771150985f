import { readFileSync } from "node:fs"
import process from "node:process"
import { LeafClient } from "../../cli/leaf-client.ts"
import type { Readiness } from "../../leaf/readiness.ts"
import { temporaryFolder } from "./folder.ts"
import { natsServerPath } from "./nats.ts"
import { TestProgram } from "./program.ts"

export const PIN = "314159"

// The command line that a test calls in its own process needs it, too.
process.env["FELT_NATS_SERVER"] = natsServerPath()

export const witnessOf = (data: string) => `${data}/witness/ledger.jsonl`
export async function readiness(leaf: TestLeaf): Promise<Readiness> {
  return (await (await fetch(`${leaf.url}/readyz`)).json()) as Readiness
}

/** A real Leaf in a process of its own, on a data folder that it keeps when restarted. */
export class TestLeaf extends TestProgram {
  readonly data: string
  readonly environment: NodeJS.ProcessEnv

  constructor(environment: NodeJS.ProcessEnv = {}) {
    const data = environment["FELT_DATA"] ?? temporaryFolder()
    super("leaf/main.ts", (port) => ({
      FELT_DATA: data,
      FELT_PORT: port,
      FELT_SETUP_PIN: PIN,
      FELT_MIN_FREE_MB: "0",
      FELT_NATS_SERVER: process.env["FELT_NATS_SERVER"],
      ...environment,
    }))
    this.data = data
    this.environment = environment
  }

  /** A client that is signed in. */
  async signIn(): Promise<LeafClient & { staffId: string }> {
    const client = new LeafClient(this.url)
    const { staffId } = await client.signIn(PIN)
    return Object.assign(client, { staffId })
  }

  /** Pulls the plug: the Leaf and its nats-server, both at once. */
  kill(): Promise<void> {
    return this.killWith(this.natsProcessId())
  }

  natsProcessId(): number {
    return Number(readFileSync(`${this.data}/nats/nats.pid`, "utf8").trim())
  }
}
