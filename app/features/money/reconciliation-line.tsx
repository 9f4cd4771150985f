import { For, Show } from "solid-js"
import type { Reconciliation } from "../../../domain/account.ts"
import type { EntryId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/staff.ts"
import { createMoney } from "./money-format.ts"
import { type Findings, findings } from "./reconciliation.ts"

/** Whether the books agree with each other and with the floor: always there, green or red. */
export function ReconciliationLine() {
  const { desk } = useDesk()
  return (
    <Show when={desk.reconciliation()}>
      {(line) => {
        const found = () => findings(line(), desk.pending())
        return (
          <section
            role="status"
            aria-label={t("reconciliation.label")}
            class="rounded-2xl border px-4 py-3"
            classList={{
              "border-green/50 bg-[color-mix(in_oklab,var(--ctp-green)_10%,var(--ctp-crust))]":
                found().isGood,
              "border-red bg-[color-mix(in_oklab,var(--ctp-red)_12%,var(--ctp-crust))]":
                !found().isGood,
            }}
          >
            <div class="flex flex-wrap items-center gap-x-6 gap-y-1">
              <p
                class="flex items-center gap-2 text-lg font-bold"
                classList={{ "text-green": found().isGood, "text-red": !found().isGood }}
              >
                <Icon name={found().isGood ? "check" : "warning"} class="size-6" />
                {t(found().isGood ? "reconciliation.good" : "reconciliation.bad")}
              </p>
              <For each={line().checks}>{(check) => <Check check={check} />}</For>
            </div>
            <People findings={found()} />
          </section>
        )
      }}
    </Show>
  )
}

function Check(props: { check: Reconciliation["checks"][number] }) {
  const money = createMoney()
  return (
    <p class="text-subtext1">
      {t(`reconciliation.${props.check.name}`)}{" "}
      <span class="font-semibold text-text">{money(props.check.leftCents)}</span>
      <span class="text-subtext0">
        {props.check.leftCents === props.check.rightCents ? " = " : " ≠ "}
      </span>
      <span class="font-semibold text-text">{money(props.check.rightCents)}</span>
    </p>
  )
}

/** Who sits without having paid, and who has paid without sitting: each with what to do. */
function People(props: { findings: Findings }) {
  const { desk, acts } = useDesk()
  const nameOf = (entryId: EntryId) =>
    desk.players.nameOf(
      desk.floor().entries.find((entry) => entry.entryId === entryId)?.playerId ??
        desk.account()?.entries.get(entryId)?.playerId,
    )
  return (
    <ul class="grid gap-1 pt-1 empty:hidden">
      <For each={props.findings.unpaid}>
        {(entryId) => (
          <li class="flex flex-wrap items-center gap-x-3">
            {t("reconciliation.unpaid", nameOf(entryId))}
            <button class="button" onClick={() => acts.remove(entryId)}>
              {t("reconciliation.remove")}
            </button>
          </li>
        )}
      </For>
      <For each={props.findings.missing}>
        {(entryId) => <li>{t("reconciliation.missing", nameOf(entryId))}</li>}
      </For>
    </ul>
  )
}
