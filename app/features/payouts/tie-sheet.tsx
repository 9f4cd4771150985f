import { For, Show } from "solid-js"
import type { TournamentAccount } from "../../../domain/account.ts"
import type { TournamentId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Sheet } from "../../ui/sheet.tsx"
import { t } from "../../words/deals.ts"
import { t as staff } from "../../words/staff.ts"
import { createMoney } from "../money/money-format.ts"
import { sayShared, sharedOnFloor, tieChoices } from "./ties.ts"

/** Says who shares a place; what each would get is told before it is chosen. */
export function TieSheet(props: {
  tournament: TournamentId
  account: TournamentAccount
  place: number | null
  onClose: () => void
}) {
  const { desk } = useDesk()
  const money = createMoney()
  const isOnFloor = () => sharedOnFloor(desk.floor()).some(({ place }) => place === props.place)
  const choices = () =>
    props.place === null ? [] : tieChoices(props.account, desk.floor(), props.place)
  const choose = (place: number, entries: number) => {
    sayShared(props.tournament, { place, entries })
    props.onClose()
  }
  return (
    <Show when={props.place}>
      {(place) => (
        <Sheet
          isOpen
          onClose={props.onClose}
          title={t("tie.title", place())}
          subtitle={t(isOnFloor() ? "tie.floor" : "tie.text")}
          closeLabel={staff("app.close")}
        >
          <div class="grid gap-2">
            <Show when={!isOnFloor()}>
              <button class="button min-h-14 justify-start" onClick={() => choose(place(), 1)}>
                {t("tie.alone")}
              </button>
            </Show>
            <For each={choices()} fallback={<p class="text-subtext1">{t("tie.none")}</p>}>
              {(choice) => (
                <button
                  class="button grid min-h-16 justify-items-start gap-0.5 py-2 text-left whitespace-normal"
                  onClick={() => choose(place(), choice.entries.length)}
                >
                  <span>{t("tie.among", place(), place() + choice.entries.length - 1)}</span>
                  <For each={choice.entries}>
                    {(entry, index) => (
                      <span class="flex w-full justify-between gap-3 text-sm font-normal">
                        <span class="truncate">{desk.players.nameOf(entry.playerId)}</span>
                        <span class="font-semibold">{money(choice.parts[index()] ?? 0)}</span>
                      </span>
                    )}
                  </For>
                </button>
              )}
            </For>
          </div>
        </Sheet>
      )}
    </Show>
  )
}
