import type { Leaf } from "../leaf.ts"
import { eventStream, type StreamEvent } from "./event-stream.ts"
import type { StreamOwner } from "./streams.ts"

/**
 * A stream of what `watch` sends, until the reader leaves or the owner's right to it ends. The reader
 * may leave before `watch` has begun; a watch that cannot begin ends the stream and is reported.
 * @param owner whose it is
 * @param watch begins to send, and resolves with the way to stop
 */
export function watchedStream(
  leaf: Leaf,
  owner: StreamOwner,
  watch: (send: (event: StreamEvent) => void) => Promise<() => void>,
): Response {
  return leaf.streams.add(
    (track) =>
      eventStream(({ send, end }) => {
        let stop = () => {}
        let isOver = false
        watch(send).then(
          (stopWatching) => {
            stop = stopWatching
            if (isOver) stop()
          },
          (error: unknown) => {
            leaf.report(error)
            end()
          },
        )
        return track(end, () => {
          isOver = true
          stop()
        })
      }),
    owner,
  )
}
