import { createMemo, createSignal, Index, Show } from "solid-js"
import type { SaleLimit } from "../../../domain/limits.ts"
import { formatCents } from "../../../domain/money.ts"
import { priceOf } from "../../../domain/price.ts"
import type { WaitingPlayer } from "../../../domain/tournament.ts"
import type { PlayerId } from "../../../schemas/ids.ts"
import type { OverrideReason } from "../../../schemas/intent.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { Sheet } from "../../ui/sheet.tsx"
import { createTicking } from "../../ui/ticking.ts"
import { say } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t as tp } from "../../words/players.ts"
import { t } from "../../words/staff.ts"
import { agoText } from "../floor/ago.ts"
import { LimitStep } from "./limit-step.tsx"
import { createProfile } from "./profile-choice.tsx"
import { limitAt } from "./sales.ts"

const SLOWLY_MS = 10_000

/** Who waits for a seat, the first one first: one tap takes the buy-in and gives the seat. */
export function WaitingList() {
  const { desk, acts } = useDesk()
  const now = createTicking(SLOWLY_MS)
  const [stopped, setStopped] = createSignal<{ playerId: PlayerId; limit: SaleLimit } | null>(null)
  const waiting = () => desk.floor().waiting
  const wasIn = createMemo(() => new Set(desk.floor().entries.map(({ playerId }) => playerId)))
  const kindOf = (playerId: PlayerId): "re-entry" | "buy-in" =>
    wasIn().has(playerId) ? "re-entry" : "buy-in"
  const { profile } = createProfile()
  const priceFor = (playerId: PlayerId) => {
    const terms = desk.terms()
    const sale = { kind: kindOf(playerId), profile: profile() }
    return terms ? priceOf(terms, sale)?.priceCents : undefined
  }
  const priceText = (playerId: PlayerId) => {
    const [terms, price] = [desk.terms(), priceFor(playerId)]
    return terms && price !== undefined ? formatCents(price, terms.currency, locale()) : ""
  }
  const seat = async (playerId: PlayerId, override?: OverrideReason) => {
    const [kind, amount] = [kindOf(playerId), priceFor(playerId)]
    if (amount === undefined) return
    const limit = override === undefined ? limitAt(desk, { kind, playerId }) : null
    setStopped(limit && { playerId, limit })
    if (limit) return
    const text = t("players.bought", desk.players.nameOf(playerId))
    const undo = await acts.enter(kind, playerId, amount, { override, profile: profile() })
    if (undo) say(text, { label: t("app.undo"), run: undo })
  }
  const remove = (playerId: PlayerId) => {
    const text = tp("wait.removed", desk.players.nameOf(playerId))
    say(text, { label: t("app.undo"), run: acts.takeOffList(playerId) })
  }
  return (
    <Show when={waiting().length > 0}>
      <section
        class="card grid grid-cols-[minmax(0,1fr)] gap-2 p-3"
        aria-labelledby="waiting-title"
      >
        <h2 class="px-1 font-semibold" id="waiting-title">
          {tp("wait.title", waiting().length)}
        </h2>
        <ol class="grid grid-cols-[minmax(0,1fr)] gap-2">
          <Index each={waiting()}>
            {(each, index) => (
              <WaitingRow
                waiting={each()}
                nth={index + 1}
                price={priceText(each().playerId)}
                ago={agoText(now() - each().since, locale())}
                onSeat={() => void seat(each().playerId)}
                onRemove={() => remove(each().playerId)}
              />
            )}
          </Index>
        </ol>
        <Show when={stopped()}>
          {(sale) => (
            <Sheet
              isOpen
              onClose={() => setStopped(null)}
              title={desk.players.nameOf(sale().playerId)}
              closeLabel={t("app.close")}
            >
              <LimitStep
                what={t(`kind.${kindOf(sale().playerId)}`)}
                limit={sale().limit}
                onOverride={(reason) => void seat(sale().playerId, reason)}
              />
            </Sheet>
          )}
        </Show>
      </section>
    </Show>
  )
}

function WaitingRow(props: {
  waiting: WaitingPlayer
  nth: number
  price: string
  ago: string
  onSeat: () => void
  onRemove: () => void
}) {
  const { desk } = useDesk()
  const name = () => desk.players.nameOf(props.waiting.playerId)
  return (
    <li class="flex items-center gap-2 rounded-xl bg-mantle py-1 pr-1 pl-4">
      <span class="w-6 shrink-0 font-semibold text-subtext0">{props.nth}</span>
      <span class="min-w-0 grow">
        <span class="block truncate text-lg font-semibold">{name()}</span>
        <span class="text-sm text-subtext0">{props.ago}</span>
      </span>
      <button
        class="button min-h-13"
        classList={{ "button-go": props.nth === 1 }}
        disabled={props.price === ""}
        aria-label={tp("wait.seatOf", name(), props.price)}
        onClick={() => props.onSeat()}
      >
        {tp("wait.seat", props.price)}
      </button>
      <button
        class="button button-quiet px-0"
        aria-label={tp("wait.remove", name())}
        onClick={() => props.onRemove()}
      >
        <Icon name="close" />
      </button>
    </li>
  )
}
