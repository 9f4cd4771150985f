import * as fc from "fast-check"
import type { Operation } from "./description.ts"
import { type Known, shaped } from "./shaped.ts"

/** A request as it goes out: the target as it stands in its first line, whatever is in it. */
export type Attack = {
  method: string
  target: string
  headers: Record<string, string>
  body: string | Uint8Array | undefined
}

/** Texts that have broken programs: each stands for a kind of mistake. */
const NASTY = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\uD800",
  "a\r\nX-Injected: 1",
  "\u202E\u200B",
  "__proto__",
  "constructor",
  "toString",
  "../../etc/passwd",
  "%00",
  "'; drop table entry; --",
  "$(id)",
  "*",
  ">",
  "a.b.>",
  "NaN",
  "-1",
  "1e400",
  "99999999999999999999",
  "é".repeat(200),
  "x".repeat(5_000),
]
const nasty = fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: "binary", maxLength: 30 }))

/** Values that are seldom what was expected. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  nasty,
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 2 ** 53, -(2 ** 60), 1e308, [], {}, [[[]]]),
  fc.jsonValue({ maxDepth: 3 }),
)

/** Bodies that are no JSON, or more of it than anybody wants. */
const BROKEN: (string | Uint8Array)[] = [
  "",
  "{",
  "nul",
  '{"a":1}{"a":2}',
  "[1e999]",
  '{"__proto__":{"role":"administrator"}}',
  "[".repeat(40_000) + "]".repeat(40_000),
  `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`,
  `{"${"k".repeat(60_000)}":1}`,
  `"${"x".repeat(200_000)}"`,
  `[${"1,".repeat(100_000)}1]`,
  new Uint8Array([0xff, 0xfe, 0x00, 0xc3, 0x28]),
  new Uint8Array(2_000),
]

/**
 * Requests to one address: shaped as it describes them, and broken in one or several ways. The same for
 * the same seed.
 * @param tokens with which they come
 */
export function attacksOn(
  operation: Operation,
  { tokens, ...known }: Known & { tokens: readonly string[] },
  { seed, count }: { seed: number; count: number },
): Attack[] {
  const fill = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("x", ...known.words) },
    { weight: 1, arbitrary: nasty },
  )
  const path = targetOf(operation, fill)
  const request = fc.record({
    method: fc.oneof(
      { weight: 20, arbitrary: fc.constant(operation.method) },
      { weight: 1, arbitrary: fc.constantFrom("PUT", "PATCH", "HEAD", "OPTIONS", "POST", "GET") },
    ),
    target: path,
    headers: headersOf(operation, tokens),
    body: bodyOf(operation, known),
  })
  return fc.sample(request, { seed, numRuns: count })
}

function targetOf({ path, queryNames }: Operation, fill: fc.Arbitrary<string>) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([name]) => name)
  const query = fc.record(Object.fromEntries(queryNames.map((name) => [name, fill])), {
    requiredKeys: [],
  })
  const strange = fc.constantFrom(
    "",
    "",
    "",
    "",
    "?%",
    "?%ff=%c3",
    "?a&a&&=",
    `?q=${"9".repeat(3_000)}`,
  )
  return fc
    .tuple(fc.tuple(...names.map(() => fill)), query, strange)
    .map(([values, asked, ending]) => {
      const filled = names.reduce(
        (text, name, index) => text.replace(name, () => encoded(values[index] ?? "x") || "%20"),
        path,
      )
      const search = Object.entries(asked).map(([name, value]) => `${name}=${encoded(value ?? "")}`)
      return filled + (search.length > 0 ? `?${search.join("&")}` : ending)
    })
}

/** As a browser would; and what no browser would make of it, bytes of no text. */
const encoded = (text: string): string =>
  text.isWellFormed() ? encodeURIComponent(text) : "%ed%a0%80"

function headersOf(
  { types }: Operation,
  tokens: readonly string[],
): fc.Arbitrary<Record<string, string>> {
  const authorization = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...tokens).map((token) => `Bearer ${token}`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "Bearer",
        "Bearer made-up",
        "Basic YTpi",
        `Bearer ${"x".repeat(4_000)}`,
        "Bearer a.b.c.d",
        "Bearer 11111111-1111-4111-8111-111111111111.x",
      ),
    },
  )
  const named = fc.record(
    {
      Authorization: authorization,
      "Content-Type": fc.constantFrom(
        ...types,
        "application/json; charset=utf-16",
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "x",
      ),
      "Last-Event-ID": fc.constantFrom("0", "1", "-1", "x", "1:2", "9".repeat(30), "\u00ff"),
      "X-HTTP-Method-Override": fc.constant("DELETE"),
      "Accept-Encoding": fc.constantFrom("gzip", "br;q=x", "*"),
      Range: fc.constant("bytes=5-1"),
    },
    { requiredKeys: [], noNullPrototype: true },
  )
  return fc
    .tuple(named, authorization, fc.integer({ min: 0, max: 9 }))
    .map(([headers, own, chance]) => (chance === 0 ? headers : { ...headers, Authorization: own }))
}

function bodyOf({ body, types }: Operation, known: Known): fc.Arbitrary<Attack["body"]> {
  if (types.length === 0)
    return fc.oneof(
      { weight: 9, arbitrary: fc.constant<Attack["body"]>(undefined) },
      { weight: 1, arbitrary: fc.constantFrom(...BROKEN) },
    )
  const good = shaped(body ?? {}, known)
  const broken = fc
    .tuple(good, fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), odd)
    .map(([value, steps, other]) => JSON.stringify(spoiled(value, steps, other)))
  return fc.oneof(
    { weight: 6, arbitrary: good.map((value) => JSON.stringify(value)) },
    { weight: 6, arbitrary: broken },
    { weight: 1, arbitrary: fc.constantFrom(...BROKEN) },
    { weight: 1, arbitrary: good.map((value) => JSON.stringify(value).slice(0, -1)) },
  )
}

/** The value with another in one place of it, or with a field too many. */
function spoiled(value: unknown, [step = 0, ...steps]: number[], other: unknown): unknown {
  if (typeof value !== "object" || value === null) return other
  const keys = Object.keys(value)
  if (step % 5 === 0)
    return Array.isArray(value)
      ? [...(value as unknown[]), other]
      : { ...value, [typeof other === "string" ? other : "odd"]: other }
  const key = keys[step % Math.max(1, keys.length)]
  if (key === undefined) return other
  const inner: unknown = Reflect.get(value, key)
  const replaced = steps.length === 0 ? other : spoiled(inner, steps, other)
  if (Array.isArray(value)) return (value as unknown[]).with(Number(key), replaced)
  return { ...value, [key]: replaced }
}

/** A request as a failure shows it, for whoever wants to send it again. */
export const inWords = ({ method, target, headers, body }: Attack): string =>
  JSON.stringify({ method, target, headers, body: String(body ?? "") }).slice(0, 1_200)

const HOST = "Host: localhost"
const UPGRADE = `${HOST}\r\nConnection: Upgrade\r\nUpgrade: websocket`

/** What no client of HTTP would send. */
export const RAW: [what: string, bytes: string][] = (
  [
    ["no request at all", "hello"],
    ["no host", "GET /api/venue HTTP/1.1"],
    ["a host that is none", "GET /api/venue HTTP/1.1\r\nHost: a b"],
    ["a host with a path", "GET /api/venue HTTP/1.1\r\nHost: x/y?z#"],
    ["two hosts", "GET /api/venue HTTP/1.1\r\nHost: a\r\nHost: b"],
    ["an empty host", "GET /api/venue HTTP/1.1\r\nHost: "],
    ["two slashes", `GET //api//venue HTTP/1.1\r\n${HOST}`],
    ["an address that is none", `GET http://[ HTTP/1.1\r\n${HOST}`],
    ["a way through", `CONNECT example.invalid:443 HTTP/1.1\r\n${HOST}`],
    ["a mirror", `TRACE /api/venue HTTP/1.1\r\n${HOST}`],
    ["no address", `OPTIONS * HTTP/1.1\r\n${HOST}`],
    ["half an escape", `GET /api/receipts/% HTTP/1.1\r\n${HOST}`],
    ["bytes of no text", `GET /operator/%c3%28 HTTP/1.1\r\n${HOST}`],
    ["long headers", `GET / HTTP/1.1\r\n${HOST}\r\nX: ${"y".repeat(40_000)}`],
    [
      "a broken chunk",
      `POST /api/sessions HTTP/1.1\r\n${HOST}\r\nTransfer-Encoding: chunked\r\n\r\nzz`,
    ],
    [
      "two lengths",
      `POST /a HTTP/1.1\r\n${HOST}\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0`,
    ],
    ["a body that never comes", `POST /api/sessions HTTP/1.1\r\n${HOST}\r\nContent-Length: 9`],
    ["a room that is none", `GET /sync/%00 HTTP/1.1\r\n${UPGRADE}`],
    ["a socket without a key", `GET /sync/venue/x HTTP/1.1\r\n${UPGRADE}`],
    [
      "a socket of another kind",
      `GET /sync/venue/x HTTP/1.1\r\n${HOST}\r\nConnection: Upgrade\r\nUpgrade: x`,
    ],
  ] satisfies [string, string][]
).map(([what, bytes]) => [what, `${bytes}\r\n\r\n`])
