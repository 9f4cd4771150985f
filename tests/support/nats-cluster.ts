import { type ChildProcess, spawn } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { createAccount } from "@nats-io/jwt"
import type { HubCluster } from "../../core/config.ts"
import { ACCOUNT, CORE_USER, hubConfig } from "../../core/hub-config.ts"
import { freePort } from "../../program/free-port.ts"
import { natsPaths } from "../../program/nats-process.ts"
import { temporaryFolder } from "./folder.ts"
import { natsServerPath } from "./nats.ts"

const PASSWORD = "secret"

type Server = { name: string; config: string; port: number; child: ChildProcess | null }

/** Three real nats-servers of one cluster, set up as whoever runs Core's hub on several machines does. */
export class NatsCluster {
  readonly settings: HubCluster
  readonly #servers: Server[]

  private constructor(settings: HubCluster, servers: Server[]) {
    this.settings = settings
    this.#servers = servers
  }

  static async start(size = 3): Promise<NatsCluster> {
    const issuer = createAccount()
    const routes = await Promise.all(Array.from({ length: size }, () => freePort()))
    const servers: Server[] = []
    for (const [index, route] of routes.entries()) {
      const name = `hub_${index + 1}`
      const data = temporaryFolder()
      const paths = natsPaths(data)
      mkdirSync(paths.store, { recursive: true })
      const port = await freePort()
      const text = hubConfig(
        paths,
        { port, monitorPort: await freePort() },
        { password: PASSWORD, issuer: issuer.getPublicKey() },
      ).replace("server_name: felt_core", `server_name: ${name}`)
      const others = routes.map((each) => `"nats://127.0.0.1:${each}"`).join(", ")
      writeFileSync(
        paths.config,
        `${text}cluster { name: hub, listen: "127.0.0.1:${route}", routes: [${others}] }\n`,
      )
      servers.push({ name, config: paths.config, port, child: null })
    }
    const cluster = new NatsCluster(
      {
        options: {
          servers: servers.map(({ port }) => `127.0.0.1:${port}`),
          user: CORE_USER,
          pass: PASSWORD,
        },
        issuerSeed: new TextDecoder().decode(issuer.getSeed()),
        replicas: size,
      },
      servers,
    )
    for (const server of servers) cluster.#spawn(server)
    return cluster
  }

  /** SIGKILL to the server of that name. */
  async kill(name: string): Promise<void> {
    const child = this.#find(name).child
    const ended = new Promise((resolve) => child?.once("exit", resolve))
    child?.kill("SIGKILL")
    await ended
  }

  startAgain(name: string): void {
    this.#spawn(this.#find(name))
  }

  async stop(): Promise<void> {
    await Promise.all(this.#servers.map(({ name }) => this.kill(name)))
  }

  #find(name: string): Server {
    const found = this.#servers.find((server) => server.name === name)
    if (!found) throw new Error(`There is no server ${name} in ${ACCOUNT}'s cluster.`)
    return found
  }

  #spawn(server: Server): void {
    server.child = spawn(natsServerPath(), ["--config", server.config], { stdio: "ignore" })
  }
}
