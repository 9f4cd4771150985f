import type { Ledger } from "../../ledger/ledger.ts"
import type { Entry } from "../../schemas/entry.ts"
import type { Sequence } from "../../schemas/units.ts"
import { eventStream } from "./event-stream.ts"
import type { Track } from "./streams.ts"

const PAGE_LINES = 500

/**
 * All lines after a sequence, then every new one, without a gap and none twice: the reader is
 * subscribed before the old lines are read, and each line goes out only as the next one.
 */
export function ledgerStream(
  ledger: Ledger,
  after: Sequence,
  track: Track,
  onError: (error: unknown) => void,
): Response {
  return eventStream((send, end) => {
    let sent: number = after
    let isOver = false
    let pumping: Promise<void> | null = null
    const write = (entry: Entry) => {
      if (entry.sequence !== sent + 1) return
      sent = entry.sequence
      send({ id: String(entry.sequence), event: "entry", data: JSON.stringify(entry) })
    }
    const pump = async () => {
      while (!isOver && sent < ledger.state.lastSequence) {
        const entries = await ledger.store.entries({
          tournament: null,
          after: sent,
          limit: PAGE_LINES,
        })
        if (entries.length === 0) return
        entries.forEach(write)
      }
    }
    const follow = () => {
      pumping ??= pump()
        .catch((error: unknown) => {
          onError(error)
          end()
        })
        .finally(() => {
          pumping = null
          if (!isOver && sent < ledger.state.lastSequence) follow()
        })
    }
    const unsubscribe = ledger.subscribe((entry) => {
      if (pumping === null && entry.sequence === sent + 1) write(entry)
      else follow()
    })
    follow()
    return track(end, () => {
      isOver = true
      unsubscribe()
    })
  })
}
