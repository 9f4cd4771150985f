import type { TournamentId } from "../../schemas/ids.ts"
import type { LogLine } from "../../schemas/log.ts"
import type { ActionLog } from "../action-log.ts"
import type { Devices } from "../devices.ts"
import { eventStream } from "./event-stream.ts"
import type { Track } from "./streams.ts"

/** Fewer than may wait for a slow reader, so that old lines alone never cut it off. */
const PAGE_LINES = 200

/**
 * All lines of a tournament's log after a number, then every new one, none twice: the reader is
 * subscribed before the old lines are read, and what comes meanwhile is read as well. With them goes
 * what the devices are called, at first and whenever that changes.
 */
export function logStream(options: {
  log: ActionLog
  devices: Devices
  tournament: TournamentId | null
  after: number
  isAbout: (line: LogLine) => boolean
  track: Track
  onError: (error: unknown) => void
}): Response {
  const { log, devices, tournament, after, isAbout, track, onError } = options
  return eventStream(({ send, end, drained }) => {
    let sent = after
    let isOver = false
    let isReading = true
    const write = (line: LogLine) => {
      if (line.number <= sent || !isAbout(line)) return
      sent = line.number
      send({ id: String(line.number), event: "line", data: JSON.stringify(line) })
    }
    const catchUp = async () => {
      try {
        while (!isOver) {
          const newest = log.last
          const lines = await log.after(tournament, sent, PAGE_LINES)
          lines.forEach(write)
          // Whether there is more is asked in the same breath as reading ends: no line comes between.
          if (lines.length < PAGE_LINES && log.last === newest) break
          await drained()
        }
        isReading = false
      } catch (error) {
        onError(error)
        end()
      }
    }
    const tellDevices = () => {
      const data = JSON.stringify({ devices: devices.all() })
      send({ id: String(sent), event: "devices", data })
    }
    tellDevices()
    const unsubscribeDevices = devices.subscribe(tellDevices)
    const unsubscribe = log.subscribe((lines) => {
      if (!isReading) lines.forEach(write)
    })
    void catchUp()
    return track(end, () => {
      isOver = true
      unsubscribe()
      unsubscribeDevices()
    })
  })
}
