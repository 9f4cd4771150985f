import { mkdirSync, writeFileSync } from "node:fs"
import { gunzipSync } from "node:zlib"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { serveApp } from "../../leaf/http/static.ts"
import { temporaryFolder } from "../support/folder.ts"

const SHELL = "<!doctype html><title>Felt</title>"
const PHONE_SHELL = "<!doctype html><title>Felt on a phone</title>"
const SCRIPT = `export const words = "${"felt ".repeat(1_000)}"\n`

/** A built app, small, with a secret beside it that nobody may reach. */
function someApp(files: Record<string, string> = {}) {
  const folder = temporaryFolder()
  mkdirSync(`${folder}/client/_build`, { recursive: true })
  writeFileSync(`${folder}/secret.json`, "{}")
  for (const [name, text] of Object.entries({
    "index.html": SHELL,
    "player.html": PHONE_SHELL,
    "sw.js": "self.skipWaiting()",
    "felt.svg": "<svg/>",
    "_build/app-3f2a.js": SCRIPT,
    ...files,
  }))
    writeFileSync(`${folder}/client/${name}`, text)
  return serveApp(`${folder}/client`)
}

const app = someApp()
const get = (path: string, options: RequestInit = {}, serve = app): Response | null =>
  serve(new Request(`http://leaf${path}`, options))

for (const [path, type, cache] of [
  ["/", "text/html; charset=utf-8", "no-cache"],
  ["/operator", "text/html; charset=utf-8", "no-cache"],
  ["/display/main", "text/html; charset=utf-8", "no-cache"],
  ["/player?from=poster", "text/html; charset=utf-8", "no-cache"],
  ["/index.html", "text/html; charset=utf-8", "no-cache"],
  ["/sw.js", "text/javascript; charset=utf-8", "no-cache"],
  ["/felt.svg", "image/svg+xml", "no-cache"],
  ["/_build/app-3f2a.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"],
] as const)
  test(`${path} is ${type}, kept by a browser as "${cache}"`, async () => {
    const answer = get(path)
    assert.is(answer?.status, 200)
    assert.is(answer?.headers.get("Content-Type"), type)
    assert.is(answer?.headers.get("Cache-Control"), cache)
    const shell = path.startsWith("/player") ? PHONE_SHELL : SHELL
    if (type.startsWith("text/html")) assert.is(await answer?.text(), shell)
  })

test("a screen on the wall gets its own page, whatever it is called; nobody else does", async () => {
  const screens = someApp({ "display.html": "<!doctype html><title>Screen</title>" })
  const titleOf = async (path: string) => {
    const text = (await get(path, {}, screens)?.text()) ?? ""
    return /<title>(.*)<\/title>/.exec(text)?.[1]
  }
  for (const path of ["/display", "/display/", "/display/main", "/display/main?a=b"])
    assert.is(await titleOf(path), "Screen", path)
  for (const path of ["/", "/displays", "/operator/display"])
    assert.is(await titleOf(path), "Felt", path)
})

for (const [what, path, options] of [
  ["a file of an older build", "/_build/app-0000.js", {}],
  ["a picture that is not there", "/poster.png", {}],
  ["a file beside the app's folder", "/../secret.json", {}],
  ["a file beside it, in other letters", "/%2e%2e/secret.json", {}],
  ["a file beside it, with its slash hidden", "/..%2fsecret.json", {}],
  ["a file of the machine", "/..%2f..%2f..%2f..%2fetc%2fhosts.json", {}],
  ["something that is sent", "/operator", { method: "POST", body: "{}" }],
] as const)
  test(`${what} is nobody's: no shell in its place`, () => {
    assert.is(get(path, options), null)
  })

test("what is long goes out packed to whoever unpacks, and plain to others", async () => {
  const headers = { "Accept-Encoding": "br, gzip" }
  const packed = get("/_build/app-3f2a.js", { headers })
  assert.is(packed?.headers.get("Content-Encoding"), "gzip")
  assert.is(packed?.headers.get("Vary"), "Accept-Encoding")
  const bytes = new Uint8Array((await packed?.arrayBuffer()) ?? new ArrayBuffer(0))
  assert.is(gunzipSync(bytes).toString(), SCRIPT)
  const plain = get("/_build/app-3f2a.js")
  assert.is(plain?.headers.get("Content-Encoding"), null)
  assert.is(plain?.headers.get("Vary"), "Accept-Encoding")
  assert.is(await plain?.text(), SCRIPT)
  assert.is(get("/sw.js", { headers })?.headers.get("Content-Encoding"), null, "short is short")
})

test("HEAD is answered as GET is, without the body", async () => {
  const answer = get("/operator", { method: "HEAD" })
  assert.is(answer?.headers.get("Content-Type"), "text/html; charset=utf-8")
  assert.is(await answer?.text(), "")
})

test("the shell runs scripts of its own only, its inline ones by their hashes", () => {
  const policy = get("/operator")?.headers.get("Content-Security-Policy") ?? ""
  for (const rule of [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ])
    assert.ok(policy.split("; ").includes(rule), `${rule} is not in ${policy}`)
  assert.not.match(policy.replace("'wasm-unsafe-eval'", ""), /unsafe|http|\*/)
  const listed = someApp({ "csp.json": '{"scriptHashes":["sha256-abc=","sha256-def="]}' })
  assert.match(
    get("/", {}, listed)?.headers.get("Content-Security-Policy") ?? "",
    /script-src 'self' 'wasm-unsafe-eval' 'sha256-abc=' 'sha256-def=';/,
  )
  assert.is(get("/sw.js")?.headers.get("Content-Security-Policy"), null)
})

test("a list of hashes that cannot be read stops the start instead of opening the page", () => {
  assert.throws(() => someApp({ "csp.json": '{"hashes":[]}' }), /scriptHashes/)
})

test("without a built app there is nothing to serve, and that is no error", () => {
  assert.is(get("/operator", {}, serveApp(`${temporaryFolder()}/nowhere`)), null)
})

test.run()
