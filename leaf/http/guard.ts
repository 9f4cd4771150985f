import { isIP } from "node:net"
import { hostname } from "node:os"
import { HttpProblem } from "../../program/http/problem.ts"

/**
 * Who may ask, before it is looked at what: only whoever means this box, and only its own pages.
 *
 * A page of another site can make a guest's browser ask the box, under a name of its own that it points
 * at the box's address. A browser then names that name as the Host, which is none of the box's. An
 * address cannot be pointed at another.
 */
export class Guard {
  readonly #names: () => readonly string[]

  /** @param names by which devices reach the box, besides its own and its addresses */
  constructor(names: () => readonly string[]) {
    this.#names = names
  }

  /** @throws HttpProblem 421 where the request was meant for somebody else */
  demandHost(host: string | null | undefined): void {
    const name = URL.parse(`http://${host ?? ""}`)?.hostname ?? ""
    if (isIP(name.replaceAll(/^\[|\]$/g, "")) !== 0 || name === "localhost") return
    const own = hostname().toLowerCase()
    if ([own, `${own}.local`, ...this.#names()].some((each) => isNamed(each, name))) return
    throw new HttpProblem(
      421,
      `This box is not "${name}". Use its address, or add the name to FELT_NAMES.`,
    )
  }

  /**
   * What a browser says of the page that asks it says itself: no script can change it. Who is no browser
   * says nothing of it, and has no session of anybody's to misuse.
   * @throws HttpProblem 403 where a page of another site asks the API
   */
  demandOwnPage({ headers, method }: Request): void {
    const site = headers.get("Sec-Fetch-Site")
    // Following a link to here is no more than looking.
    const isVisit = method === "GET" && headers.get("Sec-Fetch-Mode") === "navigate"
    const isForeignSite = site !== null && !["same-origin", "none"].includes(site) && !isVisit
    const origin = headers.get("Origin")
    const isForeign = origin !== null && URL.parse(origin)?.host !== headers.get("Host")
    if (isForeignSite || isForeign)
      throw new HttpProblem(403, "Pages of another site may not ask here.")
  }
}

/** A certificate may be for every name of one domain. */
const isNamed = (own: string, name: string): boolean =>
  own.startsWith("*.") ? name.slice(name.indexOf(".")) === own.slice(1) : own === name

/** What no page of Felt's uses. */
const PERMISSIONS = (
  "camera microphone geolocation payment usb serial bluetooth hid midi browsing-topics " +
  "display-capture idle-detection"
)
  .split(" ")
  .map((name) => `${name}=()`)

const A_YEAR_SECONDS = 31_536_000

/**
 * The headers of every answer: what browsers are to keep others from doing with it.
 * @param isSecure whether it goes out over https, to stay there
 */
export function secure(response: Response, request: Request | null, isSecure: boolean): Response {
  const { headers } = response
  headers.set("X-Content-Type-Options", "nosniff")
  headers.set("X-Frame-Options", "DENY")
  headers.set("Referrer-Policy", "no-referrer")
  headers.set("Permissions-Policy", PERMISSIONS.join(", "))
  headers.set("Cross-Origin-Opener-Policy", "same-origin")
  headers.set("Cross-Origin-Resource-Policy", "same-origin")
  const { pathname, hostname: name } = request ? new URL(request.url) : NOWHERE
  // A worker's script goes without: what it may fetch would be ruled by this.
  if (pathname.startsWith("/api/") && !headers.has("Content-Security-Policy"))
    headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
  // Browsers would take it for every program on the machine.
  if (isSecure && name !== "localhost")
    headers.set("Strict-Transport-Security", `max-age=${A_YEAR_SECONDS}`)
  return response
}

const NOWHERE = { pathname: "", hostname: "" }
