import { createServer, type RequestListener, type Server } from "node:http"
import { getRequestListener } from "@hono/node-server"
import { Hono } from "hono"
import type { Logger } from "pino"
import type { Pool } from "pg"
import { StartRefused } from "../program/start-refused.ts"
import type { Backup } from "./backup.ts"
import type { Config } from "./config.ts"
import type { Venues } from "./venues.ts"

type Parts = { pool: Pool; venues: Venues; backup: Backup; log: Logger }

/** What a venue's token is worth is the same sentence for all that are worth nothing. */
const NOBODY = "The token is no venue's."

/** Core's way in: health, what a venue's Leaf asks, and its sockets. */
export class HttpServer {
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  /** @throws StartRefused where the port is taken or may not be used */
  static async listen({ host, port }: Config, parts: Parts): Promise<HttpServer> {
    const listener: RequestListener = (request, response) => void answer(request, response)
    const answer = getRequestListener(routes(parts).fetch)
    const server = createServer(listener)
    server.on("upgrade", (request, socket, head) =>
      parts.backup.handleUpgrade(request, socket, head),
    )
    await new Promise<void>((resolve, reject) => {
      server.once("error", (cause) => {
        const sentence = `Core cannot listen on ${host}:${port}: ${cause.message}. Set FELT_CORE_PORT.`
        reject(new StartRefused(sentence, { cause }))
      })
      server.listen(port, host, resolve)
    })
    return new HttpServer(server)
  }

  get port(): number {
    const address = this.#server.address()
    return typeof address === "object" && address ? address.port : 0
  }

  /** Takes no new requests and waits for the open ones; sockets are the backup's. */
  async close(): Promise<void> {
    await new Promise((resolve) => {
      this.#server.close(resolve)
      this.#server.closeIdleConnections()
    })
  }
}

function routes({ pool, venues, backup, log }: Parts): Hono {
  const app = new Hono()
  app.get("/healthz", () => Response.json({ status: "ok" }))
  app.get("/readyz", async () => {
    await pool.query("select 1")
    return Response.json({ ready: true })
  })
  app.get("/api/venue", async ({ req }) => {
    const token = /^Bearer (\S+)$/.exec(req.header("Authorization") ?? "")?.[1] ?? null
    const venue = await venues.find(token)
    return venue ? Response.json(await backup.describe(venue)) : problem(401, NOBODY)
  })
  app.notFound(({ req }) => problem(404, `There is nothing at ${req.method} ${req.path}.`))
  app.onError((error, { req }) => {
    log.error({ error, path: req.path }, "a request met an error")
    return problem(503, "Core cannot answer at the moment. Try again.")
  })
  return app
}

const problem = (status: number, detail: string): Response =>
  new Response(JSON.stringify({ type: "about:blank", status, detail }), {
    status,
    headers: { "Content-Type": "application/problem+json" },
  })
