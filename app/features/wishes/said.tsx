import { createMemo, For, Show } from "solid-js"
import type { PlayerId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { t } from "../../words/wishes.ts"
import { WishRow } from "./wish-row.tsx"
import { openWishes } from "./wishes.ts"

/** What a player has said on the phone, on the player's sheet: the wish first. */
export function SaidOnPhone(props: { playerId: PlayerId }) {
  const { desk } = useDesk()
  const wish = createMemo(() =>
    openWishes(desk).find(
      (each) => each.playerId === props.playerId && each.tournamentId === desk.selected(),
    ),
  )
  const facts = createMemo((): string[] => {
    const said = desk.registrations.of(desk.selected(), props.playerId)
    if (!said) return []
    const { coming, lateMinutes, seatNeed, nickname } = said
    return [
      ...(coming === undefined ? [] : [t(coming ? "said.coming" : "said.notComing")]),
      ...(lateMinutes ? [t("said.late", lateMinutes)] : []),
      ...(seatNeed && seatNeed !== "none" ? [t(`said.${seatNeed}`)] : []),
      ...(nickname ? [t("said.nickname", nickname)] : []),
    ]
  })
  return (
    <Show when={wish() || facts().length > 0}>
      <section class="mb-3 grid gap-3 rounded-2xl bg-mantle p-4" aria-label={t("said.title")}>
        <Show when={wish()}>{(open) => <WishRow open={open()} />}</Show>
        <Show when={facts().length > 0}>
          <p class="flex flex-wrap gap-2">
            <For each={facts()}>{(fact) => <span class="pill">{fact}</span>}</For>
          </p>
        </Show>
      </section>
    </Show>
  )
}
