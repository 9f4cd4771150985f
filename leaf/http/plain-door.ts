import { createServer, type Server } from "node:http"
import { getRequestListener } from "@hono/node-server"
import { HttpProblem } from "../../program/http/problem.ts"
import { StartRefused } from "../../program/start-refused.ts"
import type { Certificates } from "../tls/certificates.ts"
import { type Guard, secure } from "./guard.ts"
import { AUTHORITY_PATH, trustPage } from "./trust-page.ts"

type Parts = { certificates: Certificates; guard: Guard; securePort: () => number }

/**
 * The door without encryption, for whoever types the box's name, or does not trust it yet: it sends
 * everybody to https, and tells how to trust the venue's own authority. Nothing else is behind it.
 */
export class PlainDoor {
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  /** @throws StartRefused where the port is taken or may not be used */
  static async listen(host: string, port: number, parts: Parts): Promise<PlainDoor> {
    const refused = (error: unknown) =>
      (error instanceof HttpProblem
        ? error
        : new HttpProblem(400, "The request has no Host, or asks for no address.")
      ).toResponse()
    const listener = getRequestListener((request) => answer(request, parts), {
      errorHandler: refused,
    })
    const server = createServer((request, response) => void listener(request, response))
    await new Promise<void>((resolve, reject) => {
      server.once("error", (cause) =>
        reject(
          new StartRefused(
            `The plain door cannot listen on ${host}:${port}: ${cause.message}. Set FELT_HTTP_PORT.`,
            { cause },
          ),
        ),
      )
      server.listen(port, host, resolve)
    })
    return new PlainDoor(server)
  }

  get port(): number {
    const address = this.#server.address()
    return typeof address === "object" && address ? address.port : 0
  }

  async close(): Promise<void> {
    await new Promise((resolve) => {
      this.#server.close(resolve)
      this.#server.closeAllConnections()
    })
  }
}

function answer(request: Request, { certificates, guard, securePort }: Parts): Response {
  try {
    guard.demandHost(request.headers.get("Host"))
    const url = new URL(request.url)
    const port = securePort() === 443 ? "" : `:${securePort()}`
    const address = `https://${url.hostname}${port}`
    const { authority } = certificates
    const isLook = request.method === "GET" || request.method === "HEAD"
    if (authority && isLook && url.pathname === AUTHORITY_PATH)
      return secure(download(authority.raw), request, false)
    if (authority && isLook && url.pathname === "/trust")
      return secure(
        trustPage({
          language: request.headers.get("Accept-Language"),
          userAgent: request.headers.get("User-Agent"),
          fingerprint: authority.fingerprint256,
          address: `${address}/`,
        }),
        request,
        false,
      )
    // What was sent in the open is not sent again: whoever sent it is to notice.
    if (!isLook) throw new HttpProblem(403, `Nothing is taken without encryption: use ${address}.`)
    const Location = `${address}${url.pathname}${url.search}`
    return secure(new Response(null, { status: 308, headers: { Location } }), request, false)
  } catch (error) {
    if (error instanceof HttpProblem) return secure(error.toResponse(), request, false)
    throw error
  }
}

const download = (certificate: Buffer): Response =>
  new Response(new Uint8Array(certificate), {
    headers: {
      "Content-Type": "application/x-x509-ca-cert",
      "Content-Disposition": 'attachment; filename="felt-authority.crt"',
      "Cache-Control": "no-store",
    },
  })
