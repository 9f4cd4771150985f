import { toJsonSchema } from "@valibot/to-json-schema"
import * as v from "valibot"
import { describeIssues } from "../../schemas/issues.ts"
import { readWhole } from "./body.ts"
import { HttpProblem } from "./problem.ts"

/** What a route of one kind of access is told of who asks. */
export type RouteContext<Asker, Query, Body> = {
  session: Asker
  query: Query
  body: Body
  params: Record<string, string>
  request: Request
  /** Where the request came from. */
  address: string
}

/**
 * One address of a program: who may use it, what goes in, what comes out. The same table answers the
 * requests and describes them in `GET /api/openapi.json`, so the description cannot go stale.
 *
 * @typeParam Session whoever has signed in
 * @typeParam Access the kinds of access that a program knows; `public` is without a session
 */
export type Route<Session, Access extends string = string> = {
  method: "GET" | "POST" | "DELETE"
  path: string
  access: Access | "public"
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

type Definition<Access extends string, Asker, Query, Body, Answer> = {
  method: "GET" | "POST" | "DELETE"
  path: string
  access: Access
  summary: string
  query?: v.GenericSchema<unknown, Query>
  body?: v.GenericSchema<unknown, Body>
  upload?: readonly string[]
  answer?: v.GenericSchema<unknown, Answer>
  status?: number
  handle: (
    context: RouteContext<Asker, Query, Body>,
  ) => Promise<Answer | Response> | Answer | Response
}

/**
 * How a program defines its routes: session, query and body are checked before `handle` sees them.
 * @param allow for each kind of access the session as its routes need it; it throws the 401 or 403
 */
export const routesWith =
  <Session, Askers extends Record<string, unknown>>(allow: {
    [Access in keyof Askers]: (session: Session | null) => Askers[Access]
  }) =>
  <Access extends keyof Askers & string, Query = undefined, Body = undefined, Answer = unknown>(
    definition: Definition<Access, Askers[Access], Query, Body, Answer>,
  ): Route<Session, keyof Askers & string> => {
    const { status = 200 } = definition
    return {
      ...definition,
      status,
      async handle({ session, request, params, address }) {
        const asker = allow[definition.access](session)
        if (Object.values(params).some(hasNul))
          throw new HttpProblem(404, "There is nothing at an address with a NUL in it.")
        /* oxlint-disable typescript/no-unsafe-type-assertion -- without a schema the type is undefined */
        const query = parse(definition.query, readQuery(request), "query") as Query
        const body = (
          definition.body ? parse(definition.body, await readBody(request), "body") : undefined
        ) as Body
        /* oxlint-enable typescript/no-unsafe-type-assertion */
        const context = { session: asker, query, body, params, request, address }
        const answer = await definition.handle(context)
        if (answer instanceof Response) return answer
        return answer === undefined
          ? new Response(null, { status: 204 })
          : Response.json(answer, { status })
      },
    }
  }

export const bearerToken = (request: Request): string | null =>
  /^Bearer (\S+)$/.exec(request.headers.get("Authorization") ?? "")?.[1] ?? null

function parse(schema: v.GenericSchema | undefined, value: unknown, where: string): unknown {
  if (!schema) return undefined
  const parsed = v.safeParse(schema, value)
  if (parsed.success) return parsed.output
  throw new HttpProblem(422, `The ${where} is not as expected. ${describeIssues(parsed.issues)}`)
}

/** No database keeps a text with this letter, and no person types it. */
const hasNul = (text: string): boolean => text.includes("\u0000")
const withoutNul = (where: string): HttpProblem =>
  new HttpProblem(422, `The ${where} is not as expected. A text in it has a NUL: leave it out.`)

function readQuery(request: Request): unknown {
  const pairs = [...new URL(request.url).searchParams]
  if (pairs.flat().some(hasNul)) throw withoutNul("query")
  return Object.fromEntries(pairs)
}

/** In JSON it is always written like this; after an odd number of backslashes it is other letters. */
const NUL_IN_JSON = /(?<!\\)(?:\\\\)*\\u0000/

async function readBody(request: Request): Promise<unknown> {
  const text = await readWhole(() => request.text())
  if (NUL_IN_JSON.test(text)) throw withoutNul("body")
  try {
    return JSON.parse(text)
  } catch (cause) {
    // The parser's words quote the body, line breaks and all.
    const words = String(cause).replaceAll(/\s+/g, " ")
    throw new HttpProblem(400, `The body is not JSON: ${words}.`, { cause })
  }
}

/** The description of all routes, OpenAPI 3.1. */
export function describeRoutes(
  routes: readonly Described[],
  info: { title: string; version: string; description: string },
): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const each of routes) {
    const path = each.path.replaceAll(/:(\w+)/g, "{$1}")
    paths[path] = { ...paths[path], [each.method.toLowerCase()]: describe(each) }
  }
  return {
    openapi: "3.1.0",
    info,
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
    paths,
  }
}

/** What of a route is described. */
type Described = Omit<Route<never>, "handle">

function describe(each: Described): object {
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
