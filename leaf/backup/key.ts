import { createHash, hkdfSync, randomBytes } from "node:crypto"
import { existsSync } from "node:fs"
import { open, readFile } from "node:fs/promises"
import { dirname } from "node:path"
import { StartRefused } from "../../program/start-refused.ts"
import { syncFolder } from "../../program/sync-files.ts"

/** Crockford's: no I, L, O and U, which are mistaken for others when they are read from paper. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
const KEY_BYTES = 32
const CHECK_BYTES = 3
const GROUP = 4

/** With what a venue's backups are closed and opened. */
export type BackupKey = { bytes: Buffer; id: Buffer }

/**
 * Makes a key and keeps it in a file of its own.
 * @returns the recovery line: the key as it is printed and kept elsewhere, said this once
 * @throws StartRefused where there is a file already: a key that is replaced opens nothing any more
 */
export async function makeBackupKey(path: string): Promise<string> {
  if (existsSync(path))
    throw new StartRefused(
      `There is a key at ${path} already, and backups that only it opens: name another file, or move it away and keep it.`,
    )
  const line = lineOf(randomBytes(KEY_BYTES))
  try {
    const file = await open(path, "wx", 0o600)
    try {
      await file.writeFile(`${line}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await syncFolder(dirname(path))
  } catch (cause) {
    throw new StartRefused(`The key cannot be written to ${path}: ${String(cause)}.`, { cause })
  }
  return line
}

/**
 * Reads a key from a file: the one on the box, or one into which the recovery line was typed.
 * @throws StartRefused where there is none
 */
export async function readBackupKey(path: string): Promise<BackupKey> {
  let text: string
  try {
    text = await readFile(path, "utf8")
  } catch (cause) {
    throw new StartRefused(
      `There is no key for backups at ${path}: make one with felt backup key, or name it with --key.`,
      { cause },
    )
  }
  const letters = text.toUpperCase().replaceAll(/[\s-]/g, "")
  const bytes = bytesOf(letters.replaceAll("O", "0").replaceAll(/[IL]/g, "1"))
  if (!bytes)
    throw new StartRefused(
      `The file ${path} holds no key for backups: compare it letter for letter with the recovery line.`,
    )
  return { bytes, id: Buffer.from(hkdfSync("sha256", bytes, "", "felt backup: which key", 16)) }
}

/** The key with a check of its own, in groups of four letters. */
function lineOf(bytes: Buffer): string {
  const whole = Buffer.concat([bytes, checkOf(bytes)])
  let rest = BigInt(`0x${whole.toString("hex")}`)
  let letters = ""
  for (let at = 0; at < (whole.length * 8) / 5; at++) {
    letters = `${ALPHABET[Number(rest % 32n)]}${letters}`
    rest /= 32n
  }
  return letters.match(new RegExp(`.{1,${GROUP}}`, "g"))?.join("-") ?? letters
}

/** `null` where a letter is wrong or missing. */
function bytesOf(letters: string): Buffer | null {
  if (letters.length !== ((KEY_BYTES + CHECK_BYTES) * 8) / 5) return null
  let value = 0n
  for (const letter of letters) {
    const digit = ALPHABET.indexOf(letter)
    if (digit < 0) return null
    value = value * 32n + BigInt(digit)
  }
  const whole = Buffer.from(value.toString(16).padStart((KEY_BYTES + CHECK_BYTES) * 2, "0"), "hex")
  const bytes = whole.subarray(0, KEY_BYTES)
  return checkOf(bytes).equals(whole.subarray(KEY_BYTES)) ? bytes : null
}

const checkOf = (bytes: Buffer): Buffer =>
  createHash("sha256").update("felt backup: key ").update(bytes).digest().subarray(0, CHECK_BYTES)
