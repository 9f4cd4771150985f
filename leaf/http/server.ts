import { createServer as createPlainServer, type RequestListener, type Server } from "node:http"
import { createServer as createTlsServer, Server as TlsServer } from "node:https"
import { getRequestListener, RequestError } from "@hono/node-server"
import { getConnInfo } from "@hono/node-server/conninfo"
import { Hono } from "hono"
import type { Logger } from "pino"
import { Door } from "../../sync-server/door.ts"
import { refuseUpgrade } from "../../sync-server/refuse-upgrade.ts"
import { type Config } from "../config.ts"
import { Certificates, type Pair, type TlsFiles } from "../tls/certificates.ts"
import { StartRefused } from "../../program/start-refused.ts"
import type { Leaf } from "../leaf.ts"
import { Metrics } from "../metrics.ts"
import { Guard, secure } from "./guard.ts"
import { demandPatience, Guests } from "./guests.ts"
import { PlainDoor } from "./plain-door.ts"
import { limitBody } from "../../program/http/body.ts"
import { HttpProblem } from "../../program/http/problem.ts"
import { bearerToken, describeRoutes } from "../../program/http/route.ts"
import { type Route } from "./route.ts"
import { routes } from "./routes.ts"
import { serveApp } from "./static.ts"

const CLOSE_WITHIN_MS = 2_000

type Parts = {
  config: Config
  build: string
  appFolder: string
  log: Logger
  certificates: Certificates | null
}

/**
 * The Leaf's one way in. Until `serve` is given a Leaf it answers its health address and nothing
 * else, so no client can act on a half-loaded state; sockets wait.
 */
export class HttpServer {
  readonly #server: Server
  readonly #build: string
  readonly #log: Logger
  readonly #door = new Door()
  readonly #guests = new Guests()
  readonly #guard: Guard
  readonly #named: readonly string[]
  readonly #certificates: Certificates | null
  #plain: PlainDoor | null = null
  readonly #app: (request: Request) => Response | null
  #ready: { leaf: Leaf; api: Hono<{ Bindings: { address: string } }> } | null = null

  private constructor({ config, build, appFolder, log, certificates }: Parts) {
    this.#build = build
    this.#log = log
    this.#certificates = certificates
    this.#app = serveApp(appFolder)
    this.#named = config.names
    this.#guard = new Guard(() => [...config.names, ...(certificates?.reached.names ?? [])])
    const door = new Hono()
    door.all("*", async (context) => {
      const address = networkOf(getConnInfo(context).remote.address ?? "")
      const request = context.req.raw
      return this.#signed(await this.#answer(request, address), request)
    })
    const listener = getRequestListener(door.fetch, {
      errorHandler: (error) => this.#signed(this.#refusal(error, ""), null),
    })
    this.#server = createServer(certificates, (request, response) => {
      void listener(request, response)
    })
    this.#server.on("upgrade", (request, socket, head) => {
      try {
        this.#guard.demandHost(request.headers.host)
      } catch (error) {
        if (!(error instanceof HttpProblem)) throw error
        socket.on("error", () => socket.destroy())
        return refuseUpgrade(socket, error.status, error.message)
      }
      this.#door.handleUpgrade(request, socket, head)
    })
  }

  /** @throws StartRefused where the port is taken or may not be used, or the certificate is none */
  static async listen(
    config: Config,
    build: string,
    appFolder: string,
    log: Logger,
  ): Promise<HttpServer> {
    const certificates = config.tls && (await openCertificates(config.tls, log))
    const http = new HttpServer({ config, build, appFolder, log, certificates })
    certificates?.subscribe((pair) => http.#show(pair))
    await new Promise<void>((resolve, reject) => {
      http.#server.once("error", (cause: NodeJS.ErrnoException) => {
        reject(new StartRefused(whyNotListening(config, cause), { cause }))
      })
      http.#server.listen(config.port, config.host, resolve)
    })
    if (certificates && config.httpPort !== null)
      http.#plain = await PlainDoor.listen(config.host, config.httpPort, {
        certificates,
        guard: http.#guard,
        securePort: () => http.port,
      })
    return http
  }

  /** Of the door that sends on to https; `null` where there is none. */
  get plainPort(): number | null {
    return this.#plain?.port ?? null
  }

  /** Where devices reach it, as far as settings and certificate say so: what it is to call itself. */
  get names(): string[] {
    const { names = [], addresses = [] } = this.#certificates?.reached ?? {}
    const certified = [...addresses, ...names.filter((name) => !name.startsWith("*"))]
    return [...new Set([...this.#named, ...certified])]
  }

  /** What it shows of itself over https; `null` where it speaks plain http. */
  get certificates(): Certificates | null {
    return this.#certificates
  }

  /** The port, where the settings left it to the system. */
  get port(): number {
    const address = this.#server.address()
    return typeof address === "object" && address ? address.port : 0
  }

  /** Opens the door. */
  serve(leaf: Leaf): void {
    const api = new Hono<{ Bindings: { address: string } }>()
    api.use(limitBody())
    const table = routes(leaf)
    for (const each of table)
      api.on(each.method, each.path, async (context) =>
        this.#handle(leaf, each, context.req.raw, context.req.param(), context.env.address),
      )
    api.get("/api/openapi.json", () =>
      Response.json(
        describeRoutes(table, {
          title: "Felt Leaf",
          version: this.#build,
          description: "One venue's tournaments and ledger.",
        }),
      ),
    )
    const metrics = new Metrics(leaf)
    api.get("/metrics", () => metrics.toResponse())
    api.get("/readyz", async () => {
      const readiness = await leaf.readiness()
      return Response.json(readiness, { status: readiness.ready ? 200 : 503 })
    })
    this.#ready = { leaf, api }
    this.#door.open(leaf.relay)
  }

  /** Takes no new requests and waits for the open ones. */
  async close(): Promise<void> {
    this.#ready = null
    this.#certificates?.close()
    this.#door.close()
    await this.#plain?.close()
    // A browser keeps its connections open for the next request; there is none.
    const patience = setTimeout(() => this.#server.closeAllConnections(), CLOSE_WITHIN_MS)
    await new Promise((resolve) => {
      this.#server.close(resolve)
      this.#server.closeIdleConnections()
    })
    clearTimeout(patience)
  }

  async #answer(request: Request, address: string): Promise<Response> {
    const { pathname } = new URL(request.url)
    try {
      this.#guard.demandHost(request.headers.get("Host"))
      if (pathname === "/healthz") return Response.json({ status: "ok" })
      const isApi =
        pathname.startsWith("/api/") || pathname === "/readyz" || pathname === "/metrics"
      if (!isApi) {
        // The pages are there from the first moment on: they say themselves what they wait for.
        const file = this.#app(request)
        if (file) return file
        throw new HttpProblem(404, `There is nothing at ${pathname}.`)
      }
      this.#guard.demandOwnPage(request)
      if (!this.#ready)
        throw new HttpProblem(503, "The Leaf is starting. Try again in a moment.", {
          headers: { "Retry-After": "1" },
        })
      if (request.method === "HEAD") throw new HttpProblem(404, `There is no HEAD at ${pathname}.`)
      const response = await this.#ready.api.fetch(request, { address })
      if (response.status !== 404 || response.headers.get("Content-Type")?.includes("json"))
        return response
      throw new HttpProblem(404, `There is nothing at ${request.method} ${pathname}.`)
    } catch (error) {
      return this.#refusal(error, pathname)
    }
  }

  async #handle(
    leaf: Leaf,
    each: Route,
    request: Request,
    params: Record<string, string>,
    address: string,
  ): Promise<Response> {
    try {
      demandPatience(this.#guests, each, request, address)
      const session =
        each.access === "public" ? null : await leaf.sessions.find(bearerToken(request))
      return await each.handle({ session, request, params, address })
    } catch (error) {
      return this.#refusal(error, each.path)
    }
  }

  /** What is said to a request that ended in an error. */
  #refusal(error: unknown, path: string): Response {
    if (error instanceof HttpProblem) return error.toResponse()
    if (error instanceof RequestError)
      return new HttpProblem(400, "The request has no Host, or asks for no address.").toResponse()
    this.#log.error({ error, path }, "a request met an error")
    return new HttpProblem(500, "Felt made a mistake; its log says more.").toResponse()
  }

  /** What every answer says. */
  #signed(response: Response, request: Request | null): Response {
    response.headers.set("X-Felt-Build", this.#build)
    return secure(response, request, this.#certificates !== null)
  }

  /** Shows this certificate from the next connection on; those that are open stay. */
  #show(pair: Pair): void {
    if (this.#server instanceof TlsServer) this.#server.setSecureContext(pair)
  }
}

const openCertificates = (files: TlsFiles, log: Logger): Promise<Certificates> =>
  Certificates.open(files, {
    now: Date.now,
    onRefused: (error) =>
      log.error({ error }, "a certificate is not taken or not renewed; the one before goes on"),
  })

const createServer = (certificates: Certificates | null, listener: RequestListener): Server =>
  certificates ? createTlsServer(certificates.pair, listener) : createPlainServer(listener)

/**
 * What a device is known by: its IPv4 address, or the network of its IPv6 one, of which it may have
 * as many as it likes.
 */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:/, "")
  if (!plain.includes(":")) return plain
  // "::" stands for as many zeros as are missing.
  const [start = [], end = []] = plain
    .split("::")
    .map((part) => part.split(":").filter((group) => group !== ""))
  const zeros = Array<string>(8 - start.length - end.length).fill("0")
  return [...start, ...zeros, ...end].slice(0, 4).join(":")
}

function whyNotListening({ host, port }: Config, cause: NodeJS.ErrnoException): string {
  if (cause.code === "EADDRINUSE")
    return `The port ${port} is in use. Stop what uses it, or set FELT_PORT to another.`
  if (cause.code === "EACCES")
    return `The port ${port} may not be used by this user. Set FELT_PORT to one above 1023.`
  return `The Leaf cannot listen on ${host}:${port}: ${cause.message}.`
}
