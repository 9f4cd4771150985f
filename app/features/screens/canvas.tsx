import { createEffect, createMemo, createSignal, For, Show } from "solid-js"
import { moved, resized } from "../../../domain/layouts.ts"
import {
  COLUMNS,
  type Layout,
  type PlacedWidget,
  ROWS,
} from "../../../schemas/documents/layouts.ts"
import type { DisplayState } from "../../../schemas/display.ts"
import type { WidgetId } from "../../../schemas/ids.ts"
import type { Millis } from "../../../schemas/units.ts"
import { t } from "../../words/layouts.ts"
import { ScreenFace } from "../display/screen-face.tsx"

/** By how many squares an arrow moves. */
const ARROWS: Record<string, readonly [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** What is under a finger, and what the drag so far makes of it. */
type Drag = { id: WidgetId; change: (widget: PlacedWidget) => PlacedWidget }

/**
 * The layout as the screen shows it, and over each part a handle for finger, mouse and keyboard. While
 * something is dragged only this device sees it; where it is let go it is written, as one act. What
 * somebody else makes of it meanwhile holds: the drag moves what there is, not what there was.
 */
export function Canvas(props: {
  layout: Layout
  state: DisplayState
  now: Millis
  selected: WidgetId | null
  onSelect: (id: WidgetId) => void
  onPlace: (widget: PlacedWidget) => void
  onRemove: (id: WidgetId) => void
}) {
  const [dragged, setDragged] = createSignal<Drag | null>(null)
  let board: HTMLDivElement | undefined
  const placeOf = (id: WidgetId) => props.layout.widgets.find((each) => each.id === id)
  const drawn = createMemo((): Layout => {
    const drag = dragged()
    const widgets = props.layout.widgets.map((each) =>
      each.id === drag?.id ? drag.change(each) : each,
    )
    return { ...props.layout, widgets }
  })
  createEffect(() => {
    // Somebody has removed it under the finger: nobody hears any more that it is let go.
    const drag = dragged()
    if (drag && !placeOf(drag.id)) setDragged(null)
  })
  const drag = (
    event: PointerEvent,
    widget: PlacedWidget,
    change: (widget: PlacedWidget, x: number, y: number) => PlacedWidget,
  ) => {
    const handle = event.currentTarget
    if (!board || !(handle instanceof HTMLElement) || event.button !== 0) return
    event.preventDefault()
    event.stopPropagation()
    props.onSelect(widget.id)
    handle.setPointerCapture(event.pointerId)
    const { width, height } = board.getBoundingClientRect()
    const onMove = ({ clientX, clientY }: PointerEvent) => {
      const x = Math.round(((clientX - event.clientX) / width) * COLUMNS)
      const y = Math.round(((clientY - event.clientY) / height) * ROWS)
      setDragged({ id: widget.id, change: (current) => change(current, x, y) })
    }
    const onEnd = () => {
      handle.removeEventListener("pointermove", onMove)
      handle.removeEventListener("pointerup", onEnd)
      handle.removeEventListener("pointercancel", onEnd)
      const [before, placed] = [placeOf(widget.id), widgetOf(widget.id)]
      setDragged(null)
      if (before && placed && !isSamePlace(placed, before)) props.onPlace(placed)
    }
    handle.addEventListener("pointermove", onMove)
    handle.addEventListener("pointerup", onEnd)
    handle.addEventListener("pointercancel", onEnd)
  }
  const onKey = (event: KeyboardEvent, widget: PlacedWidget) => {
    const arrow = ARROWS[event.key]
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault()
      props.onRemove(widget.id)
    }
    if (!arrow) return
    event.preventDefault()
    const placed = (event.shiftKey ? resized : moved)(widget, arrow[0], arrow[1])
    if (!isSamePlace(placed, widget)) props.onPlace(placed)
  }
  const widgetOf = (id: WidgetId) => drawn().widgets.find((each) => each.id === id)
  return (
    <div
      ref={(element) => (board = element)}
      class="relative aspect-video overflow-hidden rounded-xl border border-surface1 bg-crust select-none"
      role="group"
      aria-label={t("editor.canvas")}
      data-to-scale
    >
      <div class="absolute inset-0" aria-hidden="true" inert>
        <ScreenFace state={props.state} lostAt={null} now={props.now} layout={drawn()} />
      </div>
      <div class="editor-grid absolute inset-0" aria-hidden="true" />
      <For
        each={drawn()
          .widgets.map(({ id }) => id)
          .toSorted()}
      >
        {(id) => (
          <Show when={widgetOf(id)}>
            {(widget) => (
              <Handle
                widget={widget()}
                isSelected={props.selected === id}
                onSelect={() => props.onSelect(id)}
                onKey={(event) => onKey(event, widget())}
                onMove={(event) => drag(event, widget(), moved)}
                onSize={(event) => drag(event, widget(), resized)}
              />
            )}
          </Show>
        )}
      </For>
    </div>
  )
}

/** What a part is taken hold of by: itself to move it, its corner to make it larger or smaller. */
function Handle(props: {
  widget: PlacedWidget
  isSelected: boolean
  onSelect: () => void
  onKey: (event: KeyboardEvent) => void
  onMove: (event: PointerEvent) => void
  onSize: (event: PointerEvent) => void
}) {
  const share = (squares: number, all: number) => `${(squares / all) * 100}%`
  return (
    <div
      class="absolute p-[2px]"
      style={{
        left: share(props.widget.x, COLUMNS),
        top: share(props.widget.y, ROWS),
        width: share(props.widget.w, COLUMNS),
        height: share(props.widget.h, ROWS),
      }}
    >
      <button
        type="button"
        class="h-full w-full cursor-grab touch-none rounded-lg border-2 border-dashed border-text/25 hover:border-lavender active:cursor-grabbing"
        classList={{ "border-solid !border-lavender bg-lavender/15": props.isSelected }}
        aria-pressed={props.isSelected}
        aria-label={labelOf(props.widget)}
        onClick={() => props.onSelect()}
        onPointerDown={(event) => props.onMove(event)}
        onKeyDown={(event) => props.onKey(event)}
      />
      <span
        class="absolute right-0 bottom-0 grid size-11 cursor-nwse-resize touch-none place-content-end p-1.5"
        classList={{ hidden: !props.isSelected }}
        aria-hidden="true"
        onPointerDown={(event) => props.onSize(event)}
      >
        <span class="size-4 rounded-sm border-2 border-crust bg-lavender" />
      </span>
    </div>
  )
}

const labelOf = ({ kind, x, y, w, h }: PlacedWidget): string =>
  `${t(`widget.${kind}`)}, ${t("editor.size", w, h)}, ${t("editor.at", x, y)}`

const isSamePlace = (a: PlacedWidget, b: PlacedWidget): boolean =>
  a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h
