import { createSign, generateKeyPairSync } from "node:crypto"
import { writeFileSync } from "node:fs"
import { temporaryFolder } from "./folder.ts"

const DAY_MS = 86_400_000
/** Object identifiers as they stand in a certificate. */
const ECDSA_WITH_SHA256 = "2a8648ce3d040302"
const COMMON_NAME = "550403"
const ALTERNATIVE_NAME = "551d11"

/**
 * A certificate of its own for `localhost`, in files as a Leaf is given them.
 * @param days after which it ends, counted from now
 */
export function makeCertificate(days: number): { cert: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const algorithm = sequence(oid(ECDSA_WITH_SHA256))
  const name = sequence(der(0x31, sequence(oid(COMMON_NAME), der(0x0c, Buffer.from("localhost")))))
  const names = sequence(
    der(0x82, Buffer.from("localhost")),
    der(0x87, Buffer.from([127, 0, 0, 1])),
  )
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(moment(Date.now() - 100 * DAY_MS), moment(Date.now() + days * DAY_MS)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(sequence(oid(ALTERNATIVE_NAME), der(0x04, names)))),
  )
  const signature = createSign("sha256").update(body).sign(privateKey)
  const whole = sequence(body, algorithm, der(0x03, Buffer.from([0]), signature))
  const folder = temporaryFolder()
  const files = { cert: `${folder}/cert.pem`, key: `${folder}/key.pem` }
  const lines = whole.toString("base64").match(/.{1,64}/g) ?? []
  writeFileSync(
    files.cert,
    ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n"),
  )
  writeFileSync(files.key, privateKey.export({ type: "pkcs8", format: "pem" }))
  return files
}

/** One value in the form of a certificate: its tag, its length, what is in it. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const head =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...head]), content])
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, ...parts)
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, "hex"))
/** `YYYYMMDDHHMMSSZ` */
const moment = (at: number): Buffer =>
  der(0x18, Buffer.from(`${new Date(at).toISOString().replaceAll(/[-:T]|\..*/g, "")}Z`))
