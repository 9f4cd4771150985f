import {
  NightsPage,
  NightsQuery,
  TonightEverywhere,
  Totals,
  TotalsQuery,
} from "../../schemas/nights.ts"
import { millis } from "../../schemas/units.ts"
import { nightsPage, tonight, totals } from "../nights.ts"
import type { Tenants } from "../tenants.ts"
import { route, type Route } from "./route.ts"

/** What tournaments came to, over all venues: amounts and ids, and nobody's name. */
export const nightRoutes = ({ tenants }: { tenants: Tenants }): Route[] => [
  route({
    method: "GET",
    path: "/api/nights",
    access: "member",
    summary: "Tournaments of all venues with their accounts, the last first, a page at a time.",
    query: NightsQuery,
    answer: NightsPage,
    handle: ({ session, query }) => nightsPage(tenants, session.tenantId, query),
  }),
  route({
    method: "GET",
    path: "/api/tonight",
    access: "member",
    summary: "What is played at any venue, and where it stands.",
    answer: TonightEverywhere,
    handle: ({ session }) => tonight(tenants, session.tenantId, millis(Date.now())),
  }),
  route({
    method: "GET",
    path: "/api/report",
    access: "member",
    summary: "What all tournaments of a time came to, account by account.",
    query: TotalsQuery,
    answer: Totals,
    handle: ({ session, query }) => totals(tenants, session.tenantId, query),
  }),
]
