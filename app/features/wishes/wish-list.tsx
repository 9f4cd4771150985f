import { createMemo, createSignal, For, Show, Suspense } from "solid-js"
import * as v from "valibot"
import { EntryId, type TournamentId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { later } from "../../ui/later.tsx"
import { t } from "../../words/wishes.ts"
import { WishRow } from "./wish-row.tsx"
import { openWishes } from "./wishes.ts"

const EntrySheet = later(async () => (await import("../players/entry-sheet.tsx")).EntrySheet)

/** What players want and ask of the floor from their phones; nothing where nobody does. */
export function WishList() {
  const { desk } = useDesk()
  const [player, setPlayer] = createSignal<EntryId | null>(null)
  const wishes = createMemo(() => openWishes(desk))
  const here = () => wishes().filter(({ tournamentId }) => tournamentId === desk.selected())
  const seconds = () =>
    desk.registrations
      .secondPhones()
      .filter(({ tournamentId }) => tournamentId === desk.selected())
      .flatMap((each) => {
        const entry = desk.floor().entries.find(({ playerId }) => playerId === each.playerId)
        return entry ? [{ ...each, entryId: entry.entryId }] : []
      })
  const open = (entryId: string) => setPlayer(v.parse(EntryId, entryId))
  return (
    <>
      <Show when={here().length > 0}>
        <section
          class="card grid gap-4 border-lavender! p-4"
          aria-label={t("wishes.title", here().length)}
        >
          <For each={here()}>{(wish) => <WishRow open={wish} onOpenPlayer={open} />}</For>
        </section>
      </Show>
      <For each={elsewhere(wishes(), desk.selected())}>
        {([id, count]) => (
          <button class="button min-h-14 justify-start px-4" onClick={() => desk.select(id)}>
            <Icon name="phone" />
            {t("wishes.elsewhere", count, desk.listed(id)?.name ?? "")}
          </button>
        )}
      </For>
      <For each={seconds()}>
        {(second) => (
          <button
            class="button min-h-14 justify-start px-4 text-yellow"
            onClick={() => open(second.entryId)}
          >
            <Icon name="warning" />
            {t("code.alert", desk.players.nameOf(second.playerId))}
          </button>
        )}
      </For>
      <Show when={player() !== null}>
        <Suspense>
          <EntrySheet entryId={player()} onClose={() => setPlayer(null)} onChoose={open} />
        </Suspense>
      </Show>
    </>
  )
}

/** How many wait in other tournaments. */
function elsewhere(
  wishes: readonly { tournamentId: TournamentId }[],
  selected: TournamentId | null,
): [TournamentId, number][] {
  const counts = new Map<TournamentId, number>()
  for (const { tournamentId } of wishes)
    if (tournamentId !== selected) counts.set(tournamentId, (counts.get(tournamentId) ?? 0) + 1)
  return [...counts]
}
