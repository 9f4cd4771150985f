import * as v from "valibot"
import { describeIssues } from "../../schemas/issues.ts"
import { Problem } from "../../schemas/problem.ts"
import { noticeBuild } from "./build.ts"
import { Refused, Unreachable } from "./errors.ts"

export type Ask = {
  method?: "GET" | "POST" | "DELETE"
  /** Sent as JSON, but for a file. */
  body?: unknown
  token?: string | undefined
  signal?: AbortSignal
}

/** Asks the Leaf and parses its answer; nothing unparsed gets further into the app. */
export async function ask<Schema extends v.GenericSchema>(
  path: string,
  schema: Schema,
  options: Ask = {},
): Promise<v.InferOutput<Schema>> {
  const response = await call(path, options)
  const body: unknown = await response.json().catch((cause: unknown) => {
    throw new Unreachable(`The answer to ${path} was cut off.`, { cause })
  })
  const parsed = v.safeParse(schema, body)
  if (parsed.success) return parsed.output
  throw new Unreachable(
    `The Leaf's answer to ${path} is not understood: ${describeIssues(parsed.issues)}`,
  )
}

/** Asks the Leaf for something whose answer has no body, or a stream for one. */
export async function call(path: string, options: Ask = {}): Promise<Response> {
  const { method = "GET", body, token, signal } = options
  const headers = new Headers()
  const isFile = body instanceof Blob
  if (body !== undefined) headers.set("content-type", isFile ? body.type : "application/json")
  if (token !== undefined) headers.set("authorization", `Bearer ${token}`)
  const response = await fetch(path, {
    method,
    headers,
    body: isFile ? body : body === undefined ? null : JSON.stringify(body),
    signal: signal ?? null,
    cache: "no-store",
  }).catch((cause: unknown) => {
    throw new Unreachable("The Leaf cannot be reached.", { cause })
  })
  noticeBuild(response.headers.get("x-felt-build"))
  if (!response.ok) throw await refusal(response)
  return response
}

async function refusal(response: Response): Promise<Refused | Unreachable> {
  const problem = v.safeParse(Problem, await response.json().catch(() => null))
  if (!problem.success)
    return new Unreachable(`Something between here and the Leaf answered ${response.status}.`)
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN)
  return new Refused(
    response.status,
    problem.output.detail,
    Number.isFinite(seconds) ? seconds : null,
  )
}
