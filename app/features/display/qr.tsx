import { createSignal, Show } from "solid-js"
import type * as QrCodeFile from "../../ui/qr-code.tsx"

/** A QR code. Only a screen that shows one loads what makes it. */
export function Qr(props: { text: string; label: string }) {
  const [face, setFace] = createSignal<typeof QrCodeFile | null>(null)
  import("../../ui/qr-code.tsx").then(setFace, (error: unknown) => {
    // Without it the code beside it can still be typed; the next start tries again.
    console.warn("The QR code could not be loaded.", error)
  })
  return <Show when={face()}>{(loaded) => loaded().QrCode(props)}</Show>
}
