import { toJsonSchema } from "@valibot/to-json-schema"
import * as v from "valibot"
import { describeIssues } from "../../schemas/issues.ts"
import type { Session, StaffSession } from "../sessions.ts"
import { HttpProblem } from "./problem.ts"

/** Who may use a route. */
export type Access =
  | "public"
  | "staff"
  | "floor"
  | "director"
  | "administrator"
  | "phone"
  | "display"

type SessionOf = {
  public: null
  staff: StaffSession
  floor: StaffSession
  director: StaffSession
  administrator: StaffSession
  phone: PhoneSession
  display: DisplaySession
}
export type PhoneSession = Extract<Session, { kind: "phone" }>
type DisplaySession = Extract<Session, { kind: "display" }>

export type RouteContext<Kind extends Access, Query, Body> = {
  session: SessionOf[Kind]
  query: Query
  body: Body
  params: Record<string, string>
  request: Request
  /** Where the request came from. */
  address: string
}

/**
 * One address of the Leaf: who may use it, what goes in, what comes out. The same table answers the
 * requests and describes them in `GET /api/openapi.json`, so the description cannot go stale.
 */
export type Route = {
  method: "GET" | "POST" | "DELETE"
  path: string
  access: Access
  summary: string
  query?: v.GenericSchema
  body?: v.GenericSchema
  /** The types of a body that is no JSON, and that the route reads itself. */
  upload?: readonly string[]
  answer?: v.GenericSchema
  status: number
  handle: (raw: {
    session: Session | null
    request: Request
    params: Record<string, string>
    address: string
  }) => Promise<Response>
}

type Definition<Kind extends Access, Query, Body, Answer> = {
  method: Route["method"]
  path: string
  access: Kind
  summary: string
  query?: v.GenericSchema<unknown, Query>
  body?: v.GenericSchema<unknown, Body>
  upload?: readonly string[]
  answer?: v.GenericSchema<unknown, Answer>
  status?: number
  handle: (
    context: RouteContext<Kind, Query, Body>,
  ) => Promise<Answer | Response> | Answer | Response
}

/** Defines a route; session, query and body are checked before `handle` sees them. */
export function route<Kind extends Access, Query = undefined, Body = undefined, Answer = unknown>(
  definition: Definition<Kind, Query, Body, Answer>,
): Route {
  const { status = 200 } = definition
  return {
    ...definition,
    status,
    async handle({ session, request, params, address }) {
      const allowed = ALLOW[definition.access](session)
      /* oxlint-disable typescript/no-unsafe-type-assertion -- without a schema the type is undefined */
      const query = parse(definition.query, readQuery(request), "query") as Query
      const body = (
        definition.body ? parse(definition.body, await readBody(request), "body") : undefined
      ) as Body
      /* oxlint-enable typescript/no-unsafe-type-assertion */
      const answer = await definition.handle({
        session: allowed,
        query,
        body,
        params,
        request,
        address,
      })
      if (answer instanceof Response) return answer
      return answer === undefined
        ? new Response(null, { status: 204 })
        : Response.json(answer, { status })
    },
  }
}

export const bearerToken = (request: Request): string | null =>
  /^Bearer (\S+)$/.exec(request.headers.get("Authorization") ?? "")?.[1] ?? null

/** The session as each kind of route needs it; 401 without one, 403 with another's. */
const ALLOW: { [Kind in Access]: (session: Session | null) => SessionOf[Kind] } = {
  public: () => null,
  staff: (session) => staff(session),
  floor(session) {
    const known = staff(session)
    if (known.role === "cashier") throw new HttpProblem(403, "This is not for a cashier.")
    return known
  },
  director(session) {
    const director = staff(session)
    if (director.role !== "administrator" && director.role !== "director")
      throw new HttpProblem(403, "Only a director or an administrator may do this.")
    return director
  },
  administrator(session) {
    const administrator = staff(session)
    if (administrator.role !== "administrator")
      throw new HttpProblem(403, "Only an administrator may do this.")
    return administrator
  },
  phone(session) {
    const known = signedIn(session)
    if (known.kind === "phone") return known
    throw new HttpProblem(403, "This is for a player's phone only.")
  },
  display(session) {
    const known = signedIn(session)
    if (known.kind === "display") return known
    throw new HttpProblem(403, "This is for a screen on the wall only.")
  },
}

function staff(session: Session | null): StaffSession {
  const known = signedIn(session)
  if (known.kind === "staff") return known
  throw new HttpProblem(403, "Only staff may do this.")
}

function signedIn(session: Session | null): Session {
  if (session) return session
  throw new HttpProblem(401, "Sign in first: the token is missing or no longer valid.")
}

function parse(schema: v.GenericSchema | undefined, value: unknown, where: string): unknown {
  if (!schema) return undefined
  const parsed = v.safeParse(schema, value)
  if (parsed.success) return parsed.output
  throw new HttpProblem(422, `The ${where} is not as expected. ${describeIssues(parsed.issues)}`)
}

const readQuery = (request: Request): unknown =>
  Object.fromEntries(new URL(request.url).searchParams)

async function readBody(request: Request): Promise<unknown> {
  const text = await request.text()
  try {
    return JSON.parse(text)
  } catch (cause) {
    // The parser's words quote the body, line breaks and all.
    const words = String(cause).replaceAll(/\s+/g, " ")
    throw new HttpProblem(400, `The body is not JSON: ${words}.`, { cause })
  }
}

/** The description of all routes, OpenAPI 3.1. */
export function describeRoutes(routes: readonly Route[], build: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const each of routes) {
    const path = each.path.replaceAll(/:(\w+)/g, "{$1}")
    paths[path] = { ...paths[path], [each.method.toLowerCase()]: describe(each) }
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Felt Leaf",
      version: build,
      description: "One venue's tournaments and ledger.",
    },
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
    paths,
  }
}

function describe(each: Route): object {
  const names = [...each.path.matchAll(/:(\w+)/g)].map(([, name]) => name)
  return {
    summary: each.summary,
    ...(each.access === "public" ? {} : { security: [{ token: [] }] }),
    parameters: [
      ...names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })),
      ...queryParameters(each.query),
    ],
    ...(each.body ? requestBody({ "application/json": { schema: json(each.body) } }) : {}),
    ...(each.upload
      ? requestBody(Object.fromEntries(each.upload.map((type) => [type, { schema: {} }])))
      : {}),
    responses: {
      [each.status]: {
        description: "As asked.",
        ...(each.answer ? { content: { "application/json": { schema: json(each.answer) } } } : {}),
      },
      default: {
        description: "What went wrong, in one sentence.",
        content: { "application/problem+json": { schema: { type: "object" } } },
      },
    },
  }
}

const requestBody = (content: object): object => ({ requestBody: { required: true, content } })

/** A check that JSON Schema has no word for is left out of the description; the route still makes it. */
const json = (schema: v.GenericSchema): object =>
  toJsonSchema(schema, { errorMode: "ignore", typeMode: "input" })

function queryParameters(schema: v.GenericSchema | undefined): object[] {
  if (!schema || !("entries" in schema)) return []
  if (typeof schema.entries !== "object" || schema.entries === null) return []
  return Object.keys(schema.entries).map((name) => ({
    name,
    in: "query",
    required: false,
    schema: { type: "string" },
  }))
}
