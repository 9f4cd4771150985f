/** Where a seat is drawn around its table, in per cent of the drawing: 0, 0 is the upper left. */
export type SeatPlace = { x: number; y: number }

const LEFT = 12.5
const RIGHT = 87.5
const TOP = 12
const BOTTOM = 88

/**
 * Places the seats of a table as a person stands in front of it: the dealer at the bottom in the
 * middle, seat 1 at the dealer's left, then clockwise, so up the left side and back along the right.
 */
export function seatPlaces(seats: number): SeatPlace[] {
  const sides = seats > 10 ? 2 : seats >= 4 ? 1 : 0
  const bottom = Math.min(2, Math.floor((seats - 2 * sides) / 3))
  const top = seats - 2 * sides - 2 * bottom
  const left = spread(sides, 64, 36).map((y) => ({ x: LEFT, y }))
  const right = left.map(({ y }) => ({ x: RIGHT, y })).toReversed()
  const leftOfDealer = spread(bottom, 37.5, LEFT).map((x) => ({ x, y: BOTTOM }))
  const rightOfDealer = leftOfDealer.map(({ x }) => ({ x: 100 - x, y: BOTTOM })).toReversed()
  const across = spread(top, LEFT, RIGHT).map((x) => ({ x, y: TOP }))
  return [...leftOfDealer, ...left, ...across, ...right, ...rightOfDealer]
}

/** `count` values evenly from `from` to `to`; a single one goes in the middle. */
const spread = (count: number, from: number, to: number): number[] =>
  Array.from({ length: count }, (_, index) =>
    count === 1 ? (from + to) / 2 : from + ((to - from) * index) / (count - 1),
  )
