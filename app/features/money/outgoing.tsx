import { For, Show } from "solid-js"
import { isRefused, isWaiting, type Queued } from "../../data/outbox-queue.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { t as tp } from "../../words/people.ts"
import { t } from "../../words/staff.ts"
import { amountOf, ownersOf, playerOf } from "./lines.ts"
import { createMoney } from "./money-format.ts"
import { reasonText } from "./reasons.ts"

/** What this device wants recorded and has no line yet, told apart from what is in the ledger. */
export function Outgoing() {
  const { desk } = useDesk()
  return (
    <Show when={desk.pending().length > 0}>
      <section class="grid gap-2" aria-label={t("money.outgoing")}>
        <h2 class="font-semibold">{t("money.outgoing")}</h2>
        <ul class="grid gap-2">
          <For each={desk.pending()}>{(item) => <OutgoingRow item={item} />}</For>
        </ul>
        <Show when={desk.outbox.fault()}>
          {(fault) => <p class="text-sm text-yellow">{t("money.sendFault", fault())}</p>}
        </Show>
      </section>
    </Show>
  )
}

function OutgoingRow(props: { item: Queued }) {
  const { desk } = useDesk()
  const money = createMoney()
  const intent = () => props.item.intent
  const owners = () =>
    new Map([
      ...desk.floor().entries.map(({ entryId, playerId }) => [entryId, playerId] as const),
      ...ownersOf(desk.ledger.lines()),
      ...ownersOf(desk.pending()),
    ])
  const isStranded = () =>
    isWaiting(props.item) && desk.outbox.stranded().includes(intent().staffId)
  const amount = () => amountOf(intent(), undefined)
  return (
    <li
      class="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1 rounded-xl border border-dashed px-4 py-2"
      classList={{
        "border-yellow/60 bg-yellow/8": !isRefused(props.item),
        "border-red bg-red/10": isRefused(props.item),
      }}
    >
      <span
        class="pill"
        classList={{
          "text-yellow": !isRefused(props.item),
          "text-red": isRefused(props.item),
        }}
      >
        {t(
          isWaiting(props.item)
            ? "money.waiting"
            : props.item.answer?.outcome === "conflict"
              ? "money.conflict"
              : isRefused(props.item)
                ? "money.rejected"
                : "money.recorded",
        )}
      </span>
      <span class="font-semibold">{t(`kind.${intent().kind}`)}</span>
      <Show when={playerOf(intent(), owners())}>{(id) => <>{desk.players.nameOf(id())}</>}</Show>
      <Show when={amount() !== null}>
        <span class="font-semibold">{money(amount() ?? 0)}</span>
      </Show>
      <Show when={isStranded()}>
        <span class="basis-full text-yellow md:basis-auto">
          {tp("stranded.waits", desk.staff.nameOf(intent().staffId))}
        </span>
        <button
          class="button ml-auto"
          disabled={!desk.may.ask(intent().kind)}
          onClick={() => void desk.outbox.takeOver(intent().id, desk.session.staffId)}
        >
          {tp("stranded.takeOver")}
        </button>
      </Show>
      <Show when={isRefused(props.item)}>
        <span class="basis-full text-red md:basis-auto">
          {reasonText(props.item.answer?.reason)}
        </span>
      </Show>
      <Show when={isRefused(props.item) || (isWaiting(props.item) && !props.item.wasSent)}>
        <button
          class="button ml-auto"
          onClick={() =>
            void (isRefused(props.item)
              ? desk.outbox.dismiss(intent().id)
              : desk.outbox.takeBack(intent().id))
          }
        >
          <Icon name={isRefused(props.item) ? "check" : "undo"} />
          {t(isRefused(props.item) ? "money.seen" : "app.undo")}
        </button>
      </Show>
    </li>
  )
}
