/**
 * Stops where something that the code relies on does not hold. Never for what a person or another
 * device may get wrong: that is a refusal, and a value.
 */
export function assert(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new Error(`Broken assumption: ${sentence}.`)
}
