import { writeFile } from "node:fs/promises"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { pino } from "pino"
import { readConfig } from "../../leaf/config.ts"
import { HttpServer, networkOf } from "../../leaf/http/server.ts"
import type { Problem } from "../../schemas/problem.ts"
import { temporaryFolder } from "../support/folder.ts"

test("before there is a Leaf the door says so, and names its build", async () => {
  const config = { ...readConfig({}), port: 0 }
  const app = temporaryFolder()
  await writeFile(`${app}/index.html`, "the app")
  const door = await HttpServer.listen(config, "b1", app, pino({ level: "silent" }))
  for (const [path, status] of [
    ["/healthz", 200],
    ["/operator", 200],
    ["/api/venue", 503],
    ["/api/ledger", 503],
    ["/readyz", 503],
  ] as const) {
    const answer = await fetch(`http://127.0.0.1:${door.port}${path}`)
    assert.is(answer.status, status, path)
    assert.is(answer.headers.get("X-Felt-Build"), "b1")
    if (status === 200) continue
    assert.is(answer.headers.get("Content-Type"), "application/problem+json")
    assert.is(answer.headers.get("Retry-After"), "1")
    assert.match(((await answer.json()) as Problem).detail, /starting/)
  }
  await door.close()
})

for (const [address, network] of [
  ["192.168.1.20", "192.168.1.20"],
  ["::ffff:192.168.1.20", "192.168.1.20"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:db8:1:2::6", "2001:db8:1:2"],
  ["2001:db8::6", "2001:db8:0:0"],
  ["2001:db8::7:8", "2001:db8:0:0"],
  ["::1", "0:0:0:0"],
] as const)
  test(`wrong PINs from ${address} are counted for ${network}`, () => {
    assert.is(networkOf(address), network)
  })

test.run()
