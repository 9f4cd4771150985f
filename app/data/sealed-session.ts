import * as v from "valibot"
import { StaffId } from "../../schemas/ids.ts"
import { StaffSession } from "../../schemas/wire.ts"

/**
 * As slow as a person does not mind and a thief does; PBKDF2 with SHA-256 as OWASP counts it. Four
 * digits are ten thousand guesses all the same: docs/operator.md says what a stolen tablet means.
 */
const ITERATIONS = 600_000

/** A session as this device keeps it: nobody reads it without the PIN. */
export const Sealed = v.object({
  staffId: StaffId,
  iterations: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  salt: v.instance(Uint8Array),
  iv: v.instance(Uint8Array),
  data: v.instance(Uint8Array),
})
export type Sealed = v.InferOutput<typeof Sealed>

/** Whether this page may encrypt at all: over plain http, but for localhost, browsers do not let it. */
export const canSeal = (): boolean => globalThis.crypto?.subtle !== undefined

export async function seal(
  session: StaffSession,
  pin: string,
  iterations = ITERATIONS,
): Promise<Sealed> {
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const key = await keyOf(pin, salt, iterations)
  const text = new TextEncoder().encode(JSON.stringify(session))
  const data = await crypto.subtle.encrypt(cipher(iv, session.staffId), key, text)
  return { staffId: session.staffId, iterations, salt, iv, data: new Uint8Array(data) }
}

/** The session, or `null` where the PIN is wrong (or somebody has changed what was kept). */
export async function unseal(sealed: Sealed, pin: string): Promise<StaffSession | null> {
  const { salt, iv, data, iterations, staffId } = sealed
  const key = await keyOf(pin, new Uint8Array(salt), iterations)
  try {
    const way = cipher(new Uint8Array(iv), staffId)
    const text = new TextDecoder().decode(
      await crypto.subtle.decrypt(way, key, new Uint8Array(data)),
    )
    return v.parse(v.pipe(v.string(), v.parseJson(), StaffSession), text)
  } catch (error) {
    // What the wrong key opens does not fit its seal; nothing else is told.
    if (error instanceof DOMException && error.name === "OperationError") return null
    throw error
  }
}

/** Bound to whose session it is, so that one cannot be put in the place of another. */
const cipher = (iv: Uint8Array<ArrayBuffer>, staffId: StaffId) => ({
  name: "AES-GCM",
  iv,
  additionalData: new TextEncoder().encode(staffId),
})

async function keyOf(
  pin: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<CryptoKey> {
  const digits = new TextEncoder().encode(pin)
  const base = await crypto.subtle.importKey("raw", digits, "PBKDF2", false, ["deriveKey"])
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations },
    base,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  )
}
