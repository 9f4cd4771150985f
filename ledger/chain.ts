import { createHash } from "node:crypto"
import * as v from "valibot"
import { Entry } from "../schemas/entry.ts"
import { describeIssues } from "../schemas/issues.ts"

/**
 * Closes an entry with its hash: the SHA-256 of its canonical form without the hash, which is JSON
 * with sorted keys, no white space, whole numbers only. Anybody can check it with any language.
 */
export function seal(body: Omit<Entry, "hash">): Entry {
  const text = canonical(body)
  const hash = sha256(text)
  const entry = { ...body, hash }
  written.set(entry, `${hashFirst(hash)}${text.slice(1)}`)
  return entry
}

/** The one way an entry is written down, in the stream and in the witness. */
export const writeLine = (entry: Entry): string => written.get(entry) ?? canonical(entry)

/** What each entry at hand is written as: it is sealed or read once, and written several times. */
const written = new WeakMap<Entry, string>()

/** How every line begins: of an entry's keys `hash` is the first, and is no part of what it is of. */
const hashFirst = (hash: string): string => `{"hash":"${hash}",`

/** Says why a line cannot be trusted. */
export class BrokenChain extends Error {
  readonly sequence: number
  constructor(sequence: number, why: string, options?: ErrorOptions) {
    super(`The ledger's chain breaks at line ${sequence}: ${why}.`, options)
    this.sequence = sequence
  }
}

/** Where the next line must join on. */
export type Head = { sequence: number; hash: string }

/**
 * Reads a line and checks that it follows `head`.
 * @throws BrokenChain with the sequence at which the chain breaks.
 */
export function readLine(line: string, head: Head): Entry {
  const expected = head.sequence + 1
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch (cause) {
    throw new BrokenChain(expected, "it is not JSON", { cause })
  }
  const parsed = v.safeParse(Entry, json)
  if (!parsed.success) throw new BrokenChain(expected, describeIssues(parsed.issues))
  const entry = parsed.output
  if (entry.sequence !== expected)
    throw new BrokenChain(expected, `it says that it is line ${entry.sequence}`)
  const start = hashFirst(entry.hash)
  if (!line.startsWith(start) || sha256(`{${line.slice(start.length)}`) !== entry.hash)
    throw new BrokenChain(expected, "its hash does not match its content")
  if (entry.previousHash !== head.hash)
    throw new BrokenChain(expected, "it does not follow the line before it")
  written.set(entry, line)
  return entry
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`
  if (typeof value === "object" && value !== null)
    return `{${Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`)
      .join(",")}}`
  return JSON.stringify(value)
}
