import { Fetched } from "./fetched.tsx"

/** A QR code. The Leaf draws it: a screen has no script for that. */
export const Qr = (props: { text: string; label: string }) => (
  <Fetched src={`/api/qr?text=${encodeURIComponent(props.text)}`} alt={props.label} />
)
