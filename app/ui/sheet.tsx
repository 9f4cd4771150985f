import { createMemo, type JSX, Show, Suspense } from "solid-js"
import { later } from "./later.tsx"

export type SheetProps = {
  isOpen: boolean
  onClose: () => void
  title: string
  subtitle?: JSX.Element
  closeLabel: string
  children: JSX.Element
}

const SheetPanel = later(async () => (await import("./sheet-panel.tsx")).SheetPanel)

/** A panel over the page. What makes it one comes when the first is opened, or before that. */
export function Sheet(props: SheetProps) {
  const wasOpened = createMemo((was: boolean) => was || props.isOpen, false)
  return (
    <Show when={wasOpened()}>
      <Suspense>
        <SheetPanel {...props} />
      </Suspense>
    </Show>
  )
}
