import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { type Random, seededRandom, uniform } from "../../domain/random.ts"
import {
  assertRepaired,
  flipOneBit,
  Ledgers,
  type Stop,
  stopServers,
} from "../support/rotting-ledgers.ts"

const LINES = 100
/** Each in a stream of its own, so that one start of the server tries many kinds of damage. */
const LEDGERS = 50
/** So many are recovered side by side: each waits for the disk most of its time. */
const AT_ONCE = 5
const FLIPS = 400

test.after.each(stopServers)

test(`${FLIPS} flipped bits, after clean and unclean stops: each noticed and repaired at the start`, async () => {
  const seed = "rot-1"
  const random = seededRandom(seed)
  const ledgers = new Ledgers(LEDGERS, LINES)
  await ledgers.start()
  await ledgers.fill()
  let refused = 0
  for (let round = 0; round < FLIPS / LEDGERS; round++) {
    const how: Stop = round % 2 === 0 ? "killed" : "clean"
    await ledgers.stop(how)
    const flips = ledgers.names.map((name) => {
      const blocks = ledgers.blocks(name)
      return flipOneBit(blocks[uniform(random, blocks.length)] ?? "", random)
    })
    const unread = await ledgers.start()
    refused += unread.length
    const what = (index: number) =>
      `seed ${seed}, round ${round}, ${ledgers.names[index]}, ${how}: ${flips[index]}`
    for (let from = 0; from < LEDGERS; from += AT_ONCE)
      await Promise.all(
        ledgers.names
          .slice(from, from + AT_ONCE)
          .map((name, index) => assertRepaired(ledgers, name, what(from + index))),
      )
  }
  console.log(`${FLIPS} flips: all repaired; ${refused} of them after a person moved a folder away`)
})

/** What happens to the files of one ledger. */
const damages: Record<string, (blocks: string[], random: Random) => void> = {
  "a block file is cut short": ([first], random) =>
    truncateSync(first!, uniform(random, statSync(first!).size)),
  "a block file is empty": ([first]) => truncateSync(first!, 0),
  "a block file is gone": ([first]) => rmSync(first!),
  "a page of a block file is all zeros": ([first], random) => {
    const bytes = readFileSync(first!)
    const from = uniform(random, bytes.length - 4_096)
    writeFileSync(first!, bytes.fill(0, from, from + 4_096))
  },
  "ten bits are flipped": ([first], random) => {
    for (let each = 0; each < 10; each++) flipOneBit(first!, random)
  },
  "the first line is overwritten": ([first]) => {
    const bytes = readFileSync(first!)
    writeFileSync(first!, bytes.fill(0xff, 0, 600))
  },
}

for (const how of ["killed", "clean"] as const)
  test(`files cut short, emptied and deleted, after a stop that was ${how}: all noticed and repaired`, async () => {
    const kinds = Object.entries(damages)
    const random = seededRandom(`files-${how}`)
    const ledgers = new Ledgers(kinds.length, LINES)
    await ledgers.start()
    await ledgers.fill()
    await ledgers.stop(how)
    for (const [index, [, damage]] of kinds.entries())
      damage(ledgers.blocks(ledgers.names[index]!), random)
    await ledgers.start()
    for (const [index, [what]] of kinds.entries())
      await assertRepaired(ledgers, ledgers.names[index]!, what)
  })

/** Where a record begins, and how long it is: its own first four bytes, of which one bit is a mark. */
function recordAt(bytes: Buffer, index: number): number {
  let at = 0
  for (let each = 0; each < index; each++) at += bytes.readUInt32LE(at) & 0x7fff_ffff
  return at
}

test("a line's number that became huge keeps the server from starting, in words that say what to do", async () => {
  const ledgers = new Ledgers(1, LINES)
  const [name] = ledgers.names as [string]
  await ledgers.start()
  await ledgers.fill()
  await ledgers.stop("clean")
  const [block] = ledgers.blocks(name) as [string]
  const bytes = readFileSync(block)
  // After the record's length comes the line's number, eight bytes, the small ones first.
  bytes[recordAt(bytes, LINES / 2) + 4 + 5]! ^= 0x80
  writeFileSync(block, bytes)
  assert.equal(await ledgers.start(), [name])
  const result = await ledgers.recover(name)
  assert.ok("restored" in result && result.restored === LINES, JSON.stringify(result))
  await ledgers.assertWhole(name)
})

test.run()
