/** One event of a stream of server-sent events. */
export type StreamEvent = { id: string; event: string; data: string }

const HEARTBEAT_MS = 15_000
/** What one slow reader may leave waiting before it is cut off; it comes back and starts anew. */
const MOST_WAITING_EVENTS = 256

/**
 * An answer that goes on: server-sent events, with a heartbeat, until the reader leaves.
 * @param start gets the way to send and the way to end, and returns what to do when it is over
 */
export function eventStream(
  start: (send: (event: StreamEvent) => void, end: () => void) => () => void,
): Response {
  const encoder = new TextEncoder()
  let stop = () => {}
  let heartbeat: NodeJS.Timeout | undefined
  let isOver = false
  const finish = () => {
    isOver = true
    clearInterval(heartbeat)
    stop()
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
        stop = start(
          ({ id, event, data }) => write(`id: ${id}\nevent: ${event}\ndata: ${data}\n\n`),
          end,
        )
      },
      cancel: finish,
    },
    new CountQueuingStrategy({ highWaterMark: 1 }),
  )
  return new Response(body, {
    headers: { "Content-Type": "text/event-stream", "Cache-Control": "no-store" },
  })
}
