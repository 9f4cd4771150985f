import type { Ledger } from "../../ledger/ledger.ts"
import type { Entry } from "../../schemas/entry.ts"
import type { Sequence } from "../../schemas/units.ts"
import { eventStream } from "./event-stream.ts"
import type { Track } from "./streams.ts"

/** Fewer than may wait for a slow reader, so that old lines alone never cut it off. */
const PAGE_LINES = 200

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
  return eventStream(({ send, end, drained }) => {
    let sent: number = after
    /** The last line that the ledger has told of; what it tells of, the store holds. */
    let newest: number = after
    let isOver = false
    let isReading = false
    const write = (entry: Entry) => {
      if (entry.sequence !== sent + 1) return
      sent = entry.sequence
      send({ id: String(entry.sequence), event: "entry", data: JSON.stringify(entry) })
    }
    const readPage = async (): Promise<boolean> => {
      await drained()
      if (isOver) return false
      const page = { tournament: null, after: sent, limit: PAGE_LINES }
      const entries = await ledger.store.entries(page)
      entries.forEach(write)
      return entries.length === PAGE_LINES
    }
    const catchUp = async () => {
      isReading = true
      try {
        // Whether there is more is asked in the same breath as reading ends: no line comes between.
        while (isReading) isReading = (await readPage()) || (!isOver && sent < newest)
      } catch (error) {
        isReading = false
        onError(error)
        end()
      }
    }
    const unsubscribe = ledger.subscribe((entry) => {
      newest = Math.max(newest, entry.sequence)
      if (isReading) return
      write(entry)
      if (sent < newest) void catchUp()
    })
    void catchUp()
    return track(end, () => {
      isOver = true
      unsubscribe()
    })
  })
}
