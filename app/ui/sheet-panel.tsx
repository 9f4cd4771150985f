// The rule means core/, the cloud; this is a library that has the word in its name.
// oxlint-disable-next-line no-restricted-imports
import { Dialog } from "@kobalte/core/dialog"
import { onCleanup } from "solid-js"
import { Icon } from "./icon.tsx"
import type { SheetProps } from "./sheet.tsx"

/** A panel over the page: from below on a phone, where the thumb is; at the right on a tablet. */
export function SheetPanel(props: SheetProps) {
  return (
    <Dialog
      open={props.isOpen}
      // Locking the page would lay it out anew at every sheet; the overlay takes no scrolling instead.
      preventScroll={false}
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onClose()
      }}
    >
      <Dialog.Portal>
        {/* Layers of their own, so that the page below is not painted anew when they come and go. */}
        <Dialog.Overlay class="animate-fade will-change-[opacity] touch-none fixed inset-0 z-40 bg-crust/70" />
        <Dialog.Content
          ref={keepFocus}
          class="animate-rise will-change-transform fixed inset-x-0 bottom-0 z-50 max-h-[92dvh] overflow-y-auto overscroll-contain rounded-t-3xl border-t border-surface1 bg-base p-5 pb-[max(1.25rem,env(safe-area-inset-bottom))] shadow-2xl outline-none md:inset-y-0 md:left-auto md:max-h-none md:w-[26rem] md:rounded-t-none md:rounded-l-3xl md:border-t-0 md:border-l"
        >
          <header class="mb-4 flex items-start justify-between gap-4">
            <div class="min-w-0">
              <Dialog.Title class="truncate text-2xl font-semibold">{props.title}</Dialog.Title>
              <div class="mt-0.5 text-subtext0">{props.subtitle}</div>
            </div>
            <Dialog.CloseButton
              class="button button-quiet -mt-1 -mr-2 px-0"
              aria-label={props.closeLabel}
            >
              <Icon name="close" />
            </Dialog.CloseButton>
          </header>
          {props.children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog>
  )
}

/** A button that goes away when it is pressed takes the focus with it, and keys would do nothing then. */
function keepFocus(content: HTMLElement): void {
  const observer = new MutationObserver(() => {
    if (document.activeElement === document.body) content.focus()
  })
  observer.observe(content, { childList: true, subtree: true })
  onCleanup(() => observer.disconnect())
}
