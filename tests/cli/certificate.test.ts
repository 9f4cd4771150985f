import { execFileSync } from "node:child_process"
import { X509Certificate } from "node:crypto"
import { readFileSync, writeFileSync } from "node:fs"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { renewServer, tlsFiles } from "../../leaf/tls/authority.ts"
import { assertRefused, felt } from "../support/felt.ts"
import { temporaryFolder } from "../support/folder.ts"

const data = temporaryFolder()
const files = tlsFiles(data)
const make = (...args: string[]) => felt("certificate", "make", "--data", data, ...args)

test("make: an authority for ten years, a certificate for a year, and what to compare", async () => {
  const named = [
    "--name",
    "felt.venue.example",
    "--address",
    "192.168.1.10",
    "--address",
    "fd00::10",
  ]
  const { code, out, words } = await make(...named)
  assert.is(code, 0, words)
  const report = JSON.parse(out) as Record<string, unknown>
  const authority = new X509Certificate(readFileSync(files.authority))
  const certificate = new X509Certificate(readFileSync(files.certificate))
  assert.is(report["authorityFingerprint"], authority.fingerprint256)
  assert.equal(report["names"], ["felt.venue.example"])
  assert.ok(certificate.checkHost("felt.venue.example") && certificate.checkIP("192.168.1.10"))
  assert.ok(certificate.checkIP("fd00::10") && certificate.verify(authority.publicKey))
  const days = ({ validFrom, validTo }: X509Certificate) =>
    (Date.parse(validTo) - Date.parse(validFrom)) / 86_400_000
  assert.is(days(authority), 3_652)
  assert.is(days(certificate), 397)
  assert.is(authority.publicKey.asymmetricKeyDetails?.namedCurve, "prime256v1")
  assert.equal(JSON.parse((await felt("certificate", "show", "--data", data)).out), report)
})

test("whatever else the authority's key signs is worth nothing to who trusts it", async () => {
  const verify = () =>
    execFileSync("openssl", ["verify", "-CAfile", files.authority, files.certificate], {
      encoding: "utf8",
      stdio: "pipe",
    })
  assert.match(verify(), /OK/)
  // As a thief of the key would: a certificate for other names, which renewal is then to repeat.
  for (const name of ["DNS:bank.example", "DNS:felt.venue.example, IP:192.168.1.11"]) {
    const foreign = `${data}/foreign.crt`
    const settings = `${data}/foreign.conf`
    const lines = ["[req]", "prompt=no", "distinguished_name=who", "x509_extensions=what", "[who]"]
    writeFileSync(settings, [...lines, "CN=x", "[what]", `subjectAltName=${name}`, ""].join("\n"))
    const signing = ["-CA", files.authority, "-CAkey", files.authorityKey]
    const args = ["-x509", "-new", "-key", files.key, ...signing, "-config", settings]
    execFileSync("openssl", ["req", ...args, "-out", foreign])
    writeFileSync(files.certificate, readFileSync(foreign))
    assert.throws(verify, /permitted subtree violation/, name)
  }
})

test("make does not replace what devices trust, unless told so; names are looked at", async () => {
  const before = readFileSync(files.authority, "utf8")
  assertRefused(await make("--name", "felt.venue.example"), 2, /With --replace/)
  for (const [args, why] of [
    [["--name", "Felt Venue"], /no name for a certificate/],
    [["--name", "a\nb=c"], /no name for a certificate/],
    [["--name", "a.example", "--address", "192.168.1"], /no address/],
  ] as const)
    assertRefused(await make("--replace", ...args), 2, why)
  assert.is(readFileSync(files.authority, "utf8"), before)
  assert.is((await make("--replace", "--name", "felt.venue.example")).code, 0)
  assert.is.not(readFileSync(files.authority, "utf8"), before)
  await renewServer(data)
  assert.ok(new X509Certificate(readFileSync(files.certificate)).checkHost("felt.venue.example"))
  const nowhere = await felt("certificate", "show", "--data", temporaryFolder())
  assertRefused(nowhere, 2, /There is no certificate/)
})

test.run()
