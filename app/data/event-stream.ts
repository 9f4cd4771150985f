import { call } from "./api.ts"
import { Refused } from "./errors.ts"
import { backoffMs } from "./backoff.ts"
import { type ServerEvent, serverEvents } from "./sse.ts"

/** The Leaf sends a comment every 15 s; after this long without a byte the line is dead. */
const SILENCE_MS = 40_000

export type Follow = {
  /** Asked anew at each connection. */
  path: () => string
  token?: string
  /** All events that arrived together. May throw: the connection is then made anew. */
  take: (events: readonly ServerEvent[]) => void | Promise<void>
  onContact: (hasContact: boolean) => void
  /** The longest pause between two tries, where the usual one is too long. */
  longestMs?: number
  /** Called whenever anything arrives, if only the sign that the line is alive. */
  onHeard?: () => void
  /** Called when the Leaf says that the token is not valid; nothing is tried after that. */
  onSignedOut?: () => void
  /** Called when the Leaf says that what was asked for is not there, or not for this token. */
  onGone?: () => void
}

/**
 * Follows a stream of server-sent events for good: comes back by itself, spread out, and notices a
 * line on which nothing arrives any more, which `EventSource` does not (nor can it carry a token).
 * Returns the way to stop.
 */
export function followEvents(follow: Follow): () => void {
  const stopping = new AbortController()
  void keepFollowing(follow, stopping.signal)
  return () => stopping.abort()
}

async function keepFollowing(follow: Follow, stop: AbortSignal): Promise<void> {
  for (let attempt = 1; !stop.aborted; attempt++) {
    try {
      await read(follow, stop, () => {
        attempt = 0
        follow.onContact(true)
      })
    } catch (error) {
      const isOver = error instanceof Refused && [401, 403, 404].includes(error.status)
      const tell = error instanceof Refused && error.status === 401 ? "onSignedOut" : "onGone"
      if (isOver && follow[tell]) {
        follow[tell]()
        return
      }
      if (!stop.aborted) console.info(`${follow.path()} will be followed again.`, error)
    }
    if (stop.aborted) return
    follow.onContact(false)
    const pauseMs = Math.min(backoffMs(attempt + 1, Math.random()), follow.longestMs ?? Infinity)
    await new Promise((done) => setTimeout(done, pauseMs))
  }
}

async function read(follow: Follow, stop: AbortSignal, onOpen: () => void): Promise<void> {
  const ending = new AbortController()
  const end = () => ending.abort()
  stop.addEventListener("abort", end)
  let silence = setTimeout(end, SILENCE_MS)
  try {
    const asked = { signal: ending.signal, ...(follow.token ? { token: follow.token } : {}) }
    const { body } = await call(follow.path(), asked)
    if (!body) return
    onOpen()
    follow.onHeard?.()
    const eventsIn = serverEvents()
    const decoder = new TextDecoder()
    const reader = body.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      clearTimeout(silence)
      silence = setTimeout(end, SILENCE_MS)
      follow.onHeard?.()
      const events = eventsIn(decoder.decode(value, { stream: true }))
      if (events.length > 0) await follow.take(events)
    }
  } finally {
    clearTimeout(silence)
    stop.removeEventListener("abort", end)
    end()
  }
}
