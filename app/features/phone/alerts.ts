import { type Accessor, createEffect, createMemo, createSignal, on } from "solid-js"
import type { ClockReading } from "../../../domain/clock.ts"
import type { PhoneOwn, Standing } from "../../../schemas/phone.ts"
import { t } from "../../words/phone.ts"
import { raiseAlarm } from "./alarm.ts"

const SEEN_KEY = "felt.moved"
/** A move that is older was made before the phone was bound, or is no news any more. */
const NEWS_MS = 30 * 60_000

export type Move = NonNullable<Extract<Standing, { kind: "seated" }>["moved"]> & {
  to: { table: number; seat: number }
}
export type Alerts = ReturnType<typeof createAlerts>

/** What a player must not miss: a move of the own, and the end of a break. Each stays until it is read. */
export function createAlerts(seen: {
  own: Accessor<PhoneOwn | null>
  reading: Accessor<ClockReading | null>
  isLive: Accessor<boolean>
  /** The Leaf's time. */
  now: Accessor<number>
}) {
  const [readAt, setReadAt] = createSignal(Number(localStorage.getItem(SEEN_KEY) ?? 0))
  const [isBreakOver, setBreakOver] = createSignal(false)
  const latest = (): Move | null => {
    const standing = seen.own()?.standing
    if (standing?.kind !== "seated" || !standing.moved) return null
    return { ...standing.moved, to: { table: standing.table, seat: standing.seat } }
  }
  const moved = createMemo<Move | null>(
    () => {
      const move = latest()
      const isNews = move !== null && move.at > readAt() && seen.now() - move.at < NEWS_MS
      return isNews ? move : null
    },
    null,
    { equals: isSame },
  )
  createEffect(
    on(moved, (move) => {
      if (move) raiseAlarm(t("moved.title"), t("seat.say", move.to.table, move.to.seat))
    }),
  )
  /** The level as it is, not as a phone without contact reckons it. */
  const level = createMemo(() => {
    const reading = seen.reading()
    return reading && seen.isLive() ? reading.levelIndex : null
  }, null)
  let lastLevel: { index: number; isBreak: boolean } | null = null
  createEffect(
    on(level, (index) => {
      if (index === null) return
      const isBreak = seen.reading()?.level.kind === "break"
      const isOver = lastLevel?.isBreak === true && !isBreak && index === lastLevel.index + 1
      lastLevel = { index, isBreak }
      setBreakOver(isOver)
      if (isOver) raiseAlarm(t("alert.breakOver"), t("alert.breakOverText"))
    }),
  )
  return {
    moved,
    read: () => {
      const at = latest()?.at ?? 0
      localStorage.setItem(SEEN_KEY, String(at))
      setReadAt(at)
    },
    isBreakOver,
    closeBreak: () => setBreakOver(false),
  }
}

const isSame = (a: Move | null, b: Move | null): boolean =>
  a?.at === b?.at && a?.to.table === b?.to.table && a?.to.seat === b?.to.seat
