import * as v from "valibot"

/** RFC 9457, `application/problem+json`. */
export const Problem = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  /** One sentence: what is wrong, where, and what to do. */
  detail: v.string(),
})
export type Problem = v.InferOutput<typeof Problem>
