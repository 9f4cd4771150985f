import { execFile } from "node:child_process"
import { generateKeyPairSync, X509Certificate } from "node:crypto"
import { existsSync } from "node:fs"
import { mkdir, mkdtemp, open, readFile, rename, rm, writeFile } from "node:fs/promises"
import { isIP } from "node:net"
import { join } from "node:path"
import { promisify } from "node:util"

/** Ten years: devices are made to trust it once. */
const AUTHORITY_DAYS = 3_652
/** Browsers take no longer one. */
const SERVER_DAYS = 397
const RENEW_WITHIN_MS = 30 * 86_400_000

/** By which names and addresses devices reach a Leaf. */
export type Reached = { names: readonly string[]; addresses: readonly string[] }

/** Where a venue's authority and the Leaf's own certificate lie; the keys are for their owner alone. */
export const tlsFiles = (data: string) => ({
  folder: `${data}/tls`,
  authority: `${data}/tls/authority.crt`,
  authorityKey: `${data}/tls/authority.key`,
  certificate: `${data}/tls/server.crt`,
  key: `${data}/tls/server.key`,
})

/** Certificates could not be made, and why. */
export class CertificateRefused extends Error {}

/** Whether a data folder has a venue's own authority. */
export const hasAuthority = (data: string): boolean => existsSync(tlsFiles(data).certificate)

/**
 * Makes a venue's own authority, good for these names and addresses and no others, and the Leaf's first
 * certificate. One that is there is replaced: devices then have to be made to trust the new one.
 * @throws CertificateRefused where a name is none, or there is no openssl
 */
export async function makeAuthority(data: string, reached: Reached): Promise<void> {
  demandReached(reached)
  const files = tlsFiles(data)
  await mkdir(files.folder, { recursive: true, mode: 0o700 })
  await within(files.folder, async (scratch) => {
    const key = await newKey(scratch)
    const certificate = `${scratch}/authority.crt`
    const settings = await write(`${scratch}/authority.conf`, authoritySettings(reached))
    await openssl("-x509", "-new", "-key", key, "-out", certificate, "-config", settings, [
      "-days",
      String(AUTHORITY_DAYS),
    ])
    const server = await makeServer(scratch, { certificate, key }, reached, SERVER_DAYS)
    await keep(server.key, files.key)
    await keep(server.certificate, files.certificate)
    await keep(key, files.authorityKey)
    await keep(certificate, files.authority)
  })
}

/**
 * Gives the Leaf another certificate of its own authority, with another key and for the same names.
 * @param days for how long
 * @throws CertificateRefused where there is no openssl
 */
export async function renewServer(data: string, days = SERVER_DAYS): Promise<void> {
  const files = tlsFiles(data)
  const reached = reachedBy(new X509Certificate(await readFile(files.certificate)))
  const authority = { certificate: files.authority, key: files.authorityKey }
  await within(files.folder, async (scratch) => {
    const server = await makeServer(scratch, authority, reached, days)
    await keep(server.key, files.key)
    await keep(server.certificate, files.certificate)
  })
}

/** Whether a certificate has to be renewed. */
export const isDue = (certificate: X509Certificate, now: number): boolean =>
  Date.parse(certificate.validTo) - now < RENEW_WITHIN_MS

/** For which names and addresses a certificate is. */
export function reachedBy({ subjectAltName = "" }: X509Certificate): Reached {
  const all = subjectAltName.split(", ").map((each) => each.split(":"))
  const of = (wanted: string) =>
    all.flatMap(([kind, ...rest]) => (kind === wanted ? [rest.join(":")] : []))
  return { names: of("DNS"), addresses: of("IP Address") }
}

async function makeServer(
  scratch: string,
  authority: { certificate: string; key: string },
  reached: Reached,
  days: number,
): Promise<{ certificate: string; key: string }> {
  const key = await newKey(scratch)
  const certificate = `${scratch}/server.crt`
  const settings = await write(`${scratch}/server.conf`, serverSettings(reached))
  await openssl("-x509", "-new", "-key", key, "-out", certificate, "-config", settings, [
    "-CA",
    authority.certificate,
    "-CAkey",
    authority.key,
    "-days",
    String(days),
  ])
  return { certificate, key }
}

const BASE = ["[req]", "prompt = no", "distinguished_name = who", "x509_extensions = what", "[who]"]

/** Whatever is signed with its key for another name is worth nothing to the devices that trust it. */
function authoritySettings({ names, addresses }: Reached): string {
  const permitted = [
    ...names.map((name) => `permitted;DNS:${name}`),
    ...addresses.map((address) => `permitted;IP:${address}/${allOnes(address)}`),
    // Where no address is permitted, none is left to chance.
    ...(addresses.length === 0 ? ["excluded;IP:0.0.0.0/0.0.0.0", "excluded;IP:::/::"] : []),
  ]
  return [
    ...BASE,
    `CN = Felt, ${names[0]}`,
    "[what]",
    "basicConstraints = critical, CA:TRUE, pathlen:0",
    "keyUsage = critical, keyCertSign, cRLSign",
    "subjectKeyIdentifier = hash",
    `nameConstraints = critical, ${permitted.join(", ")}`,
    "",
  ].join("\n")
}

function serverSettings({ names, addresses }: Reached): string {
  const reached = [
    ...names.map((name) => `DNS:${name}`),
    ...addresses.map((address) => `IP:${address}`),
  ]
  return [
    ...BASE,
    `CN = ${names[0]}`,
    "[what]",
    "basicConstraints = critical, CA:FALSE",
    "keyUsage = critical, digitalSignature",
    "extendedKeyUsage = serverAuth",
    "subjectKeyIdentifier = hash",
    "authorityKeyIdentifier = keyid",
    `subjectAltName = ${reached.join(", ")}`,
    "",
  ].join("\n")
}

const allOnes = (address: string): string =>
  isIP(address) === 4 ? "255.255.255.255" : Array<string>(8).fill("ffff").join(":")

/** What goes into openssl's settings is looked at first. */
function demandReached({ names, addresses }: Reached): void {
  if (names.length === 0) throw new CertificateRefused("A certificate needs a name: --name.")
  for (const name of names)
    if (
      name.length > 64 ||
      !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(name)
    )
      throw new CertificateRefused(
        `${JSON.stringify(name)} is no name for a certificate: up to 64 small letters, digits, "-" and ".".`,
      )
  for (const address of addresses)
    if (isIP(address) === 0)
      throw new CertificateRefused(
        `${JSON.stringify(address)} is no address: such as 192.168.1.10.`,
      )
}

/** A new key in a file that only its owner can read. */
async function newKey(scratch: string): Promise<string> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const path = join(await mkdtemp(`${scratch}/key-`), "key")
  return write(path, privateKey.export({ type: "pkcs8", format: "pem" }).toString())
}

async function write(path: string, text: string): Promise<string> {
  await writeFile(path, text, { mode: 0o600 })
  return path
}

/** Puts a file in its place, whole and on the disk. */
async function keep(from: string, to: string): Promise<void> {
  const file = await open(from, "r+")
  await file.sync()
  await file.close()
  await rename(from, to)
}

/** A folder beside the files, so that they can be put in their place at once. */
async function within(folder: string, work: (scratch: string) => Promise<void>): Promise<void> {
  const scratch = await mkdtemp(`${folder}/making-`)
  try {
    await work(scratch)
  } finally {
    await rm(scratch, { recursive: true })
  }
}

/** openssl 3 is on every Debian since 12: what signs a certificate is not written anew. */
async function openssl(...words: (string | string[])[]): Promise<void> {
  try {
    await promisify(execFile)("openssl", ["req", "-sha256", ...words.flat()])
  } catch (cause) {
    const said = cause instanceof Error ? cause.message.replaceAll(/\s+/g, " ") : String(cause)
    throw new CertificateRefused(
      `The certificate was not made; it takes openssl 3 (apt install openssl). ${said}`,
      { cause },
    )
  }
}
