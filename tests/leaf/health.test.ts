import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { get } from "node:https"
import { text } from "node:stream/consumers"
import process from "node:process"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { noteGoodBackup } from "../../leaf/backup-state.ts"
import { askCoreOffset, askOverlay, askTimeSync, readTemperature } from "../../leaf/probes.ts"
import type { Readiness } from "../../leaf/readiness.ts"
import { venueRoom } from "../../schemas/documents/rooms.ts"
import { type Finding, HealthAnswer } from "../../schemas/health.ts"
import { millis } from "../../schemas/units.ts"
import { makeCertificate } from "../support/certificate.ts"
import { temporaryFolder } from "../support/folder.ts"
import { TestLeaf } from "../support/leaf.ts"
import { until } from "../support/until.ts"

const HOUR_MS = 3_600_000

/** What is found of one check has these figures, whatever else. */
function assertFound(answer: HealthAnswer, check: Finding["check"], expected: object): void {
  const finding = answer.findings.find((each) => each.check === check)
  assert.equal({ ...finding, ...expected }, finding)
}

const codeOf = (answer: HealthAnswer, check: Finding["check"]) =>
  answer.findings.find((each) => each.check === check)?.code

test("a full disk, a certificate about to end, an old backup: each with its figure, and only the disk stops money", async () => {
  const { cert, key } = makeCertificate(3.5)
  const data = temporaryFolder()
  const madeAt = millis(Date.now() - 72.5 * HOUR_MS)
  await noteGoodBackup(data, { at: madeAt, file: "felt.backup", lastSequence: 1 })
  const leaf = await new TestLeaf({
    FELT_DATA: data,
    FELT_TLS_CERT: cert,
    FELT_TLS_KEY: key,
    FELT_MIN_FREE_MB: "999999999",
  }).start()
  const ask = (path: string) =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      get(`${leaf.url}${path}`, { ca: readFileSync(cert), agent: false }, (answer) => {
        text(answer).then((body) => resolve({ status: answer.statusCode ?? 0, body }), reject)
      }).once("error", reject)
    })

  const health = v.parse(HealthAnswer, JSON.parse((await ask("/api/health")).body))
  assertFound(health, "certificate", { code: "certificate-ending", level: "bad", days: 3 })
  assertFound(health, "backup", { code: "backup-old", level: "warn", hours: 72 })
  assertFound(health, "disk", { code: "disk-full", level: "bad", minimumMb: 999_999_999 })
  assertFound(health, "log", { code: "log-durable", level: "ok" })
  assertFound(health, "core", { code: "core-none", level: "none" })
  assert.ok(health.findings.every(({ since }) => health.now - since < 60_000))

  const readyz = await ask("/readyz")
  assert.is(readyz.status, 503)
  const { ready, checks } = JSON.parse(readyz.body) as Readiness
  assert.not(ready)
  assert.equal(
    Object.entries(checks).flatMap(([check, { ok }]) => (ok ? [] : [check])),
    ["disk"],
  )
  assert.match(checks["backup"]?.detail ?? "", /3 days old\. Plug in the backup disk/)
  assert.match(checks["certificate"]?.detail ?? "", /ends in 3 days\. Have it renewed/)

  const metrics = (await ask("/metrics")).body
  assert.match(metrics, /^felt_certificate_days 3\.\d+$/m)
  assert.match(metrics, /^felt_backup_age_seconds 26\d{4}\.\d+$/m)
  assert.match(metrics, /^felt_disk_free_bytes \d+$/m)
  assert.match(metrics, /^felt_screens_dark 0$/m)
  assert.match(metrics, /^felt_health\{check="disk"\} 2$/m)
  assert.match(metrics, /^felt_health\{check="backup"\} 1$/m)
  // There is no Core here to compare the clock with: no figure, and not a made-up 0.
  assert.not.match(metrics, /^felt_clock_offset_seconds /m)
  await leaf.stop()
})

test("a screen of the venue's that goes dark is named, and a stranger's is not", async () => {
  const leaf = await new TestLeaf().start()
  const client = await leaf.signIn()
  const { venueId } = await client.venue()
  const room = await client.openRoom(venueRoom(venueId))
  room.registers.set("display/bar/name", "Over the bar")
  await room.safe()
  room.close()
  const look = async () =>
    v.parse(HealthAnswer, await (await fetch(`${leaf.url}/api/health`)).json())
  for (const display of ["bar", "stranger"]) {
    const away = new AbortController()
    await fetch(`${leaf.url}/api/displays/${display}/stream`, { signal: away.signal })
    away.abort()
  }
  await until("the screen is dark", async () => codeOf(await look(), "screens") === "screens-dark")
  assertFound(await look(), "screens", { level: "warn", dark: ["bar"], alive: 0 })
  assert.match(await (await fetch(`${leaf.url}/metrics`)).text(), /^felt_screens_dark 1$/m)
  await leaf.stop()
})

test("the hottest part counts; what cannot be read or cannot be true does not", async () => {
  const folder = temporaryFolder()
  assert.is(await readTemperature(folder), null, "a machine without a thermometer")
  for (const [zone, millidegrees] of [
    ["thermal_zone0", "48500\n"],
    ["thermal_zone1", "81600\n"],
    ["thermal_zone2", "-274000\n"],
    ["cooling_device0", "99000\n"],
  ] as const) {
    mkdirSync(`${folder}/${zone}`)
    writeFileSync(`${folder}/${zone}/temp`, millidegrees)
  }
  mkdirSync(`${folder}/thermal_zone3`)
  assert.is(await readTemperature(folder), 82)
})

test("what other programs say of time and overlay network, and that they say nothing", async () => {
  const folder = temporaryFolder()
  const path = process.env["PATH"]
  const write = (program: string, script: string) => {
    writeFileSync(`${folder}/${program}`, `#!/bin/sh\n${script}\n`)
    chmodSync(`${folder}/${program}`, 0o755)
  }
  try {
    process.env["PATH"] = folder
    assert.is(await askTimeSync(), null)
    assert.equal(await askOverlay(), { state: "absent", peers: 0 })
    write("timedatectl", "echo no")
    assert.is(await askTimeSync(), false)
    write("timedatectl", "echo yes")
    assert.is(await askTimeSync(), true)
    write("timedatectl", "echo 'System has not been booted with systemd' >&2; exit 1")
    assert.is(await askTimeSync(), null)
    write("netbird", `echo '{"peers":{"connected":2},"management":{"connected":false}}'`)
    assert.equal(await askOverlay(), { state: "management-away", peers: 2 })
    write("netbird", "echo 'failed to connect to daemon' >&2; exit 1")
    assert.equal(await askOverlay(), { state: "silent" })
    write("netbird", "echo '{}'")
    assert.equal(await askOverlay(), { state: "silent" })
  } finally {
    process.env["PATH"] = path
  }
})

test("the own clock is held against the date in Core's answer", async () => {
  const aheadMs = 90_000
  const core = createServer((_, answer) => {
    answer.setHeader("Date", new Date(Date.now() - aheadMs).toUTCString())
    answer.end("{}")
  })
  await new Promise<void>((resolve) => core.listen(0, "127.0.0.1", resolve))
  const address = core.address()
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`
  const offset = await askCoreOffset(url, Date.now)
  assert.ok(offset !== null && Math.abs(offset - aheadMs) <= 600, `${offset} ms`)
  await new Promise((resolve) => core.close(resolve))
  assert.is(await askCoreOffset(url, Date.now), null)
})

test.run()
