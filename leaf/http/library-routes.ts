import * as v from "valibot"
import { LibraryItemId } from "../../schemas/ids.ts"
import { ChangesAnswer, ChangesBody, LibraryAnswer } from "../../schemas/library.ts"
import type { Role } from "../../schemas/wire.ts"
import { DocumentStoreError } from "../../sync-server/document-store.ts"
import type { Leaf } from "../leaf.ts"
import { HttpProblem } from "../../program/http/problem.ts"
import { route, type Route } from "./route.ts"
import { assertSpace } from "./space.ts"

/** The library: what is set up once and used on many nights. All staff read it, directors write it. */
export const libraryRoutes = (leaf: Leaf): Route[] => [
  route({
    method: "GET",
    path: "/api/library",
    access: "staff",
    summary: "Every item as it is now; no items where the digest is the one that is known already.",
    query: v.object({ known: v.optional(v.string()) }),
    answer: LibraryAnswer,
    async handle({ query }) {
      const { digest, items } = await readable(() => leaf.library.list())
      return { digest, items: digest === query.known ? null : items }
    },
  }),
  route({
    method: "GET",
    path: "/api/library/:id/changes",
    access: "staff",
    summary: "The Automerge changes of an item that somebody lacks who has these heads.",
    query: v.object({ have: v.optional(v.string(), "") }),
    answer: ChangesAnswer,
    async handle({ params, query }) {
      const have = query.have.split(".").filter((hash) => HASH.test(hash))
      const found = await readable(() => leaf.library.changesSince(itemOf(params["id"]), have))
      if (!found) throw new HttpProblem(404, `There is no item "${params["id"]}".`)
      return encoded(found)
    },
  }),
  route({
    method: "POST",
    path: "/api/library/:id/changes",
    access: "staff",
    summary:
      "Adds a director's own changes to an item, new or old, and answers with what the sender lacks.",
    body: ChangesBody,
    answer: ChangesAnswer,
    async handle({ params, body, session }) {
      if (!WRITERS.includes(session.role))
        throw new HttpProblem(403, "The library is for a director to change.")
      await assertSpace(leaf)
      const changes = body.changes.map((text) => new Uint8Array(Buffer.from(text, "base64")))
      const taken = await readable(() =>
        leaf.library.take(itemOf(params["id"]), changes, {
          by: session.staffId,
          have: body.have,
        }),
      )
      if (taken.kind === "refused") throw new HttpProblem(422, taken.sentence)
      return encoded(taken)
    },
  }),
]

const WRITERS: readonly Role[] = ["administrator", "director"]
const HASH = /^[0-9a-f]{64}$/

function itemOf(text: string | undefined): LibraryItemId {
  const id = v.safeParse(LibraryItemId, text)
  if (id.success) return id.output
  throw new HttpProblem(404, `There is no item "${text}".`)
}

const encoded = ({
  heads,
  changes,
}: {
  heads: readonly string[]
  changes: readonly Uint8Array[]
}): ChangesAnswer => ({
  heads: [...heads],
  changes: changes.map((change) => Buffer.from(change).toString("base64")),
})

/** What the log could not do is worth another try. */
async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (!(cause instanceof DocumentStoreError)) throw cause
    throw new HttpProblem(503, `${cause.message} Send it again.`, {
      headers: { "Retry-After": "1" },
      cause,
    })
  }
}
