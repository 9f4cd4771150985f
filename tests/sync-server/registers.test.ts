import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as Y from "yjs"
import { Registers, REGISTERS, readRegisters } from "../../schemas/documents/registers.ts"

const PEERS = 3
const KEYS = ["a", "b", "c", "d"] as const

type Peer = { doc: Y.Doc; registers: Registers }

const newPeers = (): Peer[] =>
  Array.from({ length: PEERS }, (_, index) => {
    const doc = new Y.Doc()
    doc.clientID = index + 1
    return { doc, registers: new Registers(doc) }
  })

const peer = fc.nat({ max: PEERS - 1 })
const key = fc.constantFrom(...KEYS)
const value = fc.option(fc.nat({ max: 9 }))
const values = fc.array(fc.tuple(key, value), { minLength: 1, maxLength: 3 })

const step = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant("set" as const), peer, values }), weight: 4 },
  { arbitrary: fc.record({ kind: fc.constant("send" as const), from: peer, to: peer }), weight: 4 },
  fc.record({ kind: fc.constant("set twice" as const), peer, values, next: values }),
  fc.record({ kind: fc.constant("put back" as const), peer, values }),
  fc.record({ kind: fc.constant("delete" as const), peer, place: fc.nat({ max: 5 }) }),
  // What a device of another make, or a damaged one, may have written.
  fc.record({ kind: fc.constant("foreign" as const), peer, key, lamport: fc.nat({ max: 9 }) }),
  fc.record({ kind: fc.constant("unseen" as const), peer, key, lamport: fc.nat({ max: 9 }) }),
  fc.record({ kind: fc.constant("no register" as const), peer }),
)
type Step = typeof step extends fc.Arbitrary<infer Of> ? Of : never

function send(from: Peer, to: Peer): void {
  Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)))
}

/** What is followed change by change is what a reader of the whole document finds. */
function assertReadRight({ doc, registers }: Peer): void {
  const whole = new Registers(doc)
  assert.equal([...registers.all()], [...whole.all()])
  assert.is(registers.count, whole.count)
  assert.ok(registers.lamport >= whole.lamport, "a later write counts more than what is there")
  assert.equal(registers.registersOf(KEYS), whole.registersOf(KEYS))
  whole.close()
}

function play(peers: readonly Peer[], { ...done }: Step): void {
  if (done.kind === "send") {
    const [from, to] = [peers[done.from], peers[done.to]]
    if (from && to) send(from, to)
    return
  }
  const at = peers[done.peer]
  if (!at) return
  const { doc, registers } = at
  const array = doc.getArray(REGISTERS)
  switch (done.kind) {
    case "set":
      return registers.setAll(done.values)
    case "set twice":
      return doc.transact(() => {
        registers.setAll(done.values)
        assertReadRight(at)
        registers.setAll(done.next)
        assertReadRight(at)
      })
    case "put back": {
      const before = registers.registersOf(done.values.map(([each]) => each))
      registers.setAll(done.values)
      return doc.transact(() => {
        registers.restore(before)
        assertReadRight(at)
        for (const [each, register] of before)
          assert.is(registers.get(each), register?.value ?? undefined)
      })
    }
    case "delete":
      if (done.place < array.length) array.delete(done.place)
      return
    case "foreign":
      return array.push([{ key: done.key, value: "foreign", lamport: done.lamport }])
    case "unseen": {
      const before = registers.get(done.key)
      // Within one transaction nobody is told of it before it is over.
      doc.transact(() => {
        const standing = registers.registersOf([done.key])
        array.push([{ key: done.key, value: "unseen", lamport: done.lamport }])
        registers.restore(standing)
      })
      return assert.is(registers.get(done.key), before)
    }
    case "no register":
      return array.push(["no register"])
  }
}

test("whatever is written, merged and put back, every peer reads what the whole document says", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const peers = newPeers()
      for (const each of steps) {
        play(peers, each)
        for (const one of peers) assertReadRight(one)
      }
      for (const from of peers) for (const to of peers) send(from, to)
      for (const from of peers) for (const to of peers) send(from, to)
      const [first, ...others] = peers.map(({ doc }) => [...readRegisters(doc)])
      for (const other of others) assert.equal(other, first)
      for (const one of peers) assertReadRight(one)
    }),
    { numRuns: 500 },
  )
})

test("a value that changes all evening leaves one register", () => {
  const doc = new Y.Doc()
  const registers = new Registers(doc)
  for (let level = 1; level <= 500; level++) registers.set("clock/level", level)
  assert.is(doc.getArray(REGISTERS).length, 1)
  assert.equal([...registers.all()], [["clock/level", 500]])
})

test.run()
