import * as Y from "yjs"
import {
  isRegister,
  type Register,
  type Registers,
  REGISTERS,
} from "../schemas/documents/registers.ts"
import type { Refusal } from "../schemas/documents/frames.ts"
import type { Refuses } from "./access.ts"
import { type Decoded, firstAfter } from "./checks.ts"

/** How far ahead of a document a register's Lamport time may be: further would end all writing. */
const LAMPORT_AHEAD_MAX = 100_000
const KEY_MAX_CHARACTERS = 200

/** A register that an update brings, and who made it. */
export type Written = Register & { client: number }

/** What an update would do to a room of registers. */
export type Inspection =
  /** It holds something that is no register; nothing of it can be taken. */
  | { kind: "foreign"; what: string }
  /** Registers only: the keys of those that are taken; the others have to be put back. */
  | { kind: "registers"; keys: ReadonlySet<string>; refusals: Refusal[]; written: Written[] }

/**
 * Looks into an update before it is taken. Nothing that is no register ever gets into such a room,
 * so whatever stands next to something in it is a register too, and no parent has to be looked up.
 * @param registers of the room as it is
 */
export function inspect(decoded: Decoded, registers: Registers, refuses: Refuses): Inspection {
  const written: Written[] = []
  for (const struct of decoded.structs) {
    if (!(struct instanceof Y.Item)) continue
    const found = registersOf(struct)
    if (typeof found === "string") return { kind: "foreign", what: found }
    for (const each of found) written.push({ ...each, client: struct.id.client })
  }
  const reasons = new Map<string, string>()
  for (const { key, value, lamport } of written) {
    if (lamport < 0 || lamport > registers.lamport + LAMPORT_AHEAD_MAX)
      return { kind: "foreign", what: `the Lamport time ${lamport}, far from ${registers.lamport}` }
    const reason = refuses(key, value)
    if (reason !== null) reasons.set(key, reason)
  }
  // Whoever deletes a register removes its value, unless it has written another there.
  const deleted = deletedKeys(registers.doc, decoded)
  for (const key of deleted) {
    const reason = refuses(key, null)
    if (reason !== null && !reasons.has(key)) reasons.set(key, reason)
  }
  const keys = [...deleted, ...written.map(({ key }) => key)]
  return {
    kind: "registers",
    keys: new Set(keys.filter((key) => !reasons.has(key))),
    refusals: [...reasons].map(([key, reason]) => ({ key, reason })),
    written,
  }
}

/** The registers in an item; a word for what it is where it is none. */
function registersOf({ parent, parentSub, content }: Y.Item): Register[] | string {
  // A parent that is named by what stands next to it comes as `null`.
  const named: unknown = parent
  if (named !== null && named !== REGISTERS) return "another shared type"
  if (parentSub !== null) return "an entry of a map"
  if (content instanceof Y.ContentDeleted) return []
  if (!(content instanceof Y.ContentAny)) return "a value that is not plain"
  const registers = content.arr.filter(isRegister)
  const isSmall = registers.every(({ key }) => key.length <= KEY_MAX_CHARACTERS)
  return registers.length === content.arr.length && isSmall ? registers : "something else"
}

/** The keys of the registers that an update deletes, in the document or in the update itself. */
function deletedKeys(doc: Y.Doc, { structs, ds }: Decoded): Set<string> {
  const own = new Map<number, (Y.Item | Y.GC | Y.Skip)[]>()
  for (const struct of structs) {
    const others = own.get(struct.id.client)
    if (others) others.push(struct)
    else own.set(struct.id.client, [struct])
  }
  const keys = new Set<string>()
  for (const [client, ranges] of ds.clients)
    for (const known of [doc.store.clients.get(client), own.get(client)])
      for (const { clock, len } of known ? ranges : [])
        for (const key of keysWithin(known ?? [], clock, clock + len)) keys.add(key)
  return keys
}

/** The keys of what still stands between two clocks of one author, whose structs are in order. */
function* keysWithin(
  structs: readonly (Y.Item | Y.GC | Y.Skip)[],
  from: number,
  end: number,
): Iterable<string> {
  for (let index = firstAfter(structs, from); index < structs.length; index++) {
    const struct = structs[index]
    if (!struct || struct.id.clock >= end) return
    if (!(struct instanceof Y.Item) || struct.deleted) continue
    if (!(struct.content instanceof Y.ContentAny)) continue
    const start = Math.max(0, from - struct.id.clock)
    for (const each of struct.content.arr.slice(start, end - struct.id.clock))
      if (isRegister(each)) yield each.key
  }
}
