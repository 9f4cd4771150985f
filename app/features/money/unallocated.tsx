import { Show } from "solid-js"
import { cents } from "../../../schemas/units.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { t as tp } from "../../words/people.ts"
import { t } from "../../words/staff.ts"
import { createMoney } from "./money-format.ts"

/** Money that moved after the rules had no place for it: shown until a person has settled it. */
export function Unallocated() {
  const { desk, acts } = useDesk()
  const money = createMoney()
  const open = () => desk.account()?.unallocatedCents ?? 0
  const isTheirs = () => desk.may.ask("correct")
  const settle = async (how: "give_back" | "keep" | "got_back") => {
    const undo = await acts.settle(how, cents(Math.abs(open())))
    say(t("unallocated.settled"), undo && { label: t("app.undo"), run: undo })
  }
  return (
    <Show when={open() !== 0}>
      <section
        class="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-2xl border border-yellow/60 bg-yellow/8 px-4 py-3"
        aria-label={t("unallocated.title")}
      >
        <p class="flex grow items-center gap-2">
          <Icon name="warning" class="size-5 shrink-0 text-yellow" />
          {t(open() > 0 ? "unallocated.in" : "unallocated.out", money(Math.abs(open())))}
        </p>
        <Show
          when={open() > 0}
          fallback={
            <button class="button" disabled={!isTheirs()} onClick={() => void settle("got_back")}>
              {t("unallocated.gotBack")}
            </button>
          }
        >
          <button class="button" disabled={!isTheirs()} onClick={() => void settle("give_back")}>
            {t("unallocated.giveBack")}
          </button>
          <button class="button" disabled={!isTheirs()} onClick={() => void settle("keep")}>
            {t("unallocated.keep")}
          </button>
        </Show>
        <Show when={!isTheirs()}>
          <p class="basis-full text-sm text-subtext0">{tp("only.director")}</p>
        </Show>
      </section>
    </Show>
  )
}
