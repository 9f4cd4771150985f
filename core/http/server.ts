import { createServer, type RequestListener, type Server } from "node:http"
import { getRequestListener, RequestError } from "@hono/node-server"
import { Hono } from "hono"
import type { Logger } from "pino"
import { limitBody } from "../../program/http/body.ts"
import { HttpProblem } from "../../program/http/problem.ts"
import { bearerToken, describeRoutes } from "../../program/http/route.ts"
import { StartRefused } from "../../program/start-refused.ts"
import type { Config } from "../config.ts"
import type { HubTunnel } from "../hub/hub-tunnel.ts"
import type { Intake } from "../hub/intake.ts"
import { Metrics } from "../metrics.ts"
import { readVenueToken } from "../tokens.ts"
import type { Route, Session } from "./route.ts"
import { serveOwnerPage } from "./owner-page.ts"
import { type Parts as RouteParts, routes } from "./routes.ts"

/** `pageFolder`: where the owner's page was built. */
type Parts = RouteParts & { intake: Intake; tunnel: HubTunnel; pageFolder: string; log: Logger }

/** Core's way in: health, what Leaves and owners ask, and the Leaves' sockets. */
export class HttpServer {
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  /** @throws StartRefused where the port is taken or may not be used */
  static async listen({ host, port }: Config, parts: Parts): Promise<HttpServer> {
    const listener: RequestListener = (request, response) => void answer(request, response)
    const answer = getRequestListener(appOf(parts).fetch, {
      errorHandler: (error) => refusal(error, "", parts.log),
    })
    const server = createServer(listener)
    server.on("upgrade", (request, socket, head) => {
      const isToHub = URL.parse(request.url ?? "", "http://core")?.pathname === "/hub"
      ;(isToHub ? parts.tunnel : parts.backup).handleUpgrade(request, socket, head)
    })
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

function appOf(parts: Parts): Hono {
  const { tenants, pageFolder, log } = parts
  const app = new Hono()
  app.use(limitBody())
  app.use(async (context, next) => {
    await next()
    context.res.headers.set("X-Content-Type-Options", "nosniff")
    context.res.headers.set("Referrer-Policy", "no-referrer")
  })
  app.get("/healthz", () => Response.json({ status: "ok" }))
  app.get("/readyz", async () => {
    await tenants.assertAnswering()
    return Response.json({ ready: true })
  })
  const metrics = new Metrics(parts.intake)
  app.get("/metrics", () => metrics.toResponse())
  const table = routes(parts)
  for (const each of table)
    app.on(each.method, each.path, async ({ req }) => {
      const session = await sessionOf(each, req.raw, parts)
      return each.handle({ session, request: req.raw, params: req.param(), address: "" })
    })
  const description = describeRoutes(table, {
    title: "Felt Core",
    version: "1",
    description: "Many venues, each seen by its own tenant alone.",
  })
  app.get("/api/openapi.json", () => Response.json(description))
  const page = serveOwnerPage(pageFolder)
  app.notFound(
    ({ req }) =>
      (req.path.startsWith("/api/") ? null : page(req.raw)) ??
      new HttpProblem(404, `There is nothing at ${req.method} ${req.path}.`).toResponse(),
  )
  app.onError((error, { req }) => refusal(error, req.path, log))
  return app
}

/** What is said to a request that ended in an error. */
function refusal(error: unknown, path: string, log: Logger): Response {
  if (error instanceof HttpProblem) return error.toResponse()
  if (error instanceof RequestError)
    return new HttpProblem(400, "The request has no Host, or asks for no address.").toResponse()
  log.error({ error, path }, "a request met an error")
  return new HttpProblem(503, "Core cannot answer at the moment. Try again.").toResponse()
}

/** Whoever asks, by the kind of token that it is. */
async function sessionOf(
  { access }: Route,
  request: Request,
  { venues, members }: Parts,
): Promise<Session | null> {
  const token = access === "public" ? null : bearerToken(request)
  if (token === null) return null
  if (readVenueToken(token) === null) return members.find(token)
  const venue = await venues.find(token)
  return venue && { kind: "venue", ...venue, token }
}
