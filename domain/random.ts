import { assert } from "./assert.ts"

/** A source of chance that is the same on every machine for the same seed. */
export type Random = { nextUint32(): number }

/**
 * Starts a source of chance from a seed, which is published with what was drawn, so that anybody
 * can draw again. The generator is sfc32, seeded by a hash of the text (xmur3); fair, not secret.
 */
export function seededRandom(seed: string): Random {
  const word = hashWords(seed)
  let [a, b, c, counter] = [word(), word(), word(), 1]
  const nextUint32 = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return sum >>> 0
  }
  for (let warmUp = 0; warmUp < 12; warmUp++) nextUint32()
  return { nextUint32 }
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
  const drawn: Item[] = []
  const left = [...items]
  while (left.length > 0) drawn.push(...left.splice(uniform(random, left.length), 1))
  return drawn
}

function hashWords(text: string): () => number {
  let hash = 1_779_033_703 ^ text.length
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 3_432_918_353)
    hash = (hash << 13) | (hash >>> 19)
  }
  return () => {
    hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507)
    hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909)
    hash ^= hash >>> 16
    return hash
  }
}
