import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { dirname, join, normalize } from "node:path"
import { fileURLToPath } from "node:url"
import { test } from "uvu"
import * as assert from "uvu/assert"

/** The shape of the code itself: who may import whom, and what is never left behind. */
const root = fileURLToPath(new URL("..", import.meta.url))

const MAY_IMPORT: Record<string, string[]> = {
  schemas: ["schemas"],
  domain: ["domain", "schemas"],
  "sync-server": ["sync-server", "schemas"],
  ledger: ["ledger", "program", "domain", "schemas"],
  library: ["library", "domain", "schemas"],
  app: ["app", "library", "domain", "schemas"],
  program: ["program", "schemas"],
  leaf: ["leaf", "program", "ledger", "library", "sync-server", "domain", "schemas"],
  core: ["core", "program", "ledger", "sync-server", "domain", "schemas"],
  cli: ["cli", "leaf", "core", "program", "ledger", "sync-server", "domain", "schemas"],
}
/** Packages that a folder may use; a folder that is not named may use any. */
const MAY_USE: Record<string, string[]> = {
  schemas: ["valibot", "yjs"],
  library: ["valibot", "@automerge/automerge/slim"],
  domain: ["valibot", "@noble/hashes/sha2.js", "@noble/hashes/utils.js"],
}
const LONGEST_FILE_LINES = 450

const everything = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter(
    (file) =>
      file && !/\.(png|webp)$|^package-lock\.json$/.test(file) && existsSync(join(root, file)),
  )
  .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }))
const files = everything.filter(({ file }) => /\.(tsx?|mjs)$/.test(file))

const importsOf = (text: string): string[] =>
  [
    ...text.matchAll(/^(?:import|export)\b[^"]*?\bfrom\s+"([^"]+)"|\bimport\s*\(?\s*"([^"]+)"/gm),
  ].flatMap(([, from, alone]) => from ?? alone ?? [])

test("there is code to look at", () => {
  assert.ok(files.length > 50)
})

test("imports point down, and the pure folders use no package that is not named", () => {
  const errors = files.flatMap(({ file, text }) => {
    const top = file.split("/")[0] ?? ""
    const allowed = MAY_IMPORT[top]
    if (!allowed) return []
    return importsOf(text).flatMap((name) => {
      if (name.startsWith(".")) {
        const target = normalize(join(dirname(file), name)).split("/")[0] ?? ""
        return allowed.includes(target) ? [] : [`${file}: ${top} may not import ${target}`]
      }
      const isForbidden = MAY_USE[top] && !MAY_USE[top].includes(name)
      return isForbidden ? [`${file}: ${top} may not use ${name}`] : []
    })
  })
  assert.equal(errors, [])
})

test("the libraries know only their own kind of state", () => {
  const errors = files.filter(
    ({ file, text }) =>
      (file.startsWith("ledger/") && importsOf(text).some((name) => /^(yjs|y-)/.test(name))) ||
      (file.startsWith("sync-server/") && /\bpoker|\bcents\b/i.test(text)),
  )
  assert.equal(
    errors.map(({ file }) => file),
    [],
  )
})

test("no clock, no chance, no console in domain/", () => {
  const errors = files.filter(
    ({ file, text }) =>
      file.startsWith("domain/") &&
      /Date\.now\(|new Date\(|Math\.random\(|performance\.now\(|console\./.test(text),
  )
  assert.equal(
    errors.map(({ file }) => file),
    [],
  )
})

/** What may stand in the words of a query of Core's: constants, and what these two files take from closed lists. */
const IN_A_QUERY: Record<string, RegExp> = {
  "core/tenants.ts": /^(role|client\.escapeLiteral\(tenant\))$/,
  "core/venue-ledger.ts": /^(by|columns|order|table)$/,
}

test("no query of Core's has words from a request, and only the door speaks to the database", () => {
  const core = files.filter(({ file }) => file.startsWith("core/"))
  const words = core.flatMap(({ file, text }) =>
    [...text.matchAll(/`((?:[^`\\]|\\.)*)`/g)]
      .map(([, query = ""]) => query)
      .filter((query) => /\b(select|insert|update|delete|where|values|set local)\b/.test(query))
      .flatMap((query) => [...query.matchAll(/\$\{([^}]*)\}/g)].map(([, word = ""]) => word))
      .filter(
        (word) =>
          !/^([A-Z][A-Z_]*|millisOf\("[a-z_]+"\))$/.test(word) && !IN_A_QUERY[file]?.test(word),
      )
      .map((word) => `${file}: ${word}`),
  )
  assert.equal(words, [])
  const users = core.filter(({ text }) => /^import (?!type)[^"]*from "pg"/m.test(text))
  assert.equal(
    users.map(({ file }) => file),
    ["core/database.ts"],
  )
})

/** Where amounts are reckoned with. Only icm.ts turns a fraction into money, in one function. */
const MONEY =
  /^(ledger|domain\/(account|bounties|deals|decide[a-z-]*|fees|ledger|money|movements|mystery-bounties|payouts|postings|premises|prizes|satellites|share-out|verdict))(\.ts|\/)/

test("no float touches money: it is divided by shareOut or as BigInt, and never rounded", () => {
  const money = files.filter(({ file }) => MONEY.test(file))
  assert.ok(money.length > 15, "there is money to look at")
  const errors = money.flatMap(({ file, text }) =>
    codeOf(text)
      .split("\n")
      .filter(
        (line) =>
          /parseFloat|toFixed|Math\.(round|floor|ceil|trunc|sqrt|pow)|\*\*|\b\d+\.\d/.test(line) ||
          (/[^<]\/[^>]/.test(line) && !/BigInt\(|\dn\b|\/ step/.test(line)),
      )
      .map((line) => `${file}: ${line.trim()}`),
  )
  assert.equal(errors, [])
})

/** Without comments, texts and patterns. */
const codeOf = (text: string): string =>
  text
    .replaceAll(/\/\*[^]*?\*\//g, "")
    .replaceAll(/(^|\s)\/\/.*$/gm, "")
    .replaceAll(/`(?:[^`\\]|\\.)*`/g, "``")
    .replaceAll(/"(?:[^"\\\n]|\\.)*"/g, '""')
    .replaceAll(/\/(?![ /*])(?:[^/\\\n]|\\.)+\/[a-z]*/g, "")

test("nothing unfinished, skipped or run alone, and no machine's paths or hosts", () => {
  const marks = new RegExp(
    // Written apart, so that this file does not find itself.
    [
      ["TO", "DO"],
      ["FIX", "ME"],
      ["not imple", "mented"],
      ["\\.on", "ly\\("],
      ["\\.sk", "ip\\("],
      ["/ho", "me/"],
      ["/wo", "rk/"],
      ["registry\\.", "npmjs"],
      ["\\.debian", "\\.org"],
    ]
      .map((parts) => parts.join(""))
      .join("|"),
  )
  const errors = everything.filter(({ text }) => marks.test(text))
  assert.equal(
    errors.map(({ file }) => file),
    [],
  )
})

test(`no file is longer than ${LONGEST_FILE_LINES} lines`, () => {
  const errors = files.filter(({ text }) => text.split("\n").length > LONGEST_FILE_LINES)
  assert.equal(
    errors.map(({ file }) => file),
    [],
  )
})

test("every test file runs its tests", () => {
  const errors = files.filter(
    ({ file, text }) => file.endsWith(".test.ts") && !/\.run\(\)/.test(text),
  )
  assert.equal(
    errors.map(({ file }) => file),
    [],
  )
})

test.run()
