import { createSignal, Show, Suspense } from "solid-js"
import { useDesk } from "../../data/desk-context.ts"
import { later } from "../../ui/later.tsx"
import { t } from "../../words/people.ts"
import { Face } from "./people.tsx"

const WhoSheet = later(async () => (await import("./who-sheet.tsx")).WhoSheet)

/** Who works here, in the bar on top; one tap asks who it is now. */
export function WhoIsIt() {
  const { desk } = useDesk()
  const [isShown, setShown] = createSignal(false)
  const name = () => desk.staff.nameOf(desk.session.staffId)
  const role = () => t(`role.${desk.session.role}`)
  return (
    <>
      <button
        class="button button-quiet max-w-44 gap-2 px-1 md:px-2"
        aria-haspopup="dialog"
        title={t("who.now", name(), role())}
        onClick={() => setShown(true)}
      >
        <span class="sr-only">{t("who.now", name(), role())}</span>
        <Face name={name()} class="size-9 text-sm" />
        <span class="hidden min-w-0 text-left leading-tight lg:block" aria-hidden="true">
          <span class="block truncate text-sm">{name()}</span>
          <span class="block text-xs font-normal text-subtext0">{role()}</span>
        </span>
      </button>
      <Show when={isShown()}>
        <Suspense>
          <WhoSheet onClose={() => setShown(false)} />
        </Suspense>
      </Show>
    </>
  )
}
