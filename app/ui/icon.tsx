/** Line icons on a 24 by 24 grid, drawn for Felt. */
const paths = {
  tonight: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z",
  floor:
    "M8 7.5h8a4.5 4.5 0 0 1 0 9H8a4.5 4.5 0 0 1 0-9zM8 3.5h.01M16 3.5h.01M8 20.5h.01M16 20.5h.01M12 3.5h.01M12 20.5h.01",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2",
  players:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20a6.5 6.5 0 0 1 13 0M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.4a6.5 6.5 0 0 1 3.5 5.6",
  money: "M3 7.5h18v10H3zM12 15a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM6 10.5v.01M18 14.5v.01",
  payouts:
    "M8 4h8v5a4 4 0 0 1-8 0zM8 5.5H4.5A3.5 3.5 0 0 0 8 10M16 5.5h3.5A3.5 3.5 0 0 1 16 10M12 13v4M8.5 20.5h7M12 17c-2 0-3.5 1.5-3.5 3.5M12 17c2 0 3.5 1.5 3.5 3.5",
  sync: "M20 11A8 8 0 0 0 6 6.5L3.5 9M3.5 4v5h5M4 13a8 8 0 0 0 14 4.5l2.5-2.5M20.5 20v-5h-5",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  screens: "M3 5h18v11H3zM9 20h6M12 16v4",
  library: "M4 4.5h4v15H4zM8 4.5h4v15H8zM13 5.5l4-1 3.5 14-4 1z",
  log: "M6 3.5h12v17H6zM9 8h6M9 12h6M9 16h4",
  venue: "M3.5 20.5h17M5 20.5V9.5M19 20.5V9.5M2.5 9.5L5 4h14l2.5 5.5zM10 20.5v-6h4v6",
  staff: "M12 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 20.5a7 7 0 0 1 14 0",
  play: "M7 4.5v15l12-7.5z",
  pause: "M8 5v14M16 5v14",
  next: "M6 5l9 7-9 7zM18.5 5v14",
  previous: "M18 5l-9 7 9 7zM5.5 5v14",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  close: "M6 6l12 12M18 6L6 18",
  up: "M5.5 14.5l6.5-6.5 6.5 6.5",
  down: "M5.5 9.5l6.5 6.5 6.5-6.5",
  copy: "M8.5 8.5h12v12h-12zM15.5 8.5v-5h-12v12h5",
  check: "M5 12.5l4.5 4.5L19 7.5",
  back: "M14.5 5l-7 7 7 7",
  undo: "M8 5L3.5 9.5 8 14M4 9.5h10a6 6 0 0 1 0 12h-3",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5",
  screen: "M3 5h18v11H3zM9 20h6M12 16v4",
  phone: "M8 2.5h8a1 1 0 0 1 1 1v17a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1v-17a1 1 0 0 1 1-1zM11 18.5h2",
  ticket: "M4 6h16v4a2 2 0 0 0 0 4v4H4v-4a2 2 0 0 0 0-4zM14 6v2M14 11v2M14 16v2",
  out: "M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9",
  warning: "M12 4L2.5 20h19zM12 10v4.5M12 17.2v.01",
  backspace: "M9 5h12v14H9l-6-7zM12.5 9.5l5 5M17.5 9.5l-5 5",
  shuffle:
    "M3 7h3.5l10 10H21M3 17h3.5l2.5-2.5M14 9.5L16.5 7H21M18.5 4.5L21 7l-2.5 2.5M18.5 14.5L21 17l-2.5 2.5",
  print: "M7 8V3.5h10V8M7 17H4V8h16v9h-3M7 14h10v6.5H7z",
  share: "M12 15V3.5M8 7l4-3.5L16 7M6 11H4.5v9.5h15V11H18",
  receipt: "M6 3.5h12v17l-2-1.5-2 1.5-2-1.5-2 1.5-2-1.5-2 1.5zM9 8h6M9 12h6",
  keyboard: "M2.5 6.5h19v11h-19zM6 10h.01M9 10h.01M12 10h.01M15 10h.01M18 10h.01M7.5 14h9",
  count:
    "M5 7.5c0-1.7 3.1-3 7-3s7 1.3 7 3-3.1 3-7 3-7-1.3-7-3zM5 7.5v9c0 1.7 3.1 3 7 3s7-1.3 7-3v-9M5 12c0 1.7 3.1 3 7 3s7-1.3 7-3",
  lock: "M6.5 10.5h11v10h-11zM8.5 10.5V7a3.5 3.5 0 0 1 7 0v3.5M12 14.5v2.5",
  merge: "M4 6h6a5 5 0 0 1 5 5v2a5 5 0 0 0 5 5M4 18h6M17 15l3 3-3 3",
} as const

export type IconName = keyof typeof paths

/** Decoration only: what it stands for must be said next to it or in the button's label. */
export function Icon(props: { name: IconName; class?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      class={props.class ?? "size-5"}
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={paths[props.name]} />
    </svg>
  )
}
