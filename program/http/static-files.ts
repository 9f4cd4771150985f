import { readdirSync, readFileSync } from "node:fs"
import { extname, relative, sep } from "node:path"
import { gzipSync } from "node:zlib"
import * as v from "valibot"

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
  ".json": "application/json",
  ".wasm": "application/wasm",
}

type File = {
  body: Uint8Array<ArrayBuffer>
  /** The same, shorter; `null` where packing gains nothing. */
  packed: () => Uint8Array<ArrayBuffer> | null
  type: string
  isFixed: boolean
}

/**
 * A built page's files, read once and packed once. Files with a hash in their name never change.
 * @param shellsOf for an address that is no file the page that it gets: the first of these that is there
 * @returns what answers a request; `null` where there is nothing at its address
 */
export function serveFiles(
  folder: string,
  shellsOf: (pathname: string) => readonly string[],
): (request: Request) => Response | null {
  const files = readFiles(folder)
  const policy = contentPolicy(files)
  return (request) => {
    if (request.method !== "GET" && request.method !== "HEAD") return null
    const { pathname } = new URL(request.url)
    const file = files.get(pathname)
    if (!file && extname(pathname) !== "") return null
    const shell = shellsOf(pathname).find((name) => files.has(name))
    const served = file ?? (shell === undefined ? undefined : files.get(shell))
    if (!served) return null
    const mayPack = (request.headers.get("Accept-Encoding") ?? "").includes("gzip")
    const packed = mayPack ? served.packed() : null
    return new Response(request.method === "HEAD" ? null : (packed ?? served.body), {
      headers: {
        "Content-Type": served.type,
        "Cache-Control": served.isFixed ? "public, max-age=31536000, immutable" : "no-cache",
        Vary: "Accept-Encoding",
        ...(packed ? { "Content-Encoding": "gzip" } : {}),
        ...(served.type.startsWith("text/html") ? { "Content-Security-Policy": policy } : {}),
      },
    })
  }
}

function readFiles(folder: string): Map<string, File> {
  const files = new Map<string, File>()
  let names: string[]
  try {
    names = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, `${entry.parentPath}/${entry.name}`))
  } catch (error) {
    // Without a built page the API is still served; the page's address says that it is not there.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return files
    throw error
  }
  for (const name of names) {
    const body = new Uint8Array(readFileSync(`${folder}/${name}`))
    files.set(`/${name.split(sep).join("/")}`, {
      body,
      packed: packer(body),
      type: TYPES[extname(name)] ?? "application/octet-stream",
      isFixed: name.startsWith("_build") || name.startsWith("assets"),
    })
  }
  return files
}

/** Packs when it is first asked to: a start in the middle of a night does not wait for it. */
function packer(body: Uint8Array<ArrayBuffer>): File["packed"] {
  let packed: ReturnType<File["packed"]> | undefined
  return () => {
    if (packed === undefined) {
      const shorter = body.length > 1_000 ? new Uint8Array(gzipSync(body, { level: 9 })) : null
      packed = shorter && shorter.length < body.length ? shorter : null
    }
    return packed
  }
}

const Hashes = v.object({ scriptHashes: v.array(v.string()) })

/** Scripts and WebAssembly of our own only (the word for it has "unsafe" in it, and allows no text); the shell's own inline script, if it has one, by its hash. */
function contentPolicy(files: Map<string, File>): string {
  const listed = files.get("/csp.json")
  const hashes = listed
    ? v.parse(Hashes, JSON.parse(new TextDecoder().decode(listed.body))).scriptHashes
    : []
  return [
    "default-src 'none'",
    ["script-src 'self' 'wasm-unsafe-eval'", ...hashes.map((hash) => `'${hash}'`)].join(" "),
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ")
}
