import * as v from "valibot"
import { PlayerId } from "../../schemas/ids.ts"
import { DetailsAnswer, DetailsBody } from "../../schemas/player.ts"
import type { Leaf } from "../leaf.ts"
import { assertSpace } from "./space.ts"
import { HttpProblem } from "../../program/http/problem.ts"
import { route, type Route } from "./route.ts"

const PATH = "/api/players/:id/details"

/**
 * Contact details, for directors alone and one player at a time: the list of players has names only,
 * so nobody can take all of them home.
 */
export const detailsRoutes = (leaf: Leaf): Route[] => [
  route({
    method: "GET",
    path: PATH,
    access: "director",
    summary: "A player's contact details with the consent to them; null where there are none.",
    answer: DetailsAnswer,
    handle: async ({ params }) => ({ details: await leaf.players.details(known(leaf, params)) }),
  }),
  route({
    method: "POST",
    path: PATH,
    access: "director",
    summary: "Keeps contact details that the player has agreed to, for what the consent says.",
    body: DetailsBody,
    answer: DetailsAnswer,
    async handle({ params, body: { consent, contact } }) {
      const playerId = known(leaf, params)
      const details = { consent: { ...consent, at: leaf.now() }, contact }
      await assertSpace(leaf)
      await leaf.players.keepDetails(playerId, details)
      return { details }
    },
  }),
  route({
    method: "DELETE",
    path: PATH,
    access: "director",
    summary: "The consent is taken back: the contact details are deleted at once.",
    status: 204,
    async handle({ params }) {
      await leaf.players.eraseDetails(known(leaf, params))
      return undefined
    },
  }),
]

function known(leaf: Leaf, { id }: Record<string, string>): PlayerId {
  const playerId = v.safeParse(PlayerId, id)
  if (playerId.success && leaf.players.find(playerId.output)) return playerId.output
  throw new HttpProblem(404, `There is no player "${id}".`)
}
