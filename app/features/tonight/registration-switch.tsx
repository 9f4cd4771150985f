import { Show } from "solid-js"
import { useDesk } from "../../data/desk-context.ts"
import { isRefused } from "../../data/outbox-queue.ts"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { t as staff } from "../../words/staff.ts"
import { t } from "../../words/terms.ts"

/** Whether entries are taken, and what closing or opening would do, by hand and not by the clock. */
export function RegistrationSwitch() {
  const { desk, acts } = useDesk()
  const isOnItsWay = () =>
    desk
      .pending()
      .some(
        (item) =>
          !isRefused(item) &&
          (item.intent.kind === "close-registration" || item.intent.kind === "reopen-registration"),
      )
  const isClosed = () => desk.account()?.registrationIsClosed ?? false
  const canChange = () => !isClosed() || desk.may.ask("reopen-registration")
  const change = async () => {
    const opens = isClosed()
    const undo = await acts.setRegistration(opens)
    // Only a director may open it again, so only a director can take the closing back.
    const canUndo = opens || desk.may.ask("reopen-registration")
    say(
      t(opens ? "registration.didReopen" : "registration.didClose"),
      canUndo && undo ? { label: staff("app.undo"), run: undo } : null,
    )
  }
  return (
    <Show when={desk.account()}>
      <section class="card flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
        <p class="min-w-0 grow basis-64">
          <span class="flex items-center gap-2 font-semibold">
            <Icon name={isClosed() ? "close" : "players"} />
            {t(isClosed() ? "registration.closed" : "registration.open")}
          </span>
          <span class="text-sm text-subtext0">
            {t(isClosed() ? "registration.closedText" : "registration.openText")}
          </span>
        </p>
        <Show when={canChange()}>
          <button class="button" disabled={isOnItsWay()} onClick={() => void change()}>
            {t(isClosed() ? "registration.reopen" : "registration.close")}
          </button>
        </Show>
      </section>
    </Show>
  )
}
