import { spawnSync } from "node:child_process"
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { findNatsServer, isCached, isFit } from "../../cli/bootstrap/nats-server.mjs"
import { sha256 } from "../../cli/bootstrap/step.mjs"
import { temporaryFolder } from "../support/folder.ts"

const BOOTSTRAP = fileURLToPath(new URL("../../cli/bootstrap.mjs", import.meta.url))

/** A nats-server that knows nothing but its version. */
function binary(folder: string, version: string): string {
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/nats-server`, `#!/bin/sh\necho nats-server: v${version}\n`)
  chmodSync(`${folder}/nats-server`, 0o755)
  return `${folder}/nats-server`
}

for (const [version, fit] of [
  ["2.15.1", true],
  ["2.14.0", true],
  ["3.0.0", true],
  ["2.13.9", false],
  ["2.9.10", false],
  ["1.99.0", false],
  [null, false],
] as const)
  test(`nats-server ${version} is ${fit ? "fit" : "not fit"}`, () => {
    assert.is(isFit(version), fit)
  })

/** Looks for one where the PATH, the cache and the archive are the test's own. */
async function find(options: {
  named?: string
  onPath?: string[]
  cached?: string
  broken?: boolean
}) {
  const root = temporaryFolder()
  const folder = `${root}/cache`
  const path = (options.onPath ?? []).map((version, index) => {
    binary(`${root}/path${index}`, version)
    return `${root}/path${index}`
  })
  if (options.cached) {
    const file = binary(folder, options.cached)
    const recorded = options.broken ? "another" : sha256(readFileSync(file))
    writeFileSync(
      `${folder}/nats-server.json`,
      JSON.stringify({ version: options.cached, sha256: recorded }),
    )
  }
  const environment = {
    PATH: path.join(":"),
    ...(options.named ? { FELT_NATS_SERVER: binary(`${root}/named`, options.named) } : {}),
  }
  const found = await findNatsServer({
    environment,
    folder,
    fetch: () => Promise.resolve("fetched"),
  })
  return found.replace(`${root}/`, "")
}

test("the named one comes first, then the PATH, then the cache, then Debian's", async () => {
  assert.is(await find({ named: "2.15.1", onPath: ["2.15.1"] }), "named/nats-server")
  assert.is(await find({ onPath: ["2.9.10", "2.15.1"], cached: "2.15.1" }), "path1/nats-server")
  assert.is(await find({ onPath: ["2.9.10"], cached: "2.15.1" }), "cache/nats-server")
  assert.is(await find({ onPath: ["2.9.10"] }), "fetched")
})

test("a named one that is too old is refused in words", async () => {
  await find({ named: "2.10.27" }).then(
    () => assert.unreachable(),
    (error) => assert.match(error.message, /which is 2\.10\.27; Felt needs 2\.14 or newer/),
  )
})

test("a cached one that is not the one that was verified is not used", async () => {
  assert.is(await find({ cached: "2.15.1", broken: true }), "fetched")
  assert.is(await find({ cached: "2.13.0" }), "fetched", "nor one that has become too old")
  assert.not(isCached(temporaryFolder()))
})

test("a task that there is not is one line that names those there are", () => {
  const { status, stderr } = spawnSync(process.execPath, [BOOTSTRAP, "fold"], { encoding: "utf8" })
  assert.is(status, 2)
  assert.match(stderr.trim(), /^There is no task "fold": start, core, test, .*\.$/)
})

test.run()
