import * as fc from "fast-check"
import * as v from "valibot"
import type { Shape } from "./description.ts"

/** A list has no more than so many, where its schema allows more. */
const MOST_ITEMS = 3
const MOST_LETTERS = 200

/** What means something to a program: its ids, its numbers, and what most often stands in a field. */
export type Known = {
  words: readonly string[]
  numbers: readonly number[]
  fields: Readonly<Record<string, unknown>>
}

const Shapes = v.array(v.record(v.string(), v.unknown()))
const ById = v.record(v.string(), v.record(v.string(), v.unknown()))
const Strings = v.array(v.string())
const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === "number" ? value : otherwise

/**
 * Values of the shape that a schema describes: what a program's own client could send.
 * @param known what there is in the program: a value is often one of these, where it may be
 */
export function shaped(schema: Shape, known: Known): fc.Arbitrary<unknown> {
  const within = (inner: Shape) => shaped(inner, known)
  if ("const" in schema) return fc.constant(schema["const"])
  if (Array.isArray(schema["enum"])) return fc.constantFrom<unknown>(...schema["enum"])
  const choice = schema["anyOf"] ?? schema["oneOf"]
  if (choice) return fc.oneof(...v.parse(Shapes, choice).map(within))
  switch (schema["type"]) {
    case "object":
      return objectOf(schema, known, within)
    case "array":
      return listOf(schema, within)
    case "string":
      return textOf(schema, known.words)
    case "integer":
    case "number":
      return wholeOf(schema, known.numbers)
    case "boolean":
      return fc.boolean()
    case "null":
      return fc.constant(null)
    default:
      return fc.jsonValue()
  }
}

function objectOf(
  schema: Shape,
  { fields }: Known,
  within: (inner: Shape) => fc.Arbitrary<unknown>,
) {
  const properties = v.parse(ById, schema["properties"] ?? {})
  const required = v.parse(Strings, schema["required"] ?? [])
  const rest = v.safeParse(v.record(v.string(), v.unknown()), schema["additionalProperties"])
  if (Object.keys(properties).length === 0 && rest.success)
    return fc.dictionary(fc.string({ maxLength: 20 }), within(rest.output), { maxKeys: 3 })
  const parts = Object.fromEntries(
    Object.entries(properties).map(([name, inner]) => {
      if (!(name in fields)) return [name, within(inner)]
      const usual = { weight: 4, arbitrary: fc.constant(fields[name]) }
      return [name, fc.oneof(usual, within(inner))]
    }),
  )
  return fc.record(parts, { requiredKeys: required, noNullPrototype: true })
}

function listOf(schema: Shape, within: (inner: Shape) => fc.Arbitrary<unknown>) {
  const fixed = v.safeParse(Shapes, schema["prefixItems"] ?? schema["items"])
  if (fixed.success) return fc.tuple(...fixed.output.map(within))
  const minLength = numberOr(schema["minItems"], 0)
  const maxLength = Math.max(minLength, Math.min(MOST_ITEMS, numberOr(schema["maxItems"], 9)))
  const inner = v.parse(v.record(v.string(), v.unknown()), schema["items"] ?? {})
  return fc.array(within(inner), { minLength, maxLength })
}

function textOf(schema: Shape, words: readonly string[]): fc.Arbitrary<string> {
  const minLength = numberOr(schema["minLength"], 0)
  const maxLength = numberOr(schema["maxLength"], Number.POSITIVE_INFINITY)
  const pattern = typeof schema["pattern"] === "string" ? new RegExp(schema["pattern"], "u") : null
  const isFit = (text: string) =>
    (pattern?.test(text) ?? true) && text.length >= minLength && text.length <= maxLength
  const made = pattern
    ? matching(pattern).filter(isFit)
    : fc.string({ unit: "binary", minLength, maxLength: Math.min(maxLength, MOST_LETTERS) })
  const known = words.filter(isFit)
  return known.length === 0 ? made : fc.oneof(fc.constantFrom(...known), made)
}

/** Made once each: the letters of all scripts are many. */
const matched = new Map<string, fc.Arbitrary<string>>()
function matching(pattern: RegExp): fc.Arbitrary<string> {
  const made = matched.get(pattern.source) ?? fc.stringMatching(pattern, { maxLength: 300 })
  matched.set(pattern.source, made)
  return made
}

/** Small ones as often as those at the edges, and as those that mean something. */
function wholeOf(schema: Shape, known: readonly number[]): fc.Arbitrary<number> {
  const min = Math.max(numberOr(schema["minimum"], Number.MIN_SAFE_INTEGER), -(2 ** 53) + 1)
  const max = Math.min(numberOr(schema["maximum"], Number.MAX_SAFE_INTEGER), 2 ** 53 - 1)
  const low = Math.max(min, Math.min(max, 0))
  return fc.oneof(
    fc.integer({ min: low, max: Math.min(max, low + 10_000) }),
    fc.integer({ min, max }),
    fc.constantFrom(min, max),
    {
      weight: 4,
      arbitrary: fc.constantFrom(low, ...known.filter((each) => each >= min && each <= max)),
    },
  )
}
