import { For, Show } from "solid-js"
import type { PlayerId } from "../../../schemas/ids.ts"
import { t } from "../../words/print.ts"
import type { SeatView, TableView } from "../floor/tables.ts"
import { fittingSize } from "./paper.ts"

/** The drawing is 100 wide and this high, as on the floor's own page. */
const HEIGHT = 70
const SEAT = { width: 21.5, height: 10.5 }
/** Room for a name within its seat. */
const NAME_WIDTH = 20

/** The floor's table in black on white: lines only, so that it costs no toner. */
export function TablePicture(props: { view: TableView; nameOf: (playerId: PlayerId) => string }) {
  return (
    <svg viewBox={`0 0 100 ${HEIGHT}`} class="w-full" fill="none" stroke="black">
      <ellipse cx="50" cy={HEIGHT / 2} rx="40" ry="25.5" stroke-width="0.7" />
      <ellipse cx="50" cy={HEIGHT / 2} rx="37.5" ry="23" stroke-width="0.25" />
      <text
        x="50"
        y={HEIGHT / 2 + 4.5}
        text-anchor="middle"
        fill="black"
        stroke="none"
        font-size="13"
        font-weight="700"
      >
        {props.view.table.number}
      </text>
      <text x="50" y="54.5" text-anchor="middle" fill="#333" stroke="none" font-size="2.4">
        {t("diagram.dealer")}
      </text>
      <For each={props.view.seats}>{(seat) => <Seat seat={seat} nameOf={props.nameOf} />}</For>
    </svg>
  )
}

function Seat(props: { seat: SeatView; nameOf: (playerId: PlayerId) => string }) {
  const x = () => props.seat.place.x
  const y = () => (props.seat.place.y * HEIGHT) / 100
  const lines = () => twoLines(props.seat.entry ? props.nameOf(props.seat.entry.playerId) : "")
  const nameSize = () =>
    fittingSize(Math.max(...lines().map((line) => line.length)), NAME_WIDTH, 2.9)
  return (
    <g>
      <rect
        x={x() - SEAT.width / 2}
        y={y() - SEAT.height / 2}
        width={SEAT.width}
        height={SEAT.height}
        rx="1.6"
        fill="white"
        stroke-width="0.3"
        stroke-dasharray={props.seat.entry ? undefined : "1 0.8"}
      />
      <text x={x()} y={y() - 2.3} text-anchor="middle" fill="#333" stroke="none" font-size="2.3">
        {props.seat.seat}
      </text>
      <For each={lines()}>
        {(line, index) => (
          <text
            x={x()}
            y={y() + (lines().length === 1 ? 2 : 0.9 + index() * 3)}
            text-anchor="middle"
            fill="black"
            stroke="none"
            font-size={String(nameSize())}
            font-weight="600"
          >
            {line}
          </text>
        )}
      </For>
      <Show when={props.seat.marks.includes("button")}>
        <Button x={x()} y={y()} />
      </Show>
    </g>
  )
}

/** The dealer button lies between a seat and the middle. */
function Button(props: { x: number; y: number }) {
  const x = () => props.x + (50 - props.x) * 0.36
  const y = () => props.y + (HEIGHT / 2 - props.y) * 0.42
  return (
    <g>
      <circle cx={x()} cy={y()} r="2.4" fill="black" stroke="none" />
      <text
        x={x()}
        y={y() + 1.1}
        text-anchor="middle"
        fill="white"
        stroke="none"
        font-size="3"
        font-weight="700"
      >
        D
      </text>
    </g>
  )
}

/** A name in two lines: first names above, the last one below. */
function twoLines(name: string): string[] {
  const words = name.split(" ").filter((word) => word !== "")
  const last = words.pop()
  if (last === undefined) return []
  return words.length === 0 ? [last] : [words.join(" "), last]
}
