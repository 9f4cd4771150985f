import { createServer } from "node:http"
import { writeFileSync } from "node:fs"
import process from "node:process"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { diagnose } from "../../cli/doctor.ts"
import { InputError } from "../../cli/input-error.ts"
import { lockDataFolder } from "../../leaf/data-folder.ts"
import { noteGoodBackup } from "../../leaf/backup-state.ts"
import { freePort } from "../../program/free-port.ts"
import { millis } from "../../schemas/units.ts"
import { makeCertificate } from "../support/certificate.ts"
import { felt } from "../support/felt.ts"
import { temporaryFolder } from "../support/folder.ts"
import { TestLeaf } from "../support/leaf.ts"
import { natsServerPath } from "../support/nats.ts"
import { until } from "../support/until.ts"

const DAY_MS = 86_400_000
// What other programs of this machine say of it must not decide how this ends.
process.env["PATH"] = temporaryFolder()
process.env["FELT_MIN_FREE_MB"] = "0"
const leaf = await new TestLeaf().start()
const noteBackup = (at: number) =>
  noteGoodBackup(leaf.data, { at: millis(at), file: "felt.backup", lastSequence: 0 })
const look = (environment: NodeJS.ProcessEnv = {}, data = leaf.data, url: string | null = null) =>
  diagnose(url, data, { FELT_NATS_SERVER: natsServerPath(), ...environment })
const codesOf = ({ checks }: Awaited<ReturnType<typeof diagnose>>) => checks.map(({ code }) => code)

test("a Leaf that is well: every check in a line, status 0; one to see to: what to do, status 1", async () => {
  await noteBackup(Date.now() - DAY_MS)
  const well = await felt("doctor", "--url", leaf.url)
  assert.is(well.code, 0, well.out)
  assert.match(well.out, /^ok {3}Leaf +It answers at http:\/\/localhost:\d+\.$/m)
  assert.match(well.out, /^ok {3}Log +Every write is on the disk before it counts\.$/m)
  assert.match(well.out, /^- {4}Remote help +Not set up/m)
  assert.not.match(well.out, / Do: /)

  await noteBackup(Date.now() - 3 * DAY_MS)
  await until("it is noticed", async () => (await look({}, "", leaf.url)).level === "warn")
  const old = await felt("doctor", "--url", leaf.url)
  assert.is(old.code, 1)
  assert.match(
    old.out,
    /^warn Backup +The last good one is 3 days old\. Do: Plug in the backup disk; .+ felt backup$/m,
  )
  assert.is(old.out.match(/ Do: /g)?.length, 1)
})

test("a Leaf that does not run: the box itself is looked at, and the status is 2", async () => {
  await leaf.stop()
  const { cert, key } = makeCertificate(10)
  const port = String(await freePort())
  const found = await look({ FELT_PORT: port, FELT_TLS_CERT: cert, FELT_TLS_KEY: key })
  assert.is(found.level, "bad")
  assert.is(found.url, `https://127.0.0.1:${port}`)
  assert.equal(codesOf(found).slice(0, 4), [
    "leaf-stopped",
    "folder-there",
    "port-free",
    "nats-server-fit",
  ])
  for (const code of ["disk-room", "backup-old", "certificate-ending", "clock-unmeasured"])
    assert.ok(codesOf(found).includes(code), `${code} in ${codesOf(found).join(", ")}`)

  process.env["FELT_PORT"] = port
  const said = await felt("doctor", "--data", leaf.data, "--json")
  assert.is(said.code, 2)
  const { level, checks } = JSON.parse(said.out) as typeof found
  assert.is(level, "bad")
  assert.equal(
    checks.flatMap((each) => (each.level === "bad" ? each : [])),
    [
      {
        check: "leaf",
        level: "bad",
        code: "leaf-stopped",
        says: `None answers at http://127.0.0.1:${port}.`,
        todo: "See to what is wrong below, then start it: npm start",
      },
    ],
  )
})

test("what keeps a Leaf from starting is named", async () => {
  const FELT_PORT = String(await freePort())
  const assertSays = async (code: string, environment: NodeJS.ProcessEnv, data = leaf.data) => {
    const found = await look({ FELT_PORT, ...environment }, data)
    assert.is(found.level, "bad")
    assert.ok(codesOf(found).includes(code), `${code} in ${codesOf(found).join(", ")}`)
  }
  await assertSays("settings-wrong", { FELT_MIN_FREE_MB: "much" })
  await assertSays("folder-new", {}, `${temporaryFolder()}/none/yet`)
  await assertSays("nats-server-unfit", { FELT_NATS_SERVER: "/nowhere/nats-server" })
  await assertSays("disk-full", { FELT_MIN_FREE_MB: "999999999" })
  const noCertificate = `${temporaryFolder()}/cert.pem`
  writeFileSync(noCertificate, "none")
  const tls = { FELT_TLS_CERT: noCertificate, FELT_TLS_KEY: noCertificate }
  await assertSays("certificate-unread", tls)

  const lock = lockDataFolder(leaf.data)
  await assertSays("leaf-silent", {})
  lock.release()

  const stranger = createServer((_, answer) => answer.end("hello")).unref()
  await new Promise<void>((resolve) => stranger.listen(Number(FELT_PORT), "127.0.0.1", resolve))
  await assertSays("leaf-stranger", {})
  await assertSays("port-taken", {})
  await new Promise((resolve) => stranger.close(resolve))

  await look({}, leaf.data, "nowhere").then(
    () => assert.unreachable(),
    (error) => assert.instance(error, InputError),
  )
})

test.after(async () => {
  await leaf.stop()
})
test.run()
