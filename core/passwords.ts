import { argon2, randomBytes, timingSafeEqual } from "node:crypto"
import { promisify } from "node:util"

/** What OWASP asks of Argon2id at the least, twice over. */
const HASHING = { memory: 19_456, passes: 4, parallelism: 1, tagLength: 32 }
const SALT_BYTES = 16
/** So many at a time leave the processor to everybody else; those who wait have their turn in seconds. */
const AT_ONCE = 2
const MOST_WAITING = 30

/** More passwords were sent at once than are looked at. */
export class TooManyPasswords extends Error {
  readonly seconds = 5
}

const derive = promisify(argon2)

/**
 * Hashes passwords, slowly on purpose, and so only some at a time: whoever sends thousands makes others
 * wait to sign in, and keeps nobody from what they are signed in for.
 */
export class Passwords {
  #running = 0
  readonly #waiting: (() => void)[] = []
  /** Compared with where there is nobody. */
  readonly #nobodys = this.hash(randomBytes(SALT_BYTES).toString("base64url"))

  /** @throws TooManyPasswords */
  async hash(password: string): Promise<string> {
    const nonce = randomBytes(SALT_BYTES)
    const tag = await this.#derive(password, nonce)
    return `${nonce.toString("base64url")}.${tag.toString("base64url")}`
  }

  /**
   * @param kept the hash; `null` where there is nobody, which takes as long
   * @throws TooManyPasswords
   */
  async isRight(password: string, kept: string | null): Promise<boolean> {
    const [nonce = "", tag = ""] = (kept ?? (await this.#nobodys)).split(".")
    const derived = await this.#derive(password, Buffer.from(nonce, "base64url"))
    return timingSafeEqual(derived, Buffer.from(tag, "base64url")) && kept !== null
  }

  async #derive(message: string, nonce: Buffer): Promise<Buffer> {
    if (this.#running < AT_ONCE) this.#running += 1
    else if (this.#waiting.length < MOST_WAITING)
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else throw new TooManyPasswords("More passwords were sent at once than are looked at.")
    try {
      return await derive("argon2id", { message, nonce, ...HASHING })
    } finally {
      // Whoever is next takes the place; nobody comes in between.
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running -= 1
    }
  }
}
