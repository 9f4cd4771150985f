import { Show } from "solid-js"
import type { TournamentAccount } from "../../../domain/account.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { t as deals } from "../../words/deals.ts"
import { t } from "../../words/staff.ts"
import { createMoney } from "../money/money-format.ts"

/** What is guaranteed, what is missing of it, and the one tap by which the house adds that. */
export function Guarantee(props: { account: TournamentAccount }) {
  const { desk, acts } = useDesk()
  const money = createMoney()
  const guarantee = () => props.account.terms.guaranteeCents ?? 0
  const missing = () => props.account.overlayMissingCents
  const isOpen = () => props.account.counts.payouts === 0 && props.account.deal === null
  const add = async () => {
    const text = t("payouts.toppedUp", money(missing()))
    const undo = await acts.topUp(missing())
    if (undo) say(text, { label: t("app.undo"), run: undo })
  }
  return (
    <Show when={guarantee() > 0}>
      <section
        class="card flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3"
        classList={{ "border-yellow/60 bg-yellow/8": missing() > 0 }}
      >
        <p class="flex min-w-0 grow items-center gap-2">
          <Icon
            name={missing() > 0 ? "warning" : "check"}
            class={`size-5 shrink-0 ${missing() > 0 ? "text-yellow" : "text-green"}`}
          />
          <span>
            {missing() > 0
              ? deals("payouts.guarantee", money(guarantee()), money(missing()))
              : deals("payouts.guaranteeMet", money(guarantee()))}
            <Show when={missing() > 0 && isOpen() && !props.account.registrationIsClosed}>
              <span class="block text-sm text-subtext1">{deals("payouts.topUpAfter")}</span>
            </Show>
            <Show when={missing() > 0 && !isOpen()}>
              <span class="block text-sm text-subtext1">{deals("payouts.topUpClosed")}</span>
            </Show>
          </span>
        </p>
        <Show when={missing() > 0 && isOpen()}>
          <Show
            when={desk.may.ask("top-up")}
            fallback={<p class="text-subtext1">{deals("payouts.topUpDirectors")}</p>}
          >
            <button class="button min-h-14 whitespace-normal" onClick={() => void add()}>
              {t("payouts.topUp", money(missing()))}
            </button>
          </Show>
        </Show>
      </section>
    </Show>
  )
}
