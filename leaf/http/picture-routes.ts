import * as v from "valibot"
import { PictureId } from "../../schemas/ids.ts"
import { PictureAnswer, PictureType } from "../../schemas/picture.ts"
import type { Leaf } from "../leaf.ts"
import type { Taken } from "../pictures.ts"
import { HttpProblem, type ProblemStatus } from "../../program/http/problem.ts"
import { readWhole } from "../../program/http/body.ts"
import { route, type Route } from "./route.ts"
import { assertSpace } from "./space.ts"

const STATUS: Record<Exclude<Taken["kind"], "taken">, ProblemStatus> = {
  "not a picture": 415,
  "too many bytes": 413,
  "too wide": 422,
  "too many": 422,
}

/** The sponsors' pictures: who draws the screens sends them, every screen shows them. */
export const pictureRoutes = (leaf: Leaf): Route[] => [
  route({
    method: "POST",
    path: "/api/pictures",
    access: "floor",
    summary:
      "Keeps a picture for the screens, of at most 200 kB; the body is the picture itself. It is " +
      "shown when the venue's document lists it.",
    upload: PictureType.options,
    answer: PictureAnswer,
    async handle({ request }) {
      await assertSpace(leaf)
      const bytes = await readWhole(() => request.arrayBuffer())
      const taken = await leaf.pictures.keep(new Uint8Array(bytes))
      if (taken.kind === "taken") return { id: taken.id }
      throw new HttpProblem(STATUS[taken.kind], taken.sentence)
    },
  }),
  route({
    method: "GET",
    path: "/api/pictures/:id",
    access: "public",
    summary: "A picture for the screens. What an id stands for never changes.",
    async handle({ params }) {
      const id = v.safeParse(PictureId, params["id"])
      const found = id.success ? await leaf.pictures.find(id.output) : null
      if (!found) throw new HttpProblem(404, `There is no picture "${params["id"]}".`)
      return new Response(found.bytes, {
        headers: {
          "Content-Type": found.type,
          "Cache-Control": "public, max-age=31536000, immutable",
          // Opened by itself it is a picture and nothing else.
          "Content-Security-Policy": "default-src 'none'; sandbox",
        },
      })
    },
  }),
]
