import { encode } from "uqr"

/** A QR code as one path; always dark on light, with its quiet zone, so that any phone reads it. */
export function QrCode(props: { text: string; label: string }) {
  const code = () => encode(props.text, { ecc: "M", border: 2 })
  const squares = () =>
    code()
      .data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
      .join("")
  return (
    <svg
      role="img"
      aria-label={props.label}
      viewBox={`0 0 ${code().size} ${code().size}`}
      class="w-full rounded-2xl bg-white text-crust"
      shape-rendering="crispEdges"
    >
      <path d={squares()} fill="currentColor" />
    </svg>
  )
}
