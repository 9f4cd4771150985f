import { request } from "node:http"
import { connect } from "node:net"
import * as v from "valibot"
import { Problem } from "../../../schemas/problem.ts"
import type { Attack } from "./attacks.ts"

/** What came back. A stream of events is left as soon as it has begun. */
export type Answer = { status: number; headers: Record<string, string>; text: string }

/** Sends a request as it is, which `fetch` would put in order first. */
export function send(url: string, { method, target, headers, body }: Attack): Promise<Answer> {
  const { hostname, port } = new URL(url)
  // Node says nothing of the length of a body that it does not expect.
  const length = body === undefined ? {} : { "Content-Length": Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    const asked = request(
      { agent: false, hostname, port, method, path: target, headers: { ...headers, ...length } },
      (answer) => {
        const described = {
          status: answer.statusCode ?? 0,
          headers: Object.fromEntries(
            Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
          ),
        }
        if (answer.headers["content-type"] === "text/event-stream") {
          resolve({ ...described, text: "" })
          answer.destroy()
          return
        }
        let text = ""
        answer.setEncoding("utf8").on("data", (part: string) => (text += part))
        answer.on("end", () => resolve({ ...described, text }))
        answer.on("error", reject)
      },
    )
    asked.on("error", (cause) =>
      reject(new Error(`${method} ${target}: ${cause.message}`, { cause })),
    )
    asked.end(body)
  })
}

/** Sends these bytes and nothing else; what comes back until the other side hangs up. */
export function sendBytes(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.end(bytes))
    let text = ""
    socket.setEncoding("utf8").on("data", (part: string) => (text += part))
    socket.on("error", reject)
    socket.on("close", () => resolve(text))
  })
}

/** What is wrong with what such bytes got; `null` for nothing, also where Node itself hung up on them. */
export function faultOfBytes(answer: string): string | null {
  const [head = "", text = ""] = answer.split("\r\n\r\n", 2)
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1] ?? 0)
  if (status >= 500) return answer
  const isNodesOwn = /^HTTP\/1\.1 4\d\d [^\r]+\r\nConnection: close/.test(head)
  const isProblem = /^content-type: application\/problem\+json\r?$/im.test(head)
  return status < 400 || isNodesOwn || (isProblem && text !== "") ? null : answer
}

/**
 * What is wrong with an answer; `null` for nothing. A request may be refused, in one sentence that a
 * person can read; it never makes the program err.
 */
export function faultOf({ status, headers, text }: Answer, isHead = false): string | null {
  if (status >= 500) return `status ${status}: ${text.slice(0, 300)}`
  if (status < 400 || isHead) return null
  if (headers["content-type"] !== "application/problem+json")
    return `${status} is ${headers["content-type"]}: ${text.slice(0, 100)}`
  const problem = v.safeParse(v.pipe(v.string(), v.parseJson(), Problem), text)
  if (!problem.success) return `${status} is no problem: ${text.slice(0, 100)}`
  const { detail } = problem.output
  if (problem.output.status !== status) return `it says ${problem.output.status}, not ${status}`
  if (/[\p{Cc}\u2028\u2029]|\[object/u.test(detail))
    return `not one line: ${JSON.stringify(detail)}`
  if (!/[.?!]$/.test(detail)) return `no sentence: ${detail.slice(0, 200)}`
  if (detail.length > MOST_LETTERS) return `${detail.length} letters: ${detail.slice(0, 100)}`
  return null
}

/** So long a sentence is read by nobody; what was sent is not all sent back. */
const MOST_LETTERS = 600
