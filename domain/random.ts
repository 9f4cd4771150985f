import { sha256 } from "@noble/hashes/sha2.js"
import { utf8ToBytes } from "@noble/hashes/utils.js"
import { assert } from "./assert.ts"

/** A source of chance that is the same on every machine for the same seed. */
export type Random = { nextUint32(): number }

const WORDS_PER_BLOCK = 8

/**
 * Starts a source of chance from a seed, which is published with what was drawn, so that anybody
 * can draw again, with any tool: block n is the SHA-256 of `<seed>:<n>`, read as eight numbers of
 * 32 bits, big end first. Who does not know the seed can tell nothing from what was drawn so far.
 */
export function seededRandom(seed: string): Random {
  let block = 0
  let words: number[] = []
  return {
    nextUint32() {
      if (words.length === 0) words = wordsOf(`${seed}:${block++}`).toReversed()
      const word = words.pop()
      assert(word !== undefined, "a block has eight words")
      return word
    },
  }
}

/** A whole number from 0 to `below - 1`, each as likely as the other. */
export function uniform(random: Random, below: number): number {
  const range = 2 ** 32
  assert(
    Number.isSafeInteger(below) && below >= 1 && below <= range,
    "chance is asked for one of 1 to 2 ** 32 numbers",
  )
  const fair = range - (range % below)
  for (;;) {
    const drawn = random.nextUint32()
    // What lies above the last whole multiple would favour the low numbers.
    if (drawn < fair) return drawn % below
  }
}

/** The items in a random order, every order as likely as the other (Fisher-Yates). */
export function shuffle<Item>(items: readonly Item[], random: Random): Item[] {
  const left = [...items]
  return items.map(() => {
    const index = uniform(random, left.length)
    const last = left.pop()
    assert(last !== undefined, "there are as many draws as items")
    if (index === left.length) return last
    const drawn = left[index]
    assert(drawn !== undefined, "an item is drawn from those left")
    left[index] = last
    return drawn
  })
}

function wordsOf(text: string): number[] {
  const bytes = sha256(utf8ToBytes(text))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: WORDS_PER_BLOCK }, (_, index) => view.getUint32(index * 4))
}
