import { X509Certificate } from "node:crypto"
import { copyFileSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { Writable } from "node:stream"
import { pino } from "pino"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { WebSocket } from "ws"
import { renewServer, tlsFiles } from "../../leaf/tls/authority.ts"
import { venueRoom } from "../../schemas/documents/rooms.ts"
import { askSecurely, folderWithAuthority } from "../support/https.ts"
import { openOwnLeaf, tokensByRole } from "../support/own-leaf.ts"

const logged: string[] = []
const log = pino(
  { level: "error" },
  new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged.push(String(chunk))
      done()
    },
  }),
)
const data = await folderWithAuthority()
const files = tlsFiles(data)
const { leaf, http } = await openOwnLeaf({ data, log, environment: { FELT_HTTP_PORT: "0" } })
const url = `https://127.0.0.1:${http.port}`
const plain = `http://127.0.0.1:${http.plainPort}`
const host = `127.0.0.1:${http.port}`
const ask = (path: string, options = {}) => askSecurely(data, url + path, options)

test("a device that trusts the venue's authority reaches the Leaf by name and by address; another does not", async () => {
  for (const each of [url, `https://localhost:${http.port}`])
    assert.is((await askSecurely(data, `${each}/api/venue`)).status, 200, each)
  const stranger = await folderWithAuthority()
  await askSecurely(stranger, `${url}/api/venue`).then(
    () => assert.unreachable("it must not be trusted"),
    (error: unknown) => assert.match(String(error), /certificate|signature/),
  )
})

test("the keys are for their owner alone", () => {
  for (const path of [files.key, files.authorityKey]) assert.is(statSync(path).mode & 0o777, 0o600)
  assert.is(statSync(files.folder).mode & 0o777, 0o700)
})

test("every answer says what browsers are to keep others from doing with it", async () => {
  for (const path of ["/api/venue", "/api/nothing", "/healthz", "/metrics", "/nowhere.js"]) {
    const { headers } = await ask(path)
    assert.is(headers["strict-transport-security"], "max-age=31536000", path)
    assert.is(headers["x-content-type-options"], "nosniff", path)
    assert.is(headers["x-frame-options"], "DENY", path)
    assert.is(headers["referrer-policy"], "no-referrer", path)
    assert.is(headers["cross-origin-opener-policy"], "same-origin", path)
    assert.is(headers["cross-origin-resource-policy"], "same-origin", path)
    assert.match(String(headers["permissions-policy"]), /camera=\(\), microphone=\(\)/, path)
    if (path.startsWith("/api/"))
      assert.match(String(headers["content-security-policy"]), /frame-ancestors 'none'/, path)
  }
  const { headers } = await askSecurely(data, `https://localhost:${http.port}/healthz`)
  assert.is(headers["strict-transport-security"], undefined, "localhost is every program's")
})

for (const [what, path, options, status] of [
  ["no page at all", "/api/pairings", { method: "POST" }, 201],
  [
    "its own page",
    "/api/pairings",
    { method: "POST", headers: { Origin: url, "Sec-Fetch-Site": "same-origin" } },
    201,
  ],
  [
    "another site's page",
    "/api/pairings",
    { method: "POST", headers: { Origin: "https://evil.example" } },
    403,
  ],
  [
    "another site's page that hides",
    "/api/pairings",
    { method: "POST", headers: { Origin: "null" } },
    403,
  ],
  [
    "another site's page without Origin",
    "/api/pairings",
    { method: "POST", headers: { "Sec-Fetch-Site": "cross-site" } },
    403,
  ],
  ["the same host's other port", "/api/venue", { headers: { "Sec-Fetch-Site": "same-site" } }, 403],
  [
    "a stream for another site's page",
    "/api/feeds/venue/x",
    { headers: { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors" } },
    403,
  ],
  [
    "a link on another site",
    "/api/openapi.json",
    { headers: { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate" } },
    200,
  ],
  ["another's name", "/api/venue", { headers: { Host: "rebound.example" } }, 421],
  [
    "another's name, for the health",
    "/healthz",
    { headers: { Host: "rebound.example:7070" } },
    421,
  ],
  [
    "another's name, for the app",
    "/operator",
    { headers: { Host: "127.0.0.1.rebound.example" } },
    421,
  ],
  ["the certificate's name", "/api/venue", { headers: { Host: "felt.example" } }, 200],
  ["an address that leads here", "/api/venue", { headers: { Host: "192.168.1.10:7070" } }, 200],
  ["an address of the other kind", "/api/venue", { headers: { Host: "[fd00::1]:7070" } }, 200],
] as const)
  test(`${what} asks ${path}: ${status}`, async () => {
    assert.is((await ask(path, options)).status, status)
  })

test("sockets: the own page's is opened, another site's and another name's are not", async () => {
  const token = (await tokensByRole(leaf)).get("floor") ?? ""
  const knock = (headers: Record<string, string>): Promise<number> =>
    new Promise((resolve, reject) => {
      const room = venueRoom(leaf.identity.venueId)
      const socket = new WebSocket(`wss://${host}/sync/${room}?token=${token}`, {
        ca: readFileSync(files.authority),
        headers,
      })
      socket.on("open", () => (socket.terminate(), resolve(101)))
      socket.on("unexpected-response", (_request, answer) => resolve(answer.statusCode ?? 0))
      socket.on("error", reject)
    })
  assert.is(await knock({ Origin: url }), 101)
  assert.is(await knock({}), 101, "a script has no page")
  assert.is(await knock({ Origin: "https://evil.example" }), 403)
  assert.is(await knock({ Origin: "https://rebound.example", Host: "rebound.example" }), 421)
})

test("the plain door sends everybody on to https, takes nothing, and has nothing else", async () => {
  const look = (path: string, options: RequestInit = {}) =>
    fetch(plain + path, { redirect: "manual", ...options })
  for (const path of ["/", "/operator?a=b", "/api/venue", "/healthz"]) {
    const answer = await look(path)
    assert.is(answer.status, 308)
    assert.is(answer.headers.get("Location"), `${url}${path}`)
    assert.is(answer.headers.get("Strict-Transport-Security"), null)
  }
  assert.is((await look("/api/sessions", { method: "POST", body: '{"pin":"1"}' })).status, 403)
})

test("the plain door gives the authority's certificate, and the page that helps to trust it", async () => {
  const answer = await fetch(`${plain}/trust/felt-authority.crt`)
  assert.is(answer.headers.get("Content-Type"), "application/x-x509-ca-cert")
  const given = new X509Certificate(new Uint8Array(await answer.arrayBuffer()))
  const { fingerprint256 } = new X509Certificate(readFileSync(files.authority))
  assert.is(given.fingerprint256, fingerprint256)
  assert.ok(given.ca)
  const page = await fetch(`${plain}/trust`, {
    headers: { "Accept-Language": "da-DK,da;q=0.9,en;q=0.8", "User-Agent": "Mozilla/5.0 (iPad)" },
  })
  const text = await page.text()
  assert.match(text, /<html lang="da">.*<h2>iPhone og iPad<\/h2>.*<h2>Andre enheder<\/h2>/s)
  assert.ok(text.includes(fingerprint256))
  assert.match(page.headers.get("Content-Security-Policy") ?? "", /default-src 'none'/)
  const english = await (
    await fetch(`${plain}/trust`, { headers: { "Accept-Language": "de" } })
  ).text()
  assert.match(english, /<html lang="en">/)
})

test("a certificate that ends within 30 days is renewed by the Leaf itself, without a restart", async () => {
  const before = (await ask("/healthz")).serial
  await renewServer(data, 29)
  await http.certificates?.look()
  // Taken in; then seen to be due.
  await http.certificates?.look()
  const { serial, status } = await ask("/healthz")
  assert.is(status, 200)
  assert.is.not(serial, before)
  const days =
    (Date.parse(new X509Certificate(readFileSync(files.certificate)).validTo) - Date.now()) /
    86_400_000
  assert.ok(days > 390 && days <= 397, `${days} days`)
  assert.equal(logged, [])
})

test("a new pair that does not fit is refused with a line, once, and the one before goes on", async () => {
  const { serial } = await ask("/healthz")
  copyFileSync(tlsFiles(await folderWithAuthority()).key, files.key)
  await http.certificates?.look()
  await http.certificates?.look()
  assert.is(logged.length, 1)
  assert.match(logged[0] ?? "", /the one before goes on/)
  assert.not.match(logged[0] ?? "", /PRIVATE KEY/)
  writeFileSync(files.certificate, "no certificate")
  await http.certificates?.look()
  assert.is(logged.splice(0).length, 2)
  assert.is((await ask("/healthz")).serial, serial)
})

test.after(async () => {
  await http.close()
  await leaf.disconnect()
  await leaf.close()
})
test.run()
