import type { MiddlewareHandler } from "hono"
import { bodyLimit } from "hono/body-limit"
import { HttpProblem } from "./problem.ts"

const BODY_MAX_BYTES = 1_000_000
const tooLarge = new HttpProblem(413, "The body has more than 1 MB: send it in several requests.", {
  // What is left of the body would otherwise be taken for the next request.
  headers: { Connection: "close" },
})

/** Takes no body of more than 1 MB, whether it says how long it is or not. */
export function limitBody(): MiddlewareHandler {
  const limit = bodyLimit({ maxSize: BODY_MAX_BYTES, onError: () => tooLarge.toResponse() })
  return async (context, next) => {
    let isWhole = false
    try {
      return await limit(context, () => {
        isWhole = true
        return next()
      })
    } catch (cause) {
      // What fails after that is no matter of the body's.
      if (isWhole) throw cause
      return brokenOff(cause).toResponse()
    }
  }
}

/**
 * Reads the body of a request.
 * @throws HttpProblem 400 where whoever sends it leaves before all of it is there
 */
export async function readWhole<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    throw brokenOff(cause)
  }
}

const brokenOff = (cause: unknown): HttpProblem =>
  new HttpProblem(400, "The body broke off before it was whole. Send it again.", { cause })
