// The rule means core/, the cloud; this is a library that has the word in its name.
// oxlint-disable-next-line no-restricted-imports
import { Dialog } from "@kobalte/core/dialog"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/people.ts"
import { WhoAndPin } from "./sign-in.tsx"

/**
 * Over everything, until somebody enters their PIN: what was begun below is neither seen nor reached,
 * and is still there afterwards.
 */
export function LockCover() {
  return (
    <Dialog open preventScroll={false}>
      <Dialog.Portal>
        <Dialog.Content
          class="fixed inset-0 z-[80] overflow-y-auto bg-crust outline-none"
          onEscapeKeyDown={(event) => event.preventDefault()}
          onInteractOutside={(event) => event.preventDefault()}
        >
          <div class="mx-auto grid min-h-dvh w-full max-w-sm content-center gap-6 p-5">
            <header class="grid justify-items-center gap-1 text-center">
              <Icon name="lock" class="size-9 text-lavender" />
              <Dialog.Title class="text-xl font-semibold">{t("who.locked")}</Dialog.Title>
              <Dialog.Description class="text-subtext0">{t("who.lockedText")}</Dialog.Description>
            </header>
            <WhoAndPin />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog>
  )
}
