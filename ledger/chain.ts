import { createHash } from "node:crypto"
import * as v from "valibot"
import { Entry } from "../schemas/entry.ts"
import { describeIssues } from "../schemas/issues.ts"

/**
 * The hash chain. An entry's hash is the SHA-256 of its canonical form without the hash: JSON with
 * sorted keys, no white space, whole numbers only. Anybody can check it with any language.
 */
export const hashOf = (body: Omit<Entry, "hash">): string =>
  createHash("sha256").update(canonical(body)).digest("hex")

/** Closes an entry with its hash. */
export const seal = (body: Omit<Entry, "hash">): Entry => ({ ...body, hash: hashOf(body) })

/** The one way an entry is written down, in the stream and in the witness. */
export const writeLine = (entry: Entry): string => canonical(entry)

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
  const { hash, ...body } = parsed.output
  if (body.sequence !== expected)
    throw new BrokenChain(expected, `it says that it is line ${body.sequence}`)
  if (hashOf(body) !== hash) throw new BrokenChain(expected, "its hash does not match its content")
  if (body.previousHash !== head.hash)
    throw new BrokenChain(expected, "it does not follow the line before it")
  return parsed.output
}

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
