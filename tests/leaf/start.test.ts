import { chmodSync, existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { createServer as createHttpServer, get } from "node:http"
import { createServer } from "node:net"
import process from "node:process"
import { jetstreamManager } from "@nats-io/jetstream"
import { connect } from "@nats-io/transport-node"
import { pino } from "pino"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { readCredentials } from "../../leaf/nats-config.ts"
import { NatsClient, natsPaths } from "../../program/nats-process.ts"
import * as v from "valibot"
import { millis } from "../../schemas/units.ts"
import { temporaryFolder } from "../support/folder.ts"
import { buyIns, intent } from "../support/intents.ts"
import { TestLeaf } from "../support/leaf.ts"
import { freePort } from "../../program/free-port.ts"
import { NatsServer } from "../../leaf/nats-server.ts"
import { natsServerPath } from "../support/nats.ts"

/** A Leaf that must not start: it ends with status 2 and one clear line. */
async function refused(environment: NodeJS.ProcessEnv, words: RegExp): Promise<void> {
  const ended = await new TestLeaf(environment).tryStart()
  assert.is(ended?.code, 2)
  assert.match(ended?.words ?? "", words)
  assert.is(ended?.words.trim().split("\n").length, 1, `more than one line: ${ended?.words}`)
}

for (const [environment, words] of [
  [{ FELT_PORT: "http" }, /FELT_PORT=http .* expected a port/],
  [{ FELT_PORT: "70700" }, /FELT_PORT=70700 .* expected a port/],
  [{ FELT_SETUP_PIN: "12" }, /FELT_SETUP_PIN=… .* 4 to 10 digits/],
  [{ FELT_LOG_LEVEL: "loud" }, /FELT_LOG_LEVEL=loud .* expected silent/],
  [{ FELT_TLS_CERT: "/nowhere.pem" }, /go together/],
  [{ FELT_HOST: "0.0.0.0" }, /for which a certificate is needed: felt certificate make/],
  [{ FELT_HTTP_PORT: "7080" }, /there is no certificate/],
  [{ FELT_NAMES: "Felt, box" }, /FELT_NAMES=Felt, box is wrong: expected names/],
  [{ FELT_TLS_CERT: "/nowhere.pem", FELT_TLS_KEY: "/nowhere.key" }, /cannot be read/],
  [{ FELT_NATS_SERVER: "/nowhere/nats-server" }, /no nats-server at .* 2\.14 or newer/],
  [{ FELT_DATA: "/etc/passwd/felt" }, /cannot be made/],
] as const)
  test(`a wrong setting ends the start with one line: ${Object.keys(environment).join(", ")}`, () =>
    refused(environment, words))

test("a port that is in use ends the start with one line", async () => {
  const squatter = createServer()
  await new Promise<void>((resolve) => squatter.listen(0, "127.0.0.1", resolve))
  const address = squatter.address()
  const port = typeof address === "object" && address ? address.port : 0
  await refused({ FELT_PORT: String(port) }, new RegExp(`port ${port} is in use`))
  squatter.close()
})

test("a port of nats-server's own that somebody took a moment earlier is given up for another", async () => {
  const squatter = createServer()
  await new Promise<void>((resolve) => squatter.listen(0, "127.0.0.1", resolve))
  const address = squatter.address()
  const taken = typeof address === "object" && address ? address.port : 0
  let asked = 0
  const choosePort = () => (asked++ < 2 ? Promise.resolve(taken) : freePort())
  const log = pino({ level: "silent" })
  const nats = await NatsServer.start(natsServerPath(), temporaryFolder(), log, millis(0), {
    choosePort,
  })
  assert.is(asked, 4)
  assert.is.not(nats.client.port, taken)
  assert.ok(await nats.isWell())
  await nats.stop()
  squatter.close()
})

test("a data folder that another Leaf holds is not shared; when that is gone it is free at once", async () => {
  const first = await new TestLeaf().start()
  await refused({ FELT_DATA: first.data }, /Another Leaf holds the data folder/)
  await first.kill()
  await first.start()
  assert.is(await first.stop(), 0)
})

/** A nats-server that changes what it is told before it does it. */
function meddler(script: string): string {
  const path = `${temporaryFolder()}/nats-server`
  writeFileSync(path, `#!/bin/sh\n${script.replaceAll("NATS", natsServerPath())}\n`)
  chmodSync(path, 0o755)
  return path
}

test("after a kill, a store of which something cannot be put on the disk is refused", async () => {
  const leaf = await new TestLeaf().start()
  await leaf.kill()
  symlinkSync("/nowhere", `${natsPaths(leaf.data).store}/lost`)
  await refused(
    { FELT_DATA: leaf.data },
    /nats\/store cannot be put on the disk: .*failing: make room/,
  )
})

test("an old nats-server is refused", () =>
  refused(
    { FELT_NATS_SERVER: meddler("echo nats-server: v2.10.27") },
    /v2\.10\.27, which is too old/,
  ))

test("a running server that does not sync every write is refused", () =>
  refused(
    {
      FELT_NATS_SERVER: meddler(
        '[ "$1" = --version ] && exec NATS --version\n' +
          'sed -i "/sync_interval/d" "$2"\nexec NATS --config "$2"',
      ),
    },
    /does not sync every write/,
  ))

test("a server that is slow to say whether it syncs every write is waited for", async () => {
  const real = await freePort()
  const slow = createHttpServer(({ url }, answer) => {
    const ask = () =>
      get({ host: "127.0.0.1", port: real, path: url }, (from) => {
        answer.writeHead(from.statusCode ?? 500)
        from.pipe(answer)
      }).once("error", () => answer.destroy())
    setTimeout(ask, url?.startsWith("/jsz") ? 1_200 : 0)
  })
  await new Promise<void>((resolve) => slow.listen(0, "127.0.0.1", resolve))
  const address = slow.address()
  const ports = [await freePort(), typeof address === "object" && address ? address.port : 0]
  const behind = meddler(
    '[ "$1" = --version ] && exec NATS --version\n' +
      `sed -i 's/^http: .*/http: "127.0.0.1:${real}"/' "$2"\nexec NATS --config "$2"`,
  )
  const log = pino({ level: "silent" })
  const nats = await NatsServer.start(behind, temporaryFolder(), log, millis(0), {
    choosePort: () => Promise.resolve(ports.shift() ?? 0),
  })
  assert.ok(await nats.isWell())
  await nats.stop()
  slow.close()
})

for (const [setting, change] of [
  ["max_age", { max_age: 8 * 86_400_000_000_000 }],
  ["max_msgs", { max_msgs: 5 }],
] as const)
  test(`a ledger stream whose ${setting} somebody changed is refused`, async () => {
    const leaf = await new TestLeaf().start()
    const paths = natsPaths(leaf.data)
    const { port } = v.parse(NatsClient, JSON.parse(readFileSync(paths.client, "utf8")))
    const admin = await connect({
      servers: `127.0.0.1:${port}`,
      user: "admin",
      pass: readCredentials(paths).admin,
    })
    await (await jetstreamManager(admin)).streams.update("LEDGER", change)
    await admin.close()
    await leaf.stop()
    const ended = await leaf.tryStart()
    assert.is(ended?.code, 2)
    assert.match(ended?.words ?? "", new RegExp(`stream LEDGER has ${setting}=`))
  })

test("the Leaf's own user may neither delete, purge nor update the ledger", async () => {
  const leaf = await new TestLeaf().start()
  const paths = natsPaths(leaf.data)
  const { port } = v.parse(NatsClient, JSON.parse(readFileSync(paths.client, "utf8")))
  const user = await connect({
    servers: `127.0.0.1:${port}`,
    user: "leaf",
    pass: readCredentials(paths).leaf,
  })
  const { streams } = await jetstreamManager(user, { timeout: 2_000 })
  for (const [forbidden, attempt] of Object.entries({
    delete: () => streams.delete("LEDGER"),
    purge: () => streams.purge("LEDGER"),
    update: () => streams.update("LEDGER", { max_msgs: 1 }),
  }))
    await attempt().then(
      () => assert.unreachable(`it could ${forbidden} the ledger`),
      (error) => assert.match(String(error), /permission/i, forbidden),
    )
  await user.close()
  await leaf.stop()
})

test("with too little free disk nothing is recorded, and the answer says what to do", async () => {
  const leaf = await new TestLeaf({ FELT_MIN_FREE_MB: "999999999" }).start()
  const client = await leaf.signIn()
  await client.record([intent("open-tournament"), ...buyIns(1)]).then(
    () => assert.unreachable(),
    (error) => {
      assert.is(error.status, 507)
      assert.match(error.message, /Only \d+ MB are free .* make room and send it again/)
    },
  )
  assert.equal(await client.ledger(0), [])
  const ready = await fetch(`${leaf.url}/readyz`)
  assert.is(ready.status, 503)
  await leaf.stop()
})

test("an orderly stop ends everything that was started and frees the folder", async () => {
  const leaf = await new TestLeaf().start()
  const natsServer = leaf.natsProcessId()
  assert.is(await leaf.stop(), 0)
  assert.throws(() => process.kill(natsServer, 0), /ESRCH/)
  assert.ok(existsSync(`${leaf.data}/projection.clean`))
})

test("before it is ready the Leaf answers its health address and nothing else", async () => {
  const leaf = new TestLeaf()
  await leaf.start()
  await leaf.stop()
  const starting = leaf.start()
  const seen = new Set<string>()
  for (let isUp = false; !isUp;) {
    const health = await statusOf(`${leaf.url}/healthz`)
    const api = await statusOf(`${leaf.url}/api/venue`)
    if (health !== null && api !== null) seen.add(`${health} ${api}`)
    isUp = api === 200
  }
  await starting
  assert.equal([...seen], ["200 503", "200 200"])
  await leaf.stop()
})

async function statusOf(url: string): Promise<number | null> {
  try {
    return (await fetch(url)).status
  } catch {
    // It does not listen yet.
    return null
  }
}

test.run()
