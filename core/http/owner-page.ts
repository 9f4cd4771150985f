import { HttpProblem } from "../../program/http/problem.ts"
import { serveFiles } from "../../program/http/static-files.ts"

const isOwners = (pathname: string): boolean => /^\/owner(\/|$)/.test(pathname)

/**
 * The owner's web: one page at `/owner` and everything below it.
 * @param folder the built page
 * @returns what answers a request that is none of the API's; `null` where there is nothing
 */
export function serveOwnerPage(folder: string): (request: Request) => Response | null {
  const serve = serveFiles(folder, (pathname) => (isOwners(pathname) ? ["/index.html"] : []))
  return (request) => {
    const { pathname } = new URL(request.url)
    if (pathname === "/")
      return new Response(null, { status: 302, headers: { Location: "/owner" } })
    const found = serve(request)
    if (found === null && isOwners(pathname))
      return new HttpProblem(404, "The owner's page is not built: npm run build.").toResponse()
    return found
  }
}
