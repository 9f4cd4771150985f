/** One event of a stream of server-sent events. */
export type StreamEvent = { id: string; event: string; data: string }

const HEARTBEAT_MS = 15_000
/** What one slow reader may leave waiting before it is cut off; it comes back and starts anew. */
const MOST_WAITING_EVENTS = 256

/** What feeds a stream of events. */
export type EventSink = {
  send: (event: StreamEvent) => void
  end: () => void
  /** Resolves when the reader has taken all that was sent, or has left. */
  drained: () => Promise<void>
}

/**
 * An answer that goes on: server-sent events, with a heartbeat, until the reader leaves.
 * @param start gets the way to send and the way to end, and returns what to do when it is over
 */
export function eventStream(start: (sink: EventSink) => () => void): Response {
  const encoder = new TextEncoder()
  let stop = () => {}
  let wake = () => {}
  let heartbeat: NodeJS.Timeout | undefined
  let isOver = false
  const finish = () => {
    isOver = true
    clearInterval(heartbeat)
    stop()
    wake()
  }
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const end = () => {
          if (isOver) return
          finish()
          controller.close()
        }
        const write = (text: string) => {
          if (isOver) return
          controller.enqueue(encoder.encode(text))
          if ((controller.desiredSize ?? 0) < -MOST_WAITING_EVENTS) end()
        }
        write("retry: 500\n\n")
        heartbeat = setInterval(() => write(":\n\n"), HEARTBEAT_MS)
        const drained = (): Promise<void> =>
          isOver || (controller.desiredSize ?? 0) > 0
            ? Promise.resolve()
            : new Promise((resolve) => (wake = resolve))
        stop = start({
          send: ({ id, event, data }) => write(`id: ${id}\nevent: ${event}\ndata: ${data}\n\n`),
          end,
          drained,
        })
      },
      pull: () => wake(),
      cancel: finish,
    },
    new CountQueuingStrategy({ highWaterMark: 1 }),
  )
  return new Response(body, {
    headers: { "Content-Type": "text/event-stream", "Cache-Control": "no-store" },
  })
}
