import { createHash, X509Certificate } from "node:crypto"
import { readFileSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { createSecureContext } from "node:tls"
import { StartRefused } from "../../program/start-refused.ts"
import { isDue, type Reached, reachedBy, renewServer, tlsFiles } from "./authority.ts"

/** How often the files are looked at: whoever renews a certificate need not tell the Leaf. */
const LOOK_EVERY_MS = 10_000

/** Where the certificate and its key lie. */
export type TlsFiles = {
  certificate: string
  key: string
  /** The data folder whose own authority made them; `null` where they are somebody else's to renew. */
  own: string | null
}

/** A certificate with its key, as they go out. */
export type Pair = { cert: Buffer; key: Buffer }

type Told = {
  now: () => number
  /** Told why a new pair is not taken, or the own one not renewed: once for each. */
  onRefused: (error: unknown) => void
}

/**
 * What the Leaf shows of itself over https. Files that change are taken in while it runs; a pair that
 * does not fit is refused, and the one before goes on.
 */
export class Certificates {
  readonly #files: TlsFiles
  readonly #told: Told
  readonly #timer: NodeJS.Timeout
  #pair: Pair
  #certificate: X509Certificate
  #lastSeen: string
  #looking: Promise<void> = Promise.resolve()
  readonly #listeners: ((pair: Pair) => void)[] = []

  private constructor(files: TlsFiles, pair: Pair, told: Told) {
    this.#files = files
    this.#told = told
    this.#pair = pair
    this.#certificate = new X509Certificate(pair.cert)
    this.#lastSeen = digestOf(pair)
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref()
  }

  /** @throws StartRefused where they cannot be read, or do not fit together */
  static async open(files: TlsFiles, told: Told): Promise<Certificates> {
    const pair = await firstPair(files)
    const certificates = new Certificates(files, pair, told)
    await certificates.look()
    return certificates
  }

  /** Gives every pair that is taken in from now on. */
  subscribe(listener: (pair: Pair) => void): void {
    this.#listeners.push(listener)
  }

  get pair(): Pair {
    return this.#pair
  }

  /** For which names and addresses it is. */
  get reached(): Reached {
    return reachedBy(this.#certificate)
  }

  /** Until when it is good, in milliseconds since 1970. */
  get validTo(): number {
    return Date.parse(this.#certificate.validTo)
  }

  /** The venue's own authority; `null` where the certificate is of another. */
  get authority(): X509Certificate | null {
    const { own } = this.#files
    return own === null ? null : new X509Certificate(readFileSync(tlsFiles(own).authority))
  }

  /** Renews the own certificate where it is time, and takes in what is new. */
  look(): Promise<void> {
    // One look at a time: two would renew twice.
    this.#looking = this.#looking.then(() => this.#look())
    return this.#looking
  }

  close(): void {
    clearInterval(this.#timer)
  }

  async #look(): Promise<void> {
    try {
      const { own } = this.#files
      if (own !== null && isDue(this.#certificate, this.#told.now())) await renewServer(own)
      const pair = {
        cert: await readFile(this.#files.certificate),
        key: await readFile(this.#files.key),
      }
      const digest = digestOf(pair)
      if (digest === this.#lastSeen) return
      this.#lastSeen = digest
      this.#take(pair)
    } catch (error) {
      const digest = String(error)
      if (digest !== this.#lastSeen) this.#told.onRefused(error)
      this.#lastSeen = digest
    }
  }

  #take(pair: Pair): void {
    try {
      demandGood(pair, this.#told.now())
    } catch (error) {
      this.#told.onRefused(error)
      return
    }
    this.#pair = pair
    this.#certificate = new X509Certificate(pair.cert)
    for (const listener of this.#listeners) listener(pair)
  }
}

/** @throws Error where they do not fit together, or the certificate's time is over */
function demandGood(pair: Pair, now: number): void {
  createSecureContext(pair)
  const { validTo } = new X509Certificate(pair.cert)
  if (Date.parse(validTo) <= now) throw new Error(`The new certificate ended on ${validTo}.`)
}

/** A renewal that was cut off between key and certificate is made again. */
async function firstPair(files: TlsFiles): Promise<Pair> {
  try {
    return demandPair(files)
  } catch (error) {
    if (files.own === null) throw error
    await renewServer(files.own)
    return demandPair(files)
  }
}

function demandPair({ certificate, key }: TlsFiles): Pair {
  let pair: Pair
  try {
    pair = { cert: readFileSync(certificate), key: readFileSync(key) }
  } catch (cause) {
    throw new StartRefused(`The certificate or its key cannot be read: ${String(cause)}.`, {
      cause,
    })
  }
  try {
    createSecureContext(pair)
    return pair
  } catch (cause) {
    throw new StartRefused(`The certificate or its key is not valid: ${String(cause)}.`, { cause })
  }
}

const digestOf = ({ cert, key }: Pair): string =>
  createHash("sha256").update(cert).update(key).digest("hex")
