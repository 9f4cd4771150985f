import * as v from "valibot"
import { For, Match, Show, Switch } from "solid-js"
import { formatCents } from "../../../domain/money.ts"
import type { Wish, WishKind } from "../../../schemas/documents/registration.ts"
import { WishId } from "../../../schemas/ids.ts"
import type { PhoneOwn } from "../../../schemas/phone.ts"
import { leafNow } from "../../data/leaf-time.ts"
import type { OwnEditing } from "../../data/own-edits.ts"
import { Icon } from "../../ui/icon.tsx"
import { locale } from "../../words/language.ts"
import { t } from "../../words/phone.ts"

/** What can be wished for now, or where the latest wish stands. Only the ledger's word is "recorded". */
export function WishBar(props: {
  edits: OwnEditing
  own: PhoneOwn | null
  currency: string | null
}) {
  const wish = () => props.edits.registration().wish
  const ask = (kind: WishKind) =>
    props.edits.set({ wish: { id: newWishId(), kind, at: leafNow() } })
  const takeBack = () => props.edits.set({ wish: null })
  return (
    <Show
      when={wish()}
      fallback={
        <div class="flex gap-2">
          <For each={props.own?.offers ?? []}>
            {({ kind, priceCents }) => (
              <button
                class="button button-primary min-h-16 min-w-0 grow text-lg"
                onClick={() => ask(kind)}
              >
                <Icon name="plus" />
                {t(`wish.${kind}`)}
                <span class="font-normal">
                  {formatCents(priceCents, props.currency ?? "EUR", locale())}
                </span>
              </button>
            )}
          </For>
        </div>
      }
    >
      {(current) => <Asked wish={current()} own={props.own} onTakeBack={takeBack} />}
    </Show>
  )
}

function Asked(props: { wish: Wish; own: PhoneOwn | null; onTakeBack: () => void }) {
  /** Where it stands; kept here until the Leaf speaks of this very wish. */
  const told = () => {
    const known = props.own?.wish
    return known?.wish === props.wish.id ? known : null
  }
  const state = () => told()?.state ?? "kept"
  const text = () => {
    const now = state()
    return now === "recorded" ? t("wish.recorded", told()?.line ?? 0) : t(`wish.${now}`)
  }
  const isOver = () => ["no", "recorded", "in-doubt"].includes(state())
  return (
    <div class="flex items-center gap-3 rounded-2xl bg-surface0 p-3 pl-4">
      <p role="status" class="grid grow gap-0.5">
        <span class="flex items-center gap-2 font-semibold">
          <Switch fallback={<Icon name="clock" class="size-5 shrink-0 text-yellow" />}>
            <Match when={state() === "recorded"}>
              <Icon name="check" class="size-5 shrink-0 text-green" />
            </Match>
            <Match when={isOver()}>
              <Icon name="warning" class="size-5 shrink-0 text-red" />
            </Match>
          </Switch>
          {t(`wish.${props.wish.kind}`)}
        </span>
        <span class="text-sm text-pretty text-subtext1">{text()}</span>
      </p>
      <Show when={isOver() || state() === "asked" || state() === "kept"}>
        <button
          class="button bg-surface1! shrink-0 whitespace-normal"
          onClick={() => props.onTakeBack()}
        >
          {t(isOver() ? "wish.ok" : "wish.takeBack")}
        </button>
      </Show>
    </div>
  )
}

const newWishId = (): WishId =>
  v.parse(WishId, crypto.getRandomValues(new Uint32Array(4)).join("-"))
