/**
 * What a person, a file or another program gave a rule breaks the rule's own conditions. Every
 * engine looks before it reckons: nonsense in is this error, never a plausible answer out.
 */
export class InvalidInput extends Error {
  override readonly name = "InvalidInput"
  /** Where it is wrong, as in `tables[1].last.button`; empty where it is the input as a whole. */
  readonly field: string
  /** What must hold there, as in "a stack is whole chips, 1 or more". */
  readonly rule: string

  /** @param got what was there instead, where that says more */
  constructor(field: string, rule: string, got?: number) {
    const sentence = got === undefined ? rule : `${rule}, got ${got}`
    super(field === "" ? `${capitalised(sentence)}.` : `At ${field}: ${sentence}.`)
    this.field = field
    this.rule = rule
  }
}

/** @throws InvalidInput where the condition does not hold */
export function demand(condition: unknown, field: string, rule: string): asserts condition {
  if (!condition) throw new InvalidInput(field, rule)
}

/**
 * A whole number that is still exact, from `least` on.
 * @param what the rule in words: "a stack is whole chips, 1 or more"
 */
export function demandWhole(value: number, field: string, what: string, least = 0): void {
  if (!Number.isSafeInteger(value) || value < least) throw new InvalidInput(field, what, value)
}

/** Every value is there once. */
export function demandDistinct(values: readonly unknown[], field: string, rule: string): void {
  demand(new Set(values).size === values.length, field, rule)
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
