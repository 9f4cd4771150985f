import * as v from "valibot"

/** A JSON Schema as `@valibot/to-json-schema` writes one; what it says nothing of may be anything. */
export type Shape = { [key: string]: unknown }

/** One address of a program, as its description has it. */
export type Operation = {
  method: string
  /** With the names of what stands in it in braces. */
  path: string
  queryNames: string[]
  /** What its JSON body looks like; `null` where it takes none. */
  body: Shape | null
  /** The types of body that it takes. */
  types: string[]
}

const Shaped = v.record(v.string(), v.unknown())
const Described = v.object({
  paths: v.record(
    v.string(),
    v.record(
      v.string(),
      v.object({
        parameters: v.array(v.object({ name: v.string(), in: v.string() })),
        requestBody: v.optional(
          v.object({ content: v.record(v.string(), v.object({ schema: Shaped })) }),
        ),
      }),
    ),
  ),
})

/** Every address of a program. @param description what `GET /api/openapi.json` answers */
export function operationsOf(description: unknown): Operation[] {
  const { paths } = v.parse(Described, description)
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters, requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      queryNames: parameters.filter((each) => each.in === "query").map(({ name }) => name),
      body: requestBody?.content["application/json"]?.schema ?? null,
      types: Object.keys(requestBody?.content ?? {}),
    })),
  )
}
