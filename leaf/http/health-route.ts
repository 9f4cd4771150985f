import { HealthAnswer } from "../../schemas/health.ts"
import type { Leaf } from "../leaf.ts"
import { route, type Route } from "./route.ts"

/**
 * What the Leaf finds of itself and of the box. Public as `/readyz` and `/metrics` are, since whoever
 * stands before a box that is ill has no PIN: figures, and nothing of any person.
 */
export const healthRoute = (leaf: Leaf): Route =>
  route({
    method: "GET",
    path: "/api/health",
    access: "public",
    summary:
      "Every check of the box with its level (ok, warn, bad; none where it is not measured), its code " +
      "and figures, and since when; what is better is told five seconds later.",
    answer: HealthAnswer,
    handle: () => leaf.health.answer(),
  })
