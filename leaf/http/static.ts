import { serveFiles } from "../../program/http/static-files.ts"

/**
 * The app's files: what is not a file and not an API is the app's own address, and gets its shell.
 * @param folder the built app; `null` answers that it is not built
 */
export const serveApp = (folder: string): ((request: Request) => Response | null) =>
  serveFiles(folder, (pathname) => [shellOf(pathname), "/index.html"])

/** A screen on the wall has a page of its own: what it loads is kept small. */
const shellOf = (pathname: string): string => {
  if (pathname === "/player") return "/player.html"
  return /^\/display(\/|$)/.test(pathname) ? "/display.html" : "/index.html"
}
