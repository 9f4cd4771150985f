import { createEffect, createSignal, on, onCleanup, untrack } from "solid-js"
import * as v from "valibot"
import type { TournamentId } from "../../schemas/ids.ts"
import { DevicesAnswer, LogLine, LogPage } from "../../schemas/log.ts"
import { ask } from "./api.ts"
import { backoffMs } from "./backoff.ts"
import { followEvents } from "./event-stream.ts"

const PAGE_LINES = 100
const Line = v.pipe(v.string(), v.parseJson(), LogLine)
const Names = v.pipe(v.string(), v.parseJson(), DevicesAnswer)

/** What was read of one log. */
type Known = {
  /** The newest first. */
  lines: readonly LogLine[]
  /** Whether the first line of all was read. */
  isEnd: boolean
  /** When the Leaf was heard last, by this device's clock. */
  heardAt: number | null
}
const NOTHING: Known = { lines: [], isEnd: false, heardAt: null }

/** What was read on this visit: there for who comes back to the section, also without the Leaf. */
const known = new Map<TournamentId, Known>()
const [devices, setDevices] = createSignal<DevicesAnswer["devices"]>([])

type Access = { token: string; onSignedOut: () => void }

/** The Leaf's log of what was done on the floor, as far as it was read here. */
export type ActionLog = ReturnType<typeof createActionLog>

/**
 * Reads the newest lines of a tournament's log, follows what is new for as long as the calling
 * component lives, and reads further back when asked. What was read stays when the Leaf is away.
 */
export function createActionLog(tournament: () => TournamentId | null, access: Access) {
  const [read, setRead] = createSignal(NOTHING)
  const [isLive, setLive] = createSignal(false)
  const [isReading, setReading] = createSignal(false)
  let asking = new AbortController()

  const take = (id: TournamentId, lines: readonly LogLine[], isEnd: boolean) => {
    const before = untrack(read)
    const numbers = new Set(before.lines.map(({ number }) => number))
    const fresh = lines.filter(({ number }) => !numbers.has(number))
    const all = [...before.lines, ...fresh].toSorted((a, b) => b.number - a.number)
    known.set(id, { lines: all, isEnd: isEnd || before.isEnd, heardAt: Date.now() })
    setRead(known.get(id) ?? NOTHING)
  }
  const readPage = async (id: TournamentId, signal: AbortSignal): Promise<number | null> => {
    setReading(true)
    const page = await askPage(id, untrack(read).lines.at(-1)?.number, { ...access, signal })
    if (signal.aborted) return null
    setReading(false)
    if (page) take(id, page.lines, page.isEnd)
    return page?.last ?? null
  }
  const begin = async (id: TournamentId, signal: AbortSignal): Promise<void> => {
    let last: number | null = untrack(read).lines[0]?.number ?? null
    for (let attempt = 1; last === null && !signal.aborted; attempt++) {
      if (attempt > 1)
        await new Promise((done) => setTimeout(done, backoffMs(attempt, Math.random())))
      last = await readPage(id, signal)
    }
    if (last === null || signal.aborted) return
    const onLines = (lines: readonly LogLine[]) => take(id, lines, false)
    const onContact = (hasContact: boolean) => {
      // That there is contact, and when it was lost, is news as well.
      if (hasContact || isLive()) take(id, [], false)
      setLive(hasContact)
    }
    signal.addEventListener("abort", follow(id, last, { ...access, onLines, onContact }))
  }

  createEffect(
    on(tournament, (id) => {
      asking = new AbortController()
      const { signal } = asking
      setLive(false)
      setReading(false)
      setRead((id !== null && known.get(id)) || NOTHING)
      if (id !== null) void begin(id, signal)
      onCleanup(() => asking.abort())
    }),
  )
  return {
    lines: () => read().lines,
    isEnd: () => read().isEnd,
    heardAt: () => read().heardAt,
    isLive,
    isReading,
    readOn: () => {
      const id = tournament()
      const isBegun = read().heardAt !== null && !isReading() && !read().isEnd
      if (id !== null && isBegun) void readPage(id, asking.signal)
    },
    /** What the venue's devices are called, as far as they have names. */
    devices,
    setDevices,
  }
}

/** One page, the newest where `before` is not given; `null` where there was no answer. */
async function askPage(
  id: TournamentId,
  before: number | undefined,
  { token, signal }: { token: string; signal: AbortSignal },
): Promise<LogPage | null> {
  const from = before === undefined ? "" : `&before=${before}`
  const path = `/api/log?tournament=${id}&limit=${PAGE_LINES}${from}`
  try {
    return await ask(path, LogPage, { token, signal })
  } catch (error) {
    if (!signal.aborted) console.info("The log was not read; it is asked for again.", error)
    return null
  }
}

/** Follows all lines after a number. Returns the way to stop. */
function follow(
  id: TournamentId,
  after: number,
  options: Access & {
    onLines: (lines: readonly LogLine[]) => void
    onContact: (hasContact: boolean) => void
  },
): () => void {
  let newest = after
  return followEvents({
    ...options,
    path: () => `/api/log/stream?tournament=${id}&after=${newest}`,
    take: (events) => {
      for (const { event, data } of events)
        if (event === "devices") setDevices(v.parse(Names, data).devices)
      const told = events.filter(({ event }) => event === "line")
      const lines = told.map(({ data }) => v.parse(Line, data))
      newest = Math.max(newest, ...lines.map(({ number }) => number))
      options.onLines(lines)
    },
  })
}
