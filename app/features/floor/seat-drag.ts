import { createSignal, onCleanup } from "solid-js"
import * as v from "valibot"
import { Seat } from "../../../schemas/documents/tournament.ts"
import type { EntryId } from "../../../schemas/ids.ts"

/** A mouse that has moved so far drags; until then it is a click. */
const SLOP_PX = 8
/** A finger that rests so long drags; until then it scrolls. */
const HOLD_MS = 250
/** So near the edge of the screen the page goes along. */
const EDGE_PX = 72
const SCROLL_PX = 14

export type Drag = { entryId: EntryId; x: number; y: number; over: string | null }

/**
 * Dragging a player from seat to seat, with mouse, pen or finger. Seats carry `data-seat` (see
 * `seatKey`). Escape lets the player go where they were.
 */
export function createSeatDrag(onDrop: (entryId: EntryId, to: Seat) => void) {
  const [drag, setDrag] = createSignal<Drag | null>(null)
  let end: () => void = () => {}
  let hasDragged = false

  const start = (event: PointerEvent, entryId: EntryId): void => {
    hasDragged = false
    if (event.button !== 0) return
    end()
    const from = { x: event.clientX, y: event.clientY }
    const isFinger = event.pointerType === "touch"
    const isFar = (x: number, y: number) => Math.hypot(x - from.x, y - from.y) > SLOP_PX
    const take = (x: number, y: number) => {
      hasDragged = true
      setDrag({ entryId, x, y, over: seatUnder(x, y) })
    }
    const hold = isFinger ? setTimeout(() => take(from.x, from.y), HOLD_MS) : undefined
    const over = new AbortController()
    end = () => {
      clearTimeout(hold)
      over.abort()
      setDrag(null)
    }
    const { signal } = over
    window.addEventListener(
      "pointermove",
      ({ clientX: x, clientY: y }) => {
        if (drag()) scrollAtEdge(y)
        if (drag() || (!isFinger && isFar(x, y))) take(x, y)
        else if (isFar(x, y)) end()
      },
      { signal },
    )
    window.addEventListener(
      "pointerup",
      () => {
        const dropped = drag()
        end()
        const seat = dropped && readSeat(dropped.over)
        if (dropped && seat) onDrop(dropped.entryId, seat)
      },
      { signal },
    )
    window.addEventListener("pointercancel", end, { signal })
    window.addEventListener("keydown", ({ key }) => key === "Escape" && end(), { signal })
  }
  onCleanup(() => end())

  return {
    drag,
    start,
    /** Whether the click that follows is only the end of a drag. */
    hasDragged: () => hasDragged,
    /** Keeps the page from scrolling, and from opening a menu, under a finger that drags. */
    hold: (element: HTMLElement): void => {
      const stay = (event: Event) => {
        if (drag()) event.preventDefault()
      }
      element.addEventListener("touchmove", stay, { passive: false })
      element.addEventListener("contextmenu", stay)
    },
  }
}

const seatUnder = (x: number, y: number): string | null =>
  document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-seat]")?.dataset["seat"] ?? null

function readSeat(key: string | null): Seat | null {
  const [table, seat] = key?.split(" ") ?? []
  const read = v.safeParse(Seat, { table, seat: Number(seat) })
  return read.success ? read.output : null
}

function scrollAtEdge(y: number): void {
  if (y < EDGE_PX) scrollBy(0, -SCROLL_PX)
  else if (y > innerHeight - EDGE_PX) scrollBy(0, SCROLL_PX)
}
