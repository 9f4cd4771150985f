import * as v from "valibot"

/** Shapes that several rules read. What numbers must be to each other the rules check themselves. */
const WHOLE = "expected a whole number"
export const Whole = v.pipe(v.number(WHOLE), v.safeInteger(WHOLE))
export const Wholes = v.array(Whole)
const SEED = "expected a seed: text or a whole number"
/** Words, or a whole number as people write it. */
export const Seed = v.pipe(
  v.union([v.string(), v.pipe(v.number(), v.safeInteger(SEED))], SEED),
  v.transform(String),
)

const ID = "expected an id: text or a whole number"
/** Ids are text or whole numbers, and come back as they were given. */
export const Name = v.union(
  [v.pipe(v.string(), v.minLength(1, ID)), v.pipe(v.number(), v.safeInteger(ID))],
  ID,
)
type Name = v.InferOutput<typeof Name>

/** The ids as they were given, by the text that the rules know them by. */
export const givenNames = (names: readonly Name[]): ReadonlyMap<string, Name> =>
  new Map(names.map((name) => [String(name), name]))
