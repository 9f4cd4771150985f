import * as v from "valibot"
import { HttpProblem } from "../../program/http/problem.ts"
import { SharedChanges, SharedChangesPage } from "../../schemas/library.ts"
import type { SharedLibrary } from "../shared-library.ts"
import { route, type Route } from "./route.ts"

const After = v.pipe(
  v.string(),
  v.regex(/^\d{1,15}$/, "expected a number"),
  v.transform(Number),
  v.safeInteger(),
)

/** The library that a tenant's venues share, for their Leaves. */
export const libraryRoutes = ({ library }: { library: SharedLibrary }): Route[] => [
  route({
    method: "GET",
    path: "/api/venue/library",
    access: "venue",
    summary: "Changes of the shared library after a number, in order.",
    query: v.object({ after: v.optional(After, "0") }),
    answer: SharedChangesPage,
    handle: ({ session, query }) => library.page(session, query.after),
  }),
  route({
    method: "POST",
    path: "/api/venue/library",
    access: "venue",
    summary: "Adds changes that a venue has made; what is there already is not added again.",
    body: SharedChanges,
    status: 204,
    async handle({ session, body }) {
      if (await library.add(session, body.changes)) return undefined
      throw new HttpProblem(507, "The shared library is full: put items away, or ask for room.")
    },
  }),
]
