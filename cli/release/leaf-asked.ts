import { setTimeout as wait } from "node:timers/promises"
import * as v from "valibot"
import { PhoneState, TonightAnswer } from "../../schemas/phone.ts"
import { InputError } from "../input-error.ts"

const LOOK_EVERY_MS = 250
const ANSWER_WITHIN_MS = 10_000

/** What `GET /readyz` says, as far as it is told to a person. */
const Readiness = v.object({
  checks: v.record(v.string(), v.object({ ok: v.boolean(), detail: v.string() })),
})

/**
 * The names of the tournaments that are being played: those that have begun and have more than one player
 * left, or whose clock runs.
 * @throws InputError where a Leaf is there and does not say
 */
export async function tournamentsRunning(url: string): Promise<string[]> {
  const answer = await ask(`${url}/api/tonight`)
  if (answer === "nobody is there") return []
  const tonight =
    typeof answer !== "string" && answer.ok ? v.safeParse(TonightAnswer, await answer.json()) : null
  if (!tonight?.success)
    throw new InputError(
      `The Leaf at ${url} does not say whether a tournament is running ` +
        `(${typeof answer === "string" ? answer : `status ${answer.status}`}): set FELT_URL to where it is, or use --now.`,
    )
  const running: string[] = []
  for (const { tournamentId, name } of tonight.output.tournaments) {
    const { night } = await firstState(`${url}/api/tournaments/${tournamentId}/stream`)
    const hasBegun = night.clock.levelIndex > 0 || night.clock.elapsedMs > 0
    if (night.clock.status === "running" || (hasBegun && night.playersLeft > 1)) running.push(name)
  }
  return running
}

/**
 * Waits until a Leaf of this build is ready.
 * @param withinMs how long it may take
 * @returns `null` once it is, or what it last said of itself
 */
export async function whyNotReady(
  url: string,
  build: string,
  withinMs: number,
): Promise<string | null> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const why = await lookOnce(url, build)
    if (why === null || performance.now() >= deadline) return why
    await wait(LOOK_EVERY_MS)
  }
}

async function lookOnce(url: string, build: string): Promise<string | null> {
  const response = await ask(`${url}/readyz`)
  if (typeof response === "string") return response
  const answers = response.headers.get("X-Felt-Build")
  if (answers !== build) return `the Leaf that answers is ${answers}`
  if (response.ok) return null
  const readiness = v.safeParse(Readiness, await response.json())
  if (!readiness.success) return "it is still starting"
  const failed = Object.entries(readiness.output.checks).filter(([, { ok }]) => !ok)
  return failed.map(([name, { detail }]) => `${name}: ${detail}`).join(" ")
}

/** What is answered, or in words why nothing is. */
async function ask(url: string): Promise<Response | string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
    // A Leaf that dies half-way through its answer has not answered.
    return new Response(await response.text(), response)
  } catch (error) {
    const { cause } = error instanceof Error ? error : {}
    if (!(cause instanceof Error)) return String(error)
    return "code" in cause && cause.code === "ECONNREFUSED" ? "nobody is there" : cause.message
  }
}

/** The first event of a stream, which has everything in it. */
async function firstState(url: string): Promise<PhoneState> {
  const stop = new AbortController()
  const patience = setTimeout(() => stop.abort(), ANSWER_WITHIN_MS)
  try {
    const { body } = await fetch(url, { signal: stop.signal })
    let text = ""
    for await (const part of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += part
      const data = /^data: (.*)$/m.exec(text.slice(0, text.lastIndexOf("\n\n") + 1))?.[1]
      if (data !== undefined) return v.parse(PhoneState, JSON.parse(data))
    }
    throw new Error("the stream ended")
  } catch (cause) {
    throw new InputError(`The Leaf does not say what is played: ask again, or use --now.`, {
      cause,
    })
  } finally {
    clearTimeout(patience)
    stop.abort()
  }
}
