import type { Leagues } from "../leagues.ts"
import { accountRoutes } from "./account-routes.ts"
import { leafRoutes, type LeafParts } from "./leaf-routes.ts"
import { leagueRoutes } from "./league-routes.ts"
import { memberRoutes, type MemberParts } from "./member-routes.ts"
import { nightRoutes } from "./night-routes.ts"
import { peopleRoutes, type PeopleParts } from "./people-routes.ts"
import type { Route } from "./route.ts"
import { venueRoutes, type VenueParts } from "./venue-routes.ts"

export type Parts = LeafParts & MemberParts & VenueParts & PeopleParts & { leagues: Leagues }

/** Everything that Core answers under `/api`. */
export const routes = (parts: Parts): Route[] => [
  ...leafRoutes(parts),
  ...memberRoutes(parts),
  ...venueRoutes(parts),
  ...peopleRoutes(parts),
  ...nightRoutes(parts),
  ...accountRoutes(parts),
  ...leagueRoutes(parts),
]
