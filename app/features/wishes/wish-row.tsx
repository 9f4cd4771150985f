import { Show } from "solid-js"
import { priceOf } from "../../../domain/price.ts"
import { useDesk } from "../../data/desk-context.ts"
import { leafNow } from "../../data/leaf-time.ts"
import { refuseWish } from "../../data/registrations.ts"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t as ts } from "../../words/staff.ts"
import { t } from "../../words/wishes.ts"
import { agoText } from "../floor/ago.ts"
import { createMoney } from "../money/money-format.ts"
import { entryViews } from "../players/entry-view.ts"
import { limitAt } from "../players/sales.ts"
import type { OpenWish } from "./wishes.ts"

/** One wish of the tournament that is shown: a tap sells it, another says no. */
export function WishRow(props: { open: OpenWish; onOpenPlayer?: (entryId: string) => void }) {
  const { desk, acts } = useDesk()
  const money = createMoney()
  const kind = () => props.open.wish.kind
  const name = () => desk.players.nameOf(props.open.playerId)
  const entry = () =>
    entryViews(desk.floor(), desk.account(), desk.pending()).find(
      (view) => view.playerId === props.open.playerId && !view.isReplaced,
    )
  const price = () => {
    const terms = desk.terms()
    return terms ? priceOf(terms, { kind: kind() })?.priceCents : undefined
  }
  const limit = () => {
    const view = entry()
    return view ? limitAt(desk, { kind: kind(), entryId: view.entryId }) : null
  }
  const canSell = () => entry()?.money === "paid" && price() !== undefined && limit() === null
  const sell = async () => {
    const [view, amount, text] = [entry(), price(), ts(`did.${kind()}`, name())]
    if (!view || amount === undefined) return
    const { id } = props.open.wish
    const undo = await acts.extra(kind(), view.entryId, amount, undefined, id)
    if (undo) say(text, { label: ts("app.undo"), run: undo })
  }
  const refuse = () => {
    const { tournamentId, playerId, wish } = props.open
    const undo = refuseWish(desk.session, { tournamentId, playerId, wish: wish.id })
    say(t("wishes.said", name()), { label: ts("app.undo"), run: undo })
  }
  return (
    <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
      <p class="min-w-0 grow basis-56">
        <span class="flex items-center gap-2 font-semibold">
          <Icon name="phone" class="size-5 shrink-0 text-lavender" />
          {t(`wishes.${kind()}`, name())}
        </span>
        <span class="text-sm text-subtext0">
          {[
            entry()?.seat &&
              ts("entry.seat", entry()?.seat?.tableNumber ?? 0, entry()?.seat?.seat ?? 0),
            agoText(leafNow() - props.open.wish.at, locale()),
            !canSell() && t(limit() ? "wishes.limit" : "wishes.gone"),
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </p>
      <div class="flex gap-2 max-sm:w-full">
        <button class="button min-h-14 min-w-16" onClick={refuse}>
          {t("wishes.no")}
        </button>
        <Show
          when={canSell()}
          fallback={
            <Show when={props.onOpenPlayer && entry()}>
              {(view) => (
                <button
                  class="button min-h-14 grow"
                  onClick={() => props.onOpenPlayer?.(view().entryId)}
                >
                  {t("wishes.open", name())}
                </button>
              )}
            </Show>
          }
        >
          <button class="button button-go min-h-14 grow" onClick={() => void sell()}>
            <Icon name="check" />
            {t(`wishes.sell.${kind()}`, money(price() ?? 0))}
          </button>
        </Show>
      </div>
    </div>
  )
}
