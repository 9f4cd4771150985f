import type { Problem } from "../../schemas/problem.ts"

const TITLES = {
  400: "The request cannot be read",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  409: "Not this ledger",
  413: "The request is too large",
  415: "Not a kind that is taken here",
  421: "Not this box",
  422: "The request is not as expected",
  423: "Locked",
  429: "Too many attempts",
  500: "Felt made a mistake",
  503: "Not now",
  507: "The disk is full",
} as const
export type ProblemStatus = keyof typeof TITLES

/** What a request did wrong, as a value that ends it. `detail` says what, where, and what to do. */
export class HttpProblem extends Error {
  readonly status: ProblemStatus
  readonly headers: Record<string, string>

  constructor(
    status: ProblemStatus,
    detail: string,
    options: { headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(inLine(detail), options.cause === undefined ? {} : { cause: options.cause })
    this.status = status
    this.headers = options.headers ?? {}
  }

  toResponse(): Response {
    const body: Problem = {
      type: "about:blank",
      title: TITLES[this.status],
      status: this.status,
      detail: this.message,
    }
    return new Response(JSON.stringify(body), {
      status: this.status,
      headers: { ...this.headers, "Content-Type": "application/problem+json" },
    })
  }
}

/** So long a sentence is read by nobody; what was sent is not all sent back. */
const [MOST_LETTERS, FIRST_LETTERS, LAST_LETTERS] = [500, 400, 60]

/** One line of letters that can be seen, whatever of a request it quotes. */
function inLine(detail: string): string {
  const line = detail.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, " ")
  if (line.length <= MOST_LETTERS) return line
  return `${line.slice(0, FIRST_LETTERS)}…${line.slice(-LAST_LETTERS)}`
}
