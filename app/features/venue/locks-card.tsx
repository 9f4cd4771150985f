import { For, Show } from "solid-js"
import { LocksAnswer } from "../../../schemas/staff.ts"
import { useDesk } from "../../data/desk-context.ts"
import { createPolled } from "../../data/polled.ts"
import { endSession } from "../../data/session.ts"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/venue.ts"
import { createStaffActs } from "./staff-acts.ts"

/** From which devices wrong PINs came, and the way to let them try again. */
export function LocksCard() {
  const { desk } = useDesk()
  const acts = createStaffActs()
  const locks = createPolled(() => "/api/locks", LocksAnswer, {
    token: desk.session.token,
    onSignedOut: () => endSession(desk.session),
  })
  const all = () => locks.latest()?.locks ?? []
  const lift = async () => {
    if (!(await acts.lift())) return
    locks.refresh()
    say(t("locks.lifted"))
  }
  return (
    <section class="card grid content-start gap-3 p-5" aria-labelledby="locks">
      <h2 id="locks" class="text-lg font-semibold">
        {t("locks.title")}
      </h2>
      <ul class="grid gap-1">
        <For each={all()} fallback={<li class="text-subtext0">{t("locks.none")}</li>}>
          {(lock) => (
            <li class="flex min-h-11 items-center justify-between gap-3">
              {t("locks.of", lock.address || t("locks.unknown"), lock.failures)}
              <span class="pill" classList={{ "text-red": lock.isLocked }}>
                {t(lock.isLocked ? "locks.locked" : "locks.waits")}
              </span>
            </li>
          )}
        </For>
      </ul>
      <Show when={all().length > 0}>
        <button class="button" onClick={() => void lift()}>
          {t("locks.lift")}
        </button>
      </Show>
    </section>
  )
}
