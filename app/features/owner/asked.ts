import { createEffect, createSignal, on } from "solid-js"
import type * as v from "valibot"
import { askOwner, ownerSession } from "../../data/owner-session.ts"
import { problemOf } from "./problem.ts"

/** What was asked of Core once, and can be asked for again. */
export type Asked<Answer> = {
  answer: () => Answer | null
  problem: () => string
  load: () => Promise<void>
}

/** Asks Core when a page is opened; and anew for who has had to sign in before the answer. */
export function createAsked<Schema extends v.GenericSchema>(
  path: () => string,
  schema: Schema,
): Asked<v.InferOutput<Schema>> {
  const [answer, setAnswer] = createSignal<v.InferOutput<Schema> | null>(null)
  const [problem, setProblem] = createSignal("")
  const load = async () => {
    setProblem("")
    try {
      const found = await askOwner(path(), schema)
      setAnswer(() => found)
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  createEffect(
    on(ownerSession, (now) => {
      if (now && answer() === null) void load()
    }),
  )
  return { answer, problem, load }
}
