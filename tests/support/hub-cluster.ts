import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import process from "node:process"
import { fileURLToPath } from "node:url"
import type { HubCluster } from "../../core/config.ts"
import { freePort } from "../../program/free-port.ts"
import { readNatsAddress } from "../../program/nats-address.ts"
import { temporaryFolder } from "./folder.ts"
import { natsServerPath } from "./nats.ts"
import { until } from "./until.ts"

const DEPLOY = fileURLToPath(new URL("../../deploy/core/", import.meta.url))

type Ports = { client: number; cluster: number; monitor: number }

const running = new Set<ChildProcess>()
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL")
})

/** Three nats-servers on one machine, on the very configuration of deploy/core, but for its TLS. */
export class TestHubCluster {
  readonly cluster: HubCluster
  /** Where Leaves reach it. */
  readonly url: string
  readonly #folder: string
  readonly #ports: readonly Ports[]
  readonly #servers: (ChildProcess | null)[] = [null, null, null]

  private constructor(folder: string, ports: readonly Ports[]) {
    this.#folder = folder
    this.#ports = ports
    const hosts = ports.map(({ client }) => `nats://127.0.0.1:${client}`)
    this.url = hosts.join(",")
    const secret = (name: string) => readFileSync(`${folder}/secrets/${name}`, "utf8")
    const [, pass = ""] = /core:([^@]+)@/.exec(secret("nats_url")) ?? []
    const options = readNatsAddress(
      hosts.map((host) => host.replace("//", `//core:${pass}@`)).join(","),
      { mayBeOpen: false },
    )
    if (!options) throw new Error(`${this.url} is no address.`)
    this.cluster = { options, issuerSeed: secret("nats_issuer_seed"), replicas: 3 }
  }

  static async start(): Promise<TestHubCluster> {
    const folder = temporaryFolder()
    execFileSync(
      process.execPath,
      [`${DEPLOY}make-secrets.mjs`, `${folder}/secrets`, "postgres", "pgbouncer", "a", "b", "c"],
      { stdio: "pipe" },
    )
    const config = readFileSync(`${DEPLOY}nats.conf`, "utf8").replace(/^tls \{[^}]*\}$/m, "")
    writeFileSync(`${folder}/nats.conf`, config)
    const ports: Ports[] = []
    for (let server = 0; server < 3; server++)
      ports.push({
        client: await freePort(),
        cluster: await freePort(),
        monitor: await freePort(),
      })
    // All on this machine, each at a port of its own.
    const secrets = readFileSync(`${folder}/secrets/hub.conf`, "utf8")
    const at = ports.map(({ cluster: port }) => `127.0.0.1:${port}`)
    writeFileSync(
      `${folder}/secrets/hub.conf`,
      secrets.replaceAll(/@[abc]:6222/g, () => `@${at.shift()}`),
    )
    const cluster = new TestHubCluster(folder, ports)
    for (const server of ports.keys()) cluster.#spawn(server)
    await cluster.untilWell()
    return cluster
  }

  /** Which of them has this name. */
  serverNamed(name: string): number {
    return Number(name.replace("nats-", ""))
  }

  ports() {
    return this.#ports
  }
  /** SIGKILL. */
  async kill(server: number): Promise<void> {
    const child = this.#servers[server]
    if (!child) throw new Error(`Server ${server} does not run.`)
    const ended = new Promise((resolve) => child.once("exit", resolve))
    child.kill("SIGKILL")
    await ended
    this.#servers[server] = null
  }

  async startAgain(server: number): Promise<void> {
    this.#spawn(server)
    await this.untilWell()
  }

  /** Until all say that they have caught up. */
  async untilWell(): Promise<void> {
    await until(
      "all three servers are well",
      async () => {
        const answers = await Promise.all(
          this.#ports.map(({ monitor }) =>
            fetch(`http://127.0.0.1:${monitor}/healthz`).then(
              ({ ok }) => ok,
              () => false,
            ),
          ),
        )
        return answers.every(Boolean)
      },
      60_000,
    )
  }

  async stop(): Promise<void> {
    for (const [server, child] of this.#servers.entries()) if (child) await this.kill(server)
  }

  #spawn(server: number): void {
    const { client, cluster, monitor } = this.#ports[server] ?? {
      client: 0,
      cluster: 0,
      monitor: 0,
    }
    const store = `${this.#folder}/store-${server}`
    mkdirSync(store, { recursive: true })
    const child = spawn(natsServerPath(), ["--config", `${this.#folder}/nats.conf`], {
      stdio: "ignore",
      env: {
        NATS_NAME: `nats-${server}`,
        NATS_PORT: String(client),
        NATS_CLUSTER_PORT: String(cluster),
        NATS_MONITOR_PORT: String(monitor),
        NATS_STORE: store,
      },
    })
    running.add(child)
    child.once("exit", () => running.delete(child))
    this.#servers[server] = child
  }
}
